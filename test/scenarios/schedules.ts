/**
 * A call recovers completely from any random schedule of failures. A failure prints its seed and number; to run only that
 * schedule, several times because timers are real: `VITE_SEED=… VITE_ONLY=… npx wtr --files test/room/schedules.test.ts`. The
 * number of schedules is a parameter: `npm test` runs a few, `npm run test:long` hundreds.
 */
import { expect } from 'chai';
import fc, { SEED } from '../support/property.js';
import { type Schedule, ScheduledCall, schedule } from '../support/schedule.js';

const { VITE_ONLY } = import.meta.env as Record<string, string | undefined>;
/** A schedule mostly waits, so many run side by side: another one starts every so often, unless the page is behind. */
const AT_ONCE = 75;
const PACE = 40;
/** How often a single schedule is run. */
const TRIES = 8;
/** Failures that are printed in full. */
const TOLD = 2;

/** The slowest recovery (ms), and its schedule. */
const slowest = { took: 0, index: 0 };

/** The failure of a schedule, if any. */
async function failure(index: number, schedule: Schedule): Promise<string | undefined> {
  const call = new ScheduledCall(`call-${index}`, schedule);
  try {
    await call.run(schedule);
    if (call.healedIn > slowest.took) Object.assign(slowest, { took: call.healedIn, index });
    return undefined;
  } catch (error) {
    const again = `VITE_SEED=${SEED} VITE_ONLY=${index}`;
    return `${again} ${(error as Error).message}\n${JSON.stringify(schedule)}\n${call.trace.join('\n')}`;
  } finally {
    call.close();
  }
}

/** Waits a while, and longer when timers are late: in a page that is behind, links would be considered dead. */
async function paced(): Promise<void> {
  for (let late = PACE; late >= PACE; ) {
    const due = performance.now() + PACE;
    await new Promise((done) => setTimeout(done, PACE));
    late = performance.now() - due;
  }
}

/** Declares the test; `runs`: how many schedules, after the first `skipped` ones of the same seed. */
export const testSchedules = (runs: number, skipped = 0) =>
  describe('A call with random failures', () => {
    it('becomes a full mesh with one link per pair', async () => {
      const numRuns = Math.max(skipped + runs, Number(VITE_ONLY ?? 0) + 1);
      const schedules = [...fc.sample(schedule, { seed: SEED, numRuns }).entries()];
      const waiting = VITE_ONLY
        ? Array<(typeof schedules)[number]>(TRIES).fill(schedules[Number(VITE_ONLY)]!)
        : schedules.slice(skipped);
      const started = performance.now();
      const total = waiting.length;
      const failures: string[] = [];
      const running = new Set<Promise<void>>();
      const begin = (index: number, schedule: Schedule) => {
        const run: Promise<void> = failure(index, schedule).then((failed) => {
          running.delete(run);
          if (failed) failures.push(failed);
        });
        running.add(run);
      };
      while (waiting.length || running.size) {
        const next = running.size < AT_ONCE && waiting.shift();
        if (next) begin(...next);
        await paced();
      }
      const seconds = ((performance.now() - started) / 1000).toFixed(0);
      console.log(
        `${total} schedules in ${seconds} s, seed ${SEED}, ${failures.length} failed, whole after ${(slowest.took / 1000).toFixed(1)} s at most (number ${slowest.index})`,
      );
      const told = failures.map((text, index) => (index < TOLD ? text : text.split('\n')[0])).join('\n\n');
      expect(told, 'failures').to.equal('');
    }).timeout(600_000);
  });
