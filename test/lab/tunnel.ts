/**
 * A tunnel into a namespace for WebDriver: accepts connections on a socket file, which all namespaces see, and forwards them to a
 * port of its own loopback. Started inside: `tunnel.ts <socket file> <port>`.
 */
import { connect, createServer } from 'node:net';

const [file, port] = process.argv.slice(2);
createServer((outer) => {
  const inner = connect(Number(port), '127.0.0.1');
  outer.pipe(inner).pipe(outer);
  outer.once('error', () => inner.destroy());
  inner.once('error', () => outer.destroy());
}).listen(file, () => console.log('open'));
