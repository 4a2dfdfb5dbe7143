/** Measures how late timers fire: a sign of an overloaded page or machine. Pure: times come in. */

/** A longer delay means that the machine slept, because no page is busy for so long (ms). */
const SLEPT = 10_000;
/** The largest delay within this time counts (ms): the work that caused it usually takes longer than one moment. */
const REMEMBERED = 10_000;

export class EventLoopDelay {
  #late: { at: number; by: number }[] = [];

  /** A timer fired `by` milliseconds late, at `now`. */
  observe(by: number, now: number): void {
    this.#late = this.#late.filter((one) => now - one.at < REMEMBERED && one.by > by);
    if (by > 0 && by < SLEPT) this.#late.push({ at: now, by });
  }

  /** The largest delay of the last ten seconds (ms). */
  at(now: number): number {
    return this.#late.find(({ at }) => now - at < REMEMBERED)?.by ?? 0;
  }
}
