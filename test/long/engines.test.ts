/** Runs the PartyKit tests of `npm test` on the other platforms as well: the same files, with `$ENGINE`. */
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { describe, it } from 'node:test';
import { ENGINES } from '../../demo/party-process.js';

const root = resolve(import.meta.dirname, '../..');

/** Where a party lives and that it comes back after it was killed, access, abuse with hibernation and slow readers, a whole call, moderation. */
const FILES = [
  'test/e2e/homes.test.ts',
  'test/e2e/access.test.ts',
  'test/e2e/abuse.test.ts',
  'test/e2e/call.test.ts',
  'test/e2e/moderation.test.ts',
];

/** Runs a test file; rejects with its output when a test fails. */
function run(file: string, engine: string, signal: AbortSignal): Promise<void> {
  // A run inside a run would add its tests to the counts of this one.
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const child = spawn(process.execPath, ['--import', 'tsx', '--test', '--test-reporter=spec', file], {
    cwd: root,
    env: { ...env, ENGINE: engine },
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed = (printed + text).slice(-20_000);
    });
  }
  return new Promise((done, fail) => {
    child.once('error', fail);
    child.once('close', (code) => (code === 0 ? done() : fail(new Error(printed))));
  });
}

for (const engine of ENGINES.filter((engine) => engine !== 'partykit')) {
  describe(`a party on ${engine}`, { timeout: 1_800_000 }, () => {
    for (const file of FILES) it(`passes ${file}`, ({ signal }) => run(file, engine, signal));
  });
}
