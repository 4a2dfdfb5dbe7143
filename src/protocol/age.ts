/** Times on the wire: how long ago something was, so that clocks need not agree. */
import { MAX_WHOLE } from './schema.js';

/** How long ago `at` was, both in whole milliseconds. Never negative, even if the clock was set back. */
export const ageOf = (at: number, now: number): number => Math.min(Math.max(0, now - at), MAX_WHOLE);
