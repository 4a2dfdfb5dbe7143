/** A token bucket: a number of units at once, refilled over an interval. */
export class TokenBucket {
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
    this.#refill(now);
    if (this.#left < cost) return false;
    this.#left -= cost;
    return true;
  }

  /** How long until `cost` units are available (ms). A cost above the capacity has to wait until the bucket is full. */
  waitFor(cost: number, now: number): number {
    this.#refill(now);
    return (Math.max(0, Math.min(cost, this.most) - this.#left) / this.most) * this.interval;
  }

  /** Takes `cost` units, even if fewer are left. */
  use(cost: number): void {
    this.#left -= cost;
  }

  /** Less than half is left. */
  get isScarce(): boolean {
    return this.#left < this.most / 2;
  }

  #refill(now: number): void {
    // A clock that was set back refills nothing.
    const waited = Math.max(0, now - this.#at);
    this.#left = Math.min(this.most, this.#left + (waited * this.most) / this.interval);
    this.#at = now;
  }
}
