/** The party, the script and the demo pages for tests: the real `partykit dev`, on a free port, forgetting everything at the end. */
import { type PartyProcess, startParty } from '../../demo/party-process.js';

export interface Server extends PartyProcess {
  /** Where it is, such as `http://localhost:41235`. */
  readonly origin: string;
}

/** Starts it with the built site; `vars` are the party's environment. */
export async function startServer(vars: Record<string, string> = {}): Promise<Server> {
  const party = await startParty({ port: 0, serve: 'dist/site', persist: false, vars });
  return { ...party, origin: `http://localhost:${party.port}` };
}
