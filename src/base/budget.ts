/** A token bucket: a number of units at once, refilled over an interval. */
export class Budget {
  #left: number;
  #at = 0;

  /** `most` at once; an empty bucket is full again after `interval` milliseconds. */
  constructor(
    readonly most: number,
    readonly interval: number,
  ) {
    this.#left = most;
  }

  /** Takes `cost` units if available; returns whether it did. */
  take(now: number, cost = 1): boolean {
    this.#left = Math.min(this.most, this.#left + ((now - this.#at) * this.most) / this.interval);
    this.#at = now;
    if (this.#left < cost) return false;
    this.#left -= cost;
    return true;
  }
}
