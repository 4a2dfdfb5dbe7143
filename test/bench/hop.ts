/**
 * Adds latency between pages and a server: half a signaling hop each way, so that one message between two people takes a whole
 * hop. Bytes are delayed but not changed, so it works for WebSockets and HTTP.
 */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface Hop {
  /** The port of the delayed server. */
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
      // Timers of the same length fire in order, so the bytes stay in order.
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
