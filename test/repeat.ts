/**
 * `npm run repeat -- e2e/outage e2e/six`: runs these test files again and again, in turns, beside a busy process, and fails if one
 * of the runs fails. `--times 10`, `--busy 1` (number of busy processes). Build first.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startBusy } from './support/busy.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    times: { type: 'string', default: '10' },
    busy: { type: 'string', default: '1' },
  },
});
const [times, busy] = [Number(values.times), Number(values.busy)];
const files = positionals.map((name) => resolve(import.meta.dirname, `${name}.test.ts`));
const missing = files.filter((file) => !existsSync(file));
if (!files.length || missing.length || !(times > 0) || !(busy >= 0)) {
  console.error(
    `npm run repeat -- e2e/outage [--times 10] [--busy 1]${missing.map((one) => `\nThere is no ${one}`)}`,
  );
  process.exit(2);
}

const others = startBusy(busy);
let failed = 0;
try {
  for (let round = 1; round <= times; round += 1) {
    for (const [index, file] of files.entries()) {
      const from = performance.now();
      const { status, stdout } = spawnSync(
        process.execPath,
        ['--import', 'tsx', '--test', '--test-reporter=spec', file],
        {
          encoding: 'utf8',
          stdio: ['ignore', 'pipe', 'inherit'],
        },
      );
      const seconds = Math.round((performance.now() - from) / 1_000);
      console.log(
        `${positionals[index]}, ${round} of ${times}: ${status === 0 ? 'passed' : 'failed'} in ${seconds} s`,
      );
      if (status === 0) continue;
      failed += 1;
      console.log(stdout);
    }
  }
} finally {
  others.close();
}
console.log(`${times * files.length - failed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
