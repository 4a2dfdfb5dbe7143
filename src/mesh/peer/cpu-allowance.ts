/**
 * Limits how much main-thread time (ms) each participant can use with work that they cause: decrypting and inflating payloads,
 * applying descriptions, restarts, new connections. Work over the limit is delayed, so that one participant cannot slow down the
 * others. Knows nothing about signals.
 */

import { TokenBucket } from '../../shared/token-bucket.js';

/** Estimated cost of each kind of work on a slow machine (ms). */
export const COST = { payload: 1, candidate: 0.5, description: 15, restart: 20, connection: 25 } as const;

/** Time for all newcomers together: enough for fifteen who join at once (ms), and after that for two per second (ms per second). */
const NEWCOMERS = 700;
const NEWCOMERS_RATE = 90;
/** When more than half of the time for newcomers is used, a newcomer must stay this long before we do any work for them (ms). */
const SETTLE = 1_000;
/** How many participants who have left are remembered. */
const REMEMBERED = 256;

/** The time budget of one participant. */
export class Allowance {
  /** 500 ms at once, and 50 ms per second after that. A new link needs about 60 ms in all. */
  readonly #own = new TokenBucket(500, 10_000);
  /** Shared by all participants without a link. */
  readonly #newcomers: TokenBucket;
  readonly #since = performance.now();
  /** This participant has a link, so only their own budget counts. */
  isSettled = false;

  constructor(newcomers: TokenBucket) {
    this.#newcomers = newcomers;
  }

  /** Takes `cost` milliseconds and returns 0, or returns how long to wait until they are available. */
  delay(cost: number, now = performance.now()): number {
    const buckets = this.isSettled ? [this.#own] : [this.#own, this.#newcomers];
    const waits = buckets.map((bucket) => bucket.waitFor(cost, now));
    // Asked after that: only then has the bucket got what the time since its last use gives.
    const isFlood = !this.isSettled && this.#newcomers.isScarce;
    const wait = Math.max(isFlood ? this.#since + SETTLE - now : 0, ...waits);
    if (wait > 0) return wait;
    for (const bucket of buckets) bucket.use(cost);
    return 0;
  }
}

/** The budgets of all participants. A participant who leaves and joins again keeps theirs. */
export class Allowances {
  /** For all participants without a link together. */
  readonly #newcomers = new TokenBucket(NEWCOMERS, (NEWCOMERS / NEWCOMERS_RATE) * 1_000);
  readonly #each = new Map<string, Allowance>();

  of(id: string): Allowance {
    const allowance = this.#each.get(id) ?? new Allowance(this.#newcomers);
    this.#each.set(id, allowance);
    for (const oldest of this.#each.keys()) if (this.#each.size > REMEMBERED) this.#each.delete(oldest);
    return allowance;
  }
}
