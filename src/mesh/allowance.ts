/**
 * Limits how much main-thread time (ms) each participant can use with work that they cause: decrypting and inflating payloads,
 * applying descriptions, restarts, new connections. Work over the limit is delayed, so that one participant cannot slow down the
 * others. Knows nothing about signals.
 */

/** Estimated cost of each kind of work on a slow machine (ms). */
export const COST = { payload: 1, candidate: 0.5, description: 15, restart: 20, connection: 25 } as const;

/** For one participant: milliseconds available at once, and milliseconds added per second. A new link needs about 60 ms in all. */
const EACH = [500, 50] as const;
/** For all participants without a link together: enough for fifteen who join at the same time, then for two per second. */
const NEWCOMERS = [700, 90] as const;
/** When more than half of that is used, a newcomer must stay this long before we do any work for them (ms). */
const SETTLE = 1_000;
/** How many participants who have left are remembered. */
const REMEMBERED = 256;

/** A token bucket: a number of milliseconds at once, and a number of milliseconds added per second. */
class Bucket {
  #left: number;
  #at = performance.now();

  constructor(
    readonly most: number,
    readonly perSecond: number,
  ) {
    this.#left = most;
  }

  /** How long until `cost` is available (ms). A cost above the capacity has to wait until the bucket is full. */
  lacks(cost: number, now: number): number {
    this.#left = Math.min(this.most, this.#left + ((now - this.#at) * this.perSecond) / 1000);
    this.#at = now;
    return (Math.max(0, Math.min(cost, this.most) - this.#left) / this.perSecond) * 1000;
  }

  take(cost: number): void {
    this.#left -= cost;
  }

  get isScarce(): boolean {
    return this.#left < this.most / 2;
  }
}

/** The time budget of one participant. */
export class Allowance {
  readonly #own = new Bucket(...EACH);
  readonly #newcomers: Bucket;
  readonly #since = performance.now();
  /** This participant has a link, so only their own budget counts. */
  isSettled = false;

  constructor(newcomers = new Bucket(...NEWCOMERS)) {
    this.#newcomers = newcomers;
  }

  /** Takes `cost` milliseconds and returns 0, or returns how long to wait until they are available. */
  delay(cost: number, now = performance.now()): number {
    const buckets = this.isSettled ? [this.#own] : [this.#own, this.#newcomers];
    const isFlood = !this.isSettled && this.#newcomers.isScarce;
    const stay = isFlood ? this.#since + SETTLE - now : 0;
    const wait = Math.max(stay, ...buckets.map((bucket) => bucket.lacks(cost, now)));
    if (wait > 0) return wait;
    for (const bucket of buckets) bucket.take(cost);
    return 0;
  }
}

/** The budgets of all participants. A participant who leaves and joins again keeps theirs. */
export class Allowances {
  readonly #newcomers = new Bucket(...NEWCOMERS);
  readonly #each = new Map<string, Allowance>();

  of(id: string): Allowance {
    const allowance = this.#each.get(id) ?? new Allowance(this.#newcomers);
    this.#each.set(id, allowance);
    for (const oldest of this.#each.keys()) if (this.#each.size > REMEMBERED) this.#each.delete(oldest);
    return allowance;
  }
}
