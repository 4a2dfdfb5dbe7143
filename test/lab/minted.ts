/**
 * A call by TURN alone, with credentials that the party makes for each; and whom the TURN server refuses. Owns nothing: the
 * call brings the servers.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { turnProvider } from '../../party/turn.js';
import { type Guest, TURN_SECRET } from './call.js';
import type { Run } from './cases.js';
import { assertWentOn, hardship } from './faults.js';

/** How long the call is watched, in milliseconds. */
const CALM = 10_000;

/** Nothing but the TURN server may be used, and that takes nobody without credentials that the party has made for now. */
export async function minted({ open, found, say }: Run): Promise<void> {
  const call = await open({
    people: { Ada: 'chromium', Ben: 'firefox' },
    turn: 'udp',
    minted: true,
    relayOnly: true,
  });
  const [ada, ben] = call.guests as [Guest, Guest];
  const path = 'relayed';
  await Promise.all([ada.sees(ben.name, { path }), ben.sees(ada.name, { path })]);
  const findings = await hardship(call, { happens: () => undefined, lasts: CALM, say });
  found(findings);
  assertWentOn(findings);
  const made = credentials(TURN_SECRET);
  const asked: [what: string, made: Credentials, code: number][] = [
    ['good', made, 0],
    ['expired', credentials(TURN_SECRET, Date.now() - 7_201_000), 401],
    ['of another secret', credentials('other'), 401],
    [
      'prolonged',
      { ...made, username: made.username.replace(/^\d/, (digit) => `${Number(digit) + 1}`) },
      401,
    ],
  ];
  for (const [what, { username, credential }, code] of asked) {
    const [command, ...before] = [...call.network.at(ada.place), process.execPath];
    const { host, port } = call.turnAddress;
    const program = ['--import', 'tsx', join(import.meta.dirname, 'allocate.ts')];
    const args = [...before, ...program, host, `${port}`, username, credential];
    const answer = execFileSync(command!, args, { encoding: 'utf8' });
    say(`the TURN server answers ${answer.trim()} to credentials that are ${what}`);
    assert.equal(Number(answer), code, `credentials that are ${what}`);
  }
}

type Credentials = Record<'username' | 'credential', string>;

/** What the party would have made at that time. */
function credentials(secret: string, at = Date.now()): Credentials {
  const env = { VR_TURN_URLS: 'turn:lab', VR_TURN_SECRET: secret };
  const provider = turnProvider(env, { fetch, now: () => at, randomBytes }, assert.fail);
  assert.ok(provider && 'mint' in provider);
  return provider.mint(7_200)[0] as Credentials;
}
