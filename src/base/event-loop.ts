/** How late timers come: the measure of a page, or a machine, that has more to do than it can. Pure: times come in. */

/** No page is busy for longer than this (ms): the machine slept. */
const SLEPT = 10_000;
/** The largest delay of this long (ms) counts: work that is under way takes longer than the moment in which it was seen. */
const REMEMBERED = 10_000;

export class EventLoopDelay {
  #late: { at: number; by: number }[] = [];

  /** A timer that was due came `by` milliseconds late, at `now`. */
  observe(by: number, now: number): void {
    this.#late = this.#late.filter((one) => now - one.at < REMEMBERED && one.by > by);
    if (by > 0 && by < SLEPT) this.#late.push({ at: now, by });
  }

  /** The largest delay of the last ten seconds, in milliseconds. */
  at(now: number): number {
    return this.#late.find(({ at }) => now - at < REMEMBERED)?.by ?? 0;
  }
}
