/**
 * How fast one socket may speak. Token buckets, kept in memory only: a room loses its memory after 10 s of silence,
 * by when every bucket would be full again anyway.
 */
import { type ClientFrame, MAX_CAPACITY } from '../src/protocol/index.js';

/** Frames at once, and frames per second after that. */
type Rate = readonly [burst: number, refill: number];

/** More overflows than this within {@link OVERFLOW_WINDOW} and the socket is closed. */
const MAX_OVERFLOWS = 3;
const OVERFLOW_WINDOW = 30_000;
/** Overflows closer together than this count as one, and get one error. */
const OVERFLOW_PAUSE = 1000;

/**
 * Everything from one socket, whatever it is, before anybody looks into it: one for each frame and each KiB. Three times what a
 * join of 16 with all its signals takes; beyond it nothing is read any more.
 */
const WORK: Rate = [4_000, 400];

/** Farewells by HTTP, for the whole room: a full one that ends at once, twice over. */
export const FAREWELLS: Rate = [2 * MAX_CAPACITY, 2];

/**
 * Joining a room of 8 means 7 offers and 70–150 candidates within two seconds, so signals are allowed a lot;
 * the rest is what a patient client needs, several times over.
 */
function rateOf(type: ClientFrame['type'], members: number): Rate {
  switch (type) {
    case 'signal':
      return [40 + 40 * Math.max(0, members - 1), 40];
    case 'ping':
      return [30, 10];
    case 'probe':
      // Fifteen dead links, each asked about every 2 s: it is our own network, but the party may be in reach.
      return [40, 10];
    case 'ice':
      return [6, 0.2];
    case 'hello':
    case 'join':
    case 'bye':
    case 'knock':
    case 'lock':
    case 'end':
      return [6, 1];
    case 'admit':
    case 'refuse':
    case 'kick':
    case 'mute':
      // Everybody who waits, at one click each.
      return [40, 5];
    default:
      return type satisfies never;
  }
}

/** `over`: drop it and say so · `quiet`: drop it, it has been said · `fatal`: close the socket. */
export type Verdict = 'ok' | 'over' | 'quiet' | 'fatal';

/** Holds `burst` tokens and gets `refill` a second. */
export class Bucket {
  #tokens: number;
  #at = Number.POSITIVE_INFINITY;

  constructor(burst: number) {
    this.#tokens = burst;
  }

  /** Takes `cost` tokens, if there are as many, at a rate that may have changed since. */
  take([burst, refill]: Rate, now: number, cost = 1): boolean {
    const tokens = Math.min(burst, this.#tokens + (Math.max(0, now - this.#at) / 1000) * refill);
    this.#at = now;
    this.#tokens = tokens < cost ? tokens : tokens - cost;
    return tokens >= cost;
  }
}

/** The buckets of one socket. */
export class RateLimit {
  readonly #buckets = new Map<string, Bucket>();
  readonly #work = new Bucket(WORK[0]);
  #overflows: number[] = [];

  /** Takes the trouble of reading into account; `false`: it is too much, nothing of it may be read. */
  takeWork(data: unknown, now: number): boolean {
    const size = typeof data === 'string' ? data.length : ((data as ArrayBuffer | null)?.byteLength ?? 0);
    return this.#work.take(WORK, now, 1 + size / 1024);
  }

  /** Takes one frame of that type into account; `now` in milliseconds, `members` in the room. */
  take(type: ClientFrame['type'], members: number, now: number): Verdict {
    const rate = rateOf(type, members);
    const bucket = this.#buckets.get(type) ?? new Bucket(rate[0]);
    this.#buckets.set(type, bucket);
    if (bucket.take(rate, now)) return 'ok';
    const last = this.#overflows.at(-1);
    if (last !== undefined && now - last < OVERFLOW_PAUSE) return 'quiet';
    this.#overflows = [...this.#overflows.filter((at) => now - at < OVERFLOW_WINDOW), now];
    return this.#overflows.length >= MAX_OVERFLOWS ? 'fatal' : 'over';
  }
}
