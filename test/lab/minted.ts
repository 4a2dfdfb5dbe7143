/**
 * A call over TURN only, with credentials that the party makes for each participant, and the credentials that the TURN server
 * refuses. Owns nothing: the call has the servers.
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { assertTakesOnly, type Credentials, credentials } from '../support/turn-server.js';
import { type Guest, TURN_SECRET } from './call.js';
import type { Run } from './cases.js';
import { assertWentOn, hardship } from './faults.js';

/** How long the call is watched (ms). */
const CALM = 10_000;

/** Participants may use only the TURN server, which only accepts current credentials from the party. */
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
  const ask = ({ username, credential }: Credentials) => {
    const [command, ...before] = [...call.network.at(ada.place), process.execPath];
    const { host, port } = call.turnAddress;
    const program = ['--import', 'tsx', join(import.meta.dirname, 'allocate.ts')];
    const args = [...before, ...program, host, `${port}`, username, credential];
    return Number(execFileSync(command!, args, { encoding: 'utf8' }));
  };
  await assertTakesOnly(credentials(TURN_SECRET), TURN_SECRET, ask, say);
}
