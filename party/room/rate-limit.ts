/**
 * Limits the frames of one socket. Token buckets, kept in memory only: a room loses its memory after 10 s of silence, and by then
 * every bucket would be full again.
 */
import { type ClientFrame, MAX_CAPACITY } from '../../src/protocol/party.js';

/** `unknown`: all types that this version does not know. */
type FrameType = ClientFrame['type'] | 'unknown';

/** Frames at once, and frames per second after that. */
type Rate = readonly [burst: number, refill: number];

/** After more overflows than this within {@link OVERFLOW_WINDOW} the socket is closed. */
const MAX_OVERFLOWS = 3;
const OVERFLOW_WINDOW = 30_000;
/** Overflows closer together than this count as one, with one error (ms). */
const OVERFLOW_PAUSE = 1000;

/**
 * All data from one socket, before it is parsed: one unit per frame and one per KiB. This is three times the cost of a join in a
 * room of 16 with all its signals. Data over the limit is not read.
 */
const WORK: Rate = [4_000, 400];

/** Probes per second of a page that hears none of the others: in the largest room, one for each. */
const MAX_PROBES = MAX_CAPACITY - 1;

/** Leave beacons by HTTP, for the whole room: enough for two full rooms that end at once. */
export const LEAVE_BEACONS: Rate = [2 * MAX_CAPACITY, 2];

/**
 * Joining a room of 8 takes 7 offers and 70–150 candidates within two seconds, so the limit for signals is high. The other limits
 * are several times what a normal client needs.
 */
function rateOf(type: FrameType, members: number): Rate {
  switch (type) {
    case 'signal':
      return [40 * members, 40];
    case 'ping':
      return [30, 10];
    case 'probe':
      // If the links of a page fail and the party is within reach, the page probes each of up to 15 others once a second: 15 probes a
      // second. Twice that are allowed, and at once those of 10 s, 150, which a stalled network may deliver together.
      return [10 * MAX_PROBES, 2 * MAX_PROBES];
    case 'ice':
      return [6, 0.2];
    case 'hello':
    case 'join':
    case 'bye':
    case 'knock':
    case 'rename':
    case 'lock':
    case 'end':
      return [6, 1];
    case 'unknown':
      return [40, 5];
    case 'admit':
    case 'refuse':
    case 'kick':
    case 'mute':
      // One click for each waiting participant.
      return [40, 5];
    default:
      return type satisfies never;
  }
}

/** `over`: drop it and send an error · `quiet`: drop it, an error was sent · `fatal`: close the socket. */
export type RateLimitResult = 'ok' | 'over' | 'quiet' | 'fatal';

/**
 * A token bucket with `burst` tokens that gets `refill` tokens per second. Not that of `src/shared`, which the party does not import: here the
 * rate grows with the room, and the clock may go back.
 */
export class Bucket {
  #tokens: number;
  #at = Number.POSITIVE_INFINITY;

  constructor(burst: number) {
    this.#tokens = burst;
  }

  /** Takes `cost` tokens if available; the rate may change between calls. */
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

  /** Counts the work of parsing; `false`: over the limit, do not read it. */
  takeWork(data: unknown, now: number): boolean {
    const size = typeof data === 'string' ? data.length : ((data as ArrayBuffer | null)?.byteLength ?? 0);
    return this.#work.take(WORK, now, 1 + size / 1024);
  }

  /** Counts one frame of that type; `now` in milliseconds, `members` in the room, or 1 for a client that is no member. */
  take(type: FrameType, members: number, now: number): RateLimitResult {
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
