/** Measures how late timers fire: a sign of an overloaded page or machine. Pure: times come in. */

/**
 * A longer delay means that the machine slept (ms). A page of Chromium (156) that shares two cores with more work than they can do
 * stands still for up to 19 s: its main thread is ready to run, but threads for media come first.
 */
export const SLEPT = 30_000;
/** A longer delay counts as this long (ms). */
const MOST = 10_000;
/** The largest delay within this time counts (ms): the work that caused it usually takes longer than one moment. */
const REMEMBERED = 10_000;

export class EventLoopDelay {
  #late: { at: number; by: number }[] = [];

  /** A timer fired `by` milliseconds late, at `now`. */
  observe(by: number, now: number): void {
    this.#late = this.#late.filter((one) => now - one.at < REMEMBERED && one.by > by);
    if (by > 0 && by < SLEPT) this.#late.push({ at: now, by: Math.min(by, MOST) });
  }

  /** The largest delay of the last ten seconds (ms). */
  at(now: number): number {
    return this.#late.find(({ at }) => now - at < REMEMBERED)?.by ?? 0;
  }
}
