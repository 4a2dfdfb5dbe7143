/** The signal queue of one link: encodes outgoing signals in order, and decodes each incoming signal once. */
import type { Signal } from '../../protocol/peer-messages.js';
import type { Bytes } from '../encryption/aes-gcm-cipher.js';
import { type Allowance, COST } from '../peer/cpu-allowance.js';
import { deflate, inflate, plain, type SignalCipher, type SignalFrame } from './payload.js';
import { ReplaySet } from './replay-set.js';

/** Number of signals remembered, so that a signal that arrives by two routes is read once. */
const REMEMBERED = 64;

/** Limit of signals waiting to be read. Above it, the newest are dropped; the sender repeats the ones that matter. */
const MOST_WAITING = 256;

/** Estimated cost of handling a signal (ms). */
function costOf(signal: Signal): number {
  switch (signal.type) {
    case 'offer':
    case 'rebuild':
      return COST.connection + COST.description;
    case 'answer':
      return COST.description;
    case 'restart':
      return COST.restart;
    case 'candidates':
      return COST.candidate * signal.list.length;
    default:
      return signal satisfies never;
  }
}

export class SignalQueue {
  readonly #send: (frame: SignalFrame) => void;
  readonly #read: (signal: Signal, gen: number) => Promise<void>;
  readonly #cipher: SignalCipher;
  readonly #allowance: Allowance;
  /** Reading is paused until the peer's time budget allows more. */
  #turn: { timer: ReturnType<typeof setTimeout>; skip(): void } | undefined;
  #sent = 0;
  readonly #seen = new ReplaySet(REMEMBERED);
  #sending: Promise<void> = Promise.resolve();
  #reading: Promise<void> = Promise.resolve();
  #waiting = 0;
  #ended = false;

  constructor(
    send: (frame: SignalFrame) => void,
    read: (signal: Signal, gen: number) => Promise<void>,
    allowance: Allowance,
    cipher = plain,
  ) {
    this.#allowance = allowance;
    this.#send = send;
    this.#read = read;
    this.#cipher = cipher;
  }

  /** Encodes a first offer, which travels inside `join`. */
  encodeOffer(offer: Bytes, gen: number): Promise<string> {
    return this.#cipher.encrypt(offer, { gen });
  }

  /** Encodes one signal after the other, so that they leave in order. */
  post(signal: Signal, gen: number): void {
    const n = this.#sent++;
    this.#sending = this.#sending
      .then(async () => {
        const payload = await this.#cipher.encrypt(await deflate(signal), { gen, n });
        if (!this.#ended) this.#send({ gen, n, payload });
      })
      // A signal that could not be encrypted is lost, as on the way. Those after it still leave, and the watchdog repeats it.
      .catch(() => {});
  }

  /** Reads incoming frames one after the other; drops duplicates and invalid signals. */
  receive(frame: SignalFrame, byParty = false): void {
    if (this.#waiting >= MOST_WAITING) return;
    this.#waiting += 1;
    this.#reading = this.#reading
      .then(async () => {
        if (!(await this.#may(COST.payload * (1 + frame.payload.length / 4096)))) return;
        const bytes = await this.#cipher.decrypt(frame, byParty).catch(() => undefined);
        if (!bytes || !this.#firstSight(frame)) return;
        const signal = await inflate(bytes);
        if (signal.ok && (await this.#may(costOf(signal.value)))) await this.#read(signal.value, frame.gen);
      })
      // A signal that makes the browser throw (for example: too many connections) must not block the following ones.
      .catch(() => {})
      .then(() => {
        this.#waiting -= 1;
      });
  }

  /** Later frames do not wait for those that are being read now. */
  unblock(): void {
    this.#reading = Promise.resolve();
  }

  end(): void {
    this.#ended = true;
    clearTimeout(this.#turn?.timer);
    this.#turn?.skip();
  }

  /** Waits until the time budget allows `cost`. Returns `false` if the link has ended meanwhile. */
  async #may(cost: number): Promise<boolean> {
    while (!this.#ended) {
      const wait = this.#allowance.delay(cost);
      if (!wait) return true;
      await new Promise<void>((skip) => {
        this.#turn = { timer: setTimeout(skip, wait), skip };
      });
    }
    return false;
  }

  /** Compares number and content: with the number alone, a forged signal could use up the number of a real one. */
  #firstSight({ gen, n, payload }: SignalFrame): boolean {
    return this.#seen.add(`${gen}|${n}|${payload}`);
  }
}
