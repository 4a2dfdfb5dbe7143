/**
 * coturn, as operators run it beside the party: with a shared secret, or with one name and password for all. Owns its command
 * line, and the check which credentials it accepts.
 */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { turnProvider } from '../../party/turn/turn-provider.js';

export interface TurnServerOptions {
  host: string;
  port: number;
  /** A folder for its files. */
  folder: string;
  /** The secret shared with the party, or the only valid name and password. */
  secret: string | { username: string; credential: string };
}

/** The command that starts one. It writes nothing to logs or to the system's own folders. */
export function turnServerCommand({ host, port, folder, secret }: TurnServerOptions): string[] {
  return [
    'turnserver',
    ...['-n', '--no-cli', '--no-tls', '--no-dtls', '--log-file', 'stdout', '--simple-log'],
    ...['--listening-ip', host, '--listening-port', String(port), '--relay-ip', host],
    ...(typeof secret === 'string'
      ? ['--use-auth-secret', '--static-auth-secret', secret]
      : ['--lt-cred-mech', '--user', `${secret.username}:${secret.credential}`]),
    ...['--realm', 'lab'],
    ...['--pidfile', join(folder, 'turn.pid'), '--userdb', join(folder, 'turn.db')],
  ];
}

/** Whether coturn is installed. */
export const hasTurnServer = (): boolean =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, 'turnserver')));

export type Credentials = Record<'username' | 'credential', string>;

/** The credentials that the party would have made at that time. */
export function credentials(secret: string, at = Date.now()): Credentials {
  const env = { VR_TURN_URLS: 'turn:lab', VR_TURN_SECRET: secret };
  const randomBytes = (length: number) => crypto.getRandomValues(new Uint8Array(length));
  const provider = turnProvider(env, { fetch, now: () => at, randomBytes }, assert.fail);
  assert.ok(provider && 'mint' in provider);
  return provider.mint(7_200)[0] as Credentials;
}

/** The server accepts `made`, made by the party, and nothing else. `allocate`: the code of its answer, 0 for an allocation. */
export async function assertTakesOnly(
  made: Credentials,
  secret: string,
  allocate: (one: Credentials) => number | Promise<number>,
  say: (text: string) => void,
): Promise<void> {
  const asked: [what: string, one: Credentials, code: number][] = [
    ['good', made, 0],
    ['expired', credentials(secret, Date.now() - 7_201_000), 401],
    ['of another secret', credentials('other'), 401],
    [
      'prolonged',
      { ...made, username: made.username.replace(/^\d/, (digit) => `${Number(digit) + 1}`) },
      401,
    ],
  ];
  for (const [what, one, code] of asked) {
    const answer = await allocate(one);
    say(`the TURN server answers ${answer} to credentials that are ${what}`);
    assert.equal(answer, code, `credentials that are ${what}`);
  }
}
