/**
 * How much of our main thread each participant may take, in milliseconds, whatever it is that they make us do: opening and inflating boxes,
 * taking descriptions, restarting, making connections. Whoever asks for more waits, at no cost to anybody else. Knows no signals.
 */

/** What things take, in milliseconds, on a slow machine. */
export const COST = { box: 1, candidate: 0.5, description: 15, restart: 20, connection: 25 } as const;

/** For one participant, at once and in a second after that. A link takes some 60 from nothing to the last candidate. */
const EACH = [500, 50] as const;
/** For all together who have no link yet: fifteen who come at the same time, and two a second after that. */
const NEWCOMERS = [700, 90] as const;
/** When half of that is used, whoever comes has to stay for this long before anything is done for them (ms). */
const SETTLE = 1_000;
/** Participants who are remembered after they have gone. */
const REMEMBERED = 256;

/** So many milliseconds at once, and so many of each second after that. */
class Bucket {
  #left: number;
  #at = performance.now();

  constructor(
    readonly most: number,
    readonly perSecond: number,
  ) {
    this.#left = most;
  }

  /** How long it is until there is as much (ms). What is more than there ever is has to wait until it is full. */
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

/** What one participant may take. */
export class Allowance {
  readonly #own = new Bucket(...EACH);
  readonly #newcomers: Bucket;
  readonly #since = performance.now();
  /** They have a link, so they are counted by themselves. */
  isSettled = false;

  constructor(newcomers = new Bucket(...NEWCOMERS)) {
    this.#newcomers = newcomers;
  }

  /** Takes so many milliseconds, or says how long it is until there may be as many. */
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

/** Those of all participants, also when they leave and come again. */
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
