/** Starts PeerServer, the signaling server of PeerJS. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export interface PeerServerProcess {
  readonly port: number;
  close(): Promise<void>;
}

/** Starts it on a free port. */
export async function startPeerServer(): Promise<PeerServerProcess> {
  const child = fork(join(import.meta.dirname, 'peer-server-process.ts'));
  const ended = once(child, 'exit');
  const close = async () => {
    child.kill();
    await ended;
  };
  const [port] = await Promise.race([
    once(child, 'message'),
    ended.then(() => Promise.reject(new Error('PeerServer ended before it was ready'))),
  ]);
  return { port, close };
}
