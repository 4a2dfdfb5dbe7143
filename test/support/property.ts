/**
 * fast-check for property tests, with one seed for all: the same commit always gets the same cases, so a change is judged by the
 * change alone. `VITE_SEED=random npm test` (or `npm run test:long`) looks for cases that nobody has tried; a number repeats them.
 */
import fc from 'fast-check';

const { VITE_SEED } = import.meta.env as Record<string, string | undefined>;

/** The seed of this run. A failure prints it. */
export const SEED =
  VITE_SEED === 'random' ? 1 + Math.floor(Math.random() * 0x7ffffffe) : Number(VITE_SEED ?? 20_261_128);

/** A slow machine tries fewer cases: as many as fit into this, below the runner's 120 s for a test (ms). */
const LONGEST = 90_000;
/** A case that takes longer than this has failed, so that one that hangs is not taken for a slow machine (ms). */
const LONGEST_CASE = 30_000;

fc.configureGlobal({ seed: SEED, interruptAfterTimeLimit: LONGEST, timeout: LONGEST_CASE });

export default fc;
