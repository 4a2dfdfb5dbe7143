/**
 * Puts a distance between pages and a server: what goes through takes half a signaling hop each way, so that from person to person it
 * takes a whole one. Bytes are delayed and otherwise left alone, which does for WebSockets and HTTP alike.
 */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface Hop {
  /** Where the server is to be found through it. */
  readonly port: number;
  close(): Promise<void>;
}

/** Starts it on a free port, in front of the server at `port`; `hop` is in milliseconds. */
export async function startHop(port: number, hop: number): Promise<Hop> {
  const open = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect({ host: 'localhost', port });
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(from);
      from.setNoDelay(true);
      // Timers of the same length keep their order, and so do the bytes.
      from.on('data', (bytes) => setTimeout(() => to.write(bytes), hop / 2));
      from.on('end', () => setTimeout(() => to.end(), hop / 2));
      from.on('error', () => to.destroy());
      from.on('close', () => {
        open.delete(from);
        setTimeout(() => to.destroy(), hop / 2);
      });
    }
  });
  server.listen(0);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((done) => {
        for (const socket of open) socket.destroy();
        server.close(() => done());
      }),
  };
}
