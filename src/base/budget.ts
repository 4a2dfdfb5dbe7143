/** How much of something may be done: so much at once, and as much again in the course of an interval. */
export class Budget {
  #left: number;
  #at = 0;

  /** `most` at once; it fills up again within `interval` milliseconds. */
  constructor(
    readonly most: number,
    readonly interval: number,
  ) {
    this.#left = most;
  }

  /** Takes `cost` out of it, if there is as much. */
  take(now: number, cost = 1): boolean {
    this.#left = Math.min(this.most, this.#left + ((now - this.#at) * this.most) / this.interval);
    this.#at = now;
    if (this.#left < cost) return false;
    this.#left -= cost;
    return true;
  }
}
