/**
 * The party, the script and the demo pages for tests: the real one of the platform in `$ENGINE` (default: `partykit dev`), on a
 * free port, without storage after the end.
 */
import { connect } from 'node:net';
import { type Engine, engineOf, type PartyProcess, startParty } from '../../demo/party-process.js';
import { until } from './until.js';

export const engine = engineOf();

/** The module of a test party, for the current platform. */
export const testParty = (name: 'embedded' | 'watched') => `test/support/${name}-${engine}.ts`;

export interface Server extends PartyProcess {
  /** Its address, such as `http://localhost:41235`. */
  readonly origin: string;
  /**
   * Kills it and all its children, so that nothing can be written or sent any more; resolves when they are gone and nobody answers
   * at its port: the system closes the sockets of a killed child a moment after its parent has ended.
   */
  crash(): Promise<void>;
}

export interface ServerOptions {
  /** Default: a free one. */
  port?: number;
  /** Folder for the rooms' storage; default: deleted at the end. */
  persist?: string;
  /** Default: `$ENGINE`. */
  engine?: Engine;
}

/** Starts it with the built site; `vars` are the party's environment. */
export async function startServer(
  vars: Record<string, string> = {},
  { port = 0, persist, engine }: ServerOptions = {},
): Promise<Server> {
  const party = await startParty({ engine, port, serve: 'dist/site', persist: persist ?? false, vars });
  return {
    ...party,
    origin: `http://localhost:${party.port}`,
    async crash() {
      process.kill(-party.pid, 'SIGKILL');
      await party.ended;
      await until(() => refuses(party.port), 'for the sockets of the killed party to be closed');
    },
  };
}

/** Whether nobody accepts connections at this port, over IPv4 and IPv6. */
export async function refuses(port: number): Promise<boolean> {
  const answers = ['127.0.0.1', '::1'].map(
    (host) =>
      new Promise<boolean>((done) => {
        const socket = connect({ host, port })
          .once('connect', () => done(true))
          .once('error', () => done(false));
        socket.once('connect', () => socket.destroy());
      }),
  );
  return !(await Promise.all(answers)).includes(true);
}
