/** The element's server for benchmarks of browsers: its script, and the party that introduces the pages. */
import { engineOf } from '../../demo/party-process.js';
import { type Server, startServer } from '../support/party-process.js';

/**
 * Starts the program that operators run (`video-room serve`), as PeerServer is one; `$ENGINE` chooses another. A development server
 * (`partykit dev`: workerd, a bundler that watches files, and a proxy) takes another 90 ms of the processor for each join, which no
 * user's machine has to pay. `vars`: the party's environment.
 */
export async function startBenchServer(
  vars: Record<string, string> = {},
): Promise<Server & { close(): Promise<void> }> {
  const server = await startServer(vars, { engine: engineOf({ ENGINE: process.env.ENGINE || 'node' }) });
  return { ...server, close: server.stop };
}
