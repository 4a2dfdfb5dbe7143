/** The signals of one link, in order: boxes them on the way out, unboxes them once each on the way in. */
import type { Signal } from '../protocol/peer-messages.js';
import { Allowance, COST } from './allowance.js';
import { deflate, type Envelope, inflate, plain, type SignalFrame } from './box.js';
import type { Bytes } from './seal.js';

/** Signals remembered so that one that comes by two ways is read once. */
const REMEMBERED = 64;

/** Signals that wait to be read; of more, the newest are dropped, and made again where they matter. */
const MOST_WAITING = 256;

/** What it takes to do what a signal asks for (ms). */
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

export class Mailbox {
  readonly #send: (frame: SignalFrame) => void;
  readonly #read: (signal: Signal, gen: number) => Promise<void>;
  readonly #envelope: Envelope;
  readonly #allowance: Allowance;
  /** Reading waits until they may take more of our time. */
  #turn: { timer: ReturnType<typeof setTimeout>; skip(): void } | undefined;
  #sent = 0;
  readonly #seen = new Set<string>();
  #sending: Promise<void> = Promise.resolve();
  #reading: Promise<void> = Promise.resolve();
  #waiting = 0;
  #ended = false;

  constructor(
    send: (frame: SignalFrame) => void,
    read: (signal: Signal, gen: number) => Promise<void>,
    envelope = plain,
    allowance = new Allowance(),
  ) {
    this.#allowance = allowance;
    this.#send = send;
    this.#read = read;
    this.#envelope = envelope;
  }

  /** The box of a first offer, which travels inside `join`. */
  close(offer: Bytes, gen: number): Promise<string> {
    return this.#envelope.close(offer, { gen });
  }

  /** Boxes are made one after the other, so that signals leave in order. */
  post(signal: Signal, gen: number): void {
    const n = this.#sent++;
    this.#sending = this.#sending
      .then(async () => {
        const box = await this.#envelope.close(await deflate(signal), { gen, n });
        if (!this.#ended) this.#send({ gen, n, box });
      })
      // A signal that could not be encrypted is lost, as on the way. Those after it still leave, and the watchdog repeats it.
      .catch(() => {});
  }

  /** Reads one after the other what arrives; duplicates and what is not a signal are dropped. */
  receive(frame: SignalFrame, byParty = false): void {
    if (this.#waiting >= MOST_WAITING) return;
    this.#waiting += 1;
    this.#reading = this.#reading
      .then(async () => {
        if (!(await this.#may(COST.box * (1 + frame.box.length / 4096)))) return;
        const bytes = await this.#envelope.open(frame, byParty).catch(() => undefined);
        if (!bytes || !this.#firstSight(frame)) return;
        const signal = await inflate(bytes);
        if (signal.ok && (await this.#may(costOf(signal.value)))) await this.#read(signal.value, frame.gen);
      })
      // One that the browser chokes on, such as with too many connections, is not the end of those that follow.
      .catch(() => {})
      .then(() => {
        this.#waiting -= 1;
      });
  }

  end(): void {
    this.#ended = true;
    clearTimeout(this.#turn?.timer);
    this.#turn?.skip();
  }

  /** Waits for their turn; `false`: the link has ended meanwhile. */
  async #may(cost: number): Promise<boolean> {
    for (let wait = 0; !this.#ended; ) {
      wait = this.#allowance.delay(cost);
      if (!wait) return true;
      await new Promise<void>((skip) => {
        this.#turn = { timer: setTimeout(skip, wait), skip };
      });
    }
    return false;
  }

  /** Number and content together: a number alone could be used up by whoever invents a signal. */
  #firstSight({ gen, n, box }: SignalFrame): boolean {
    const mark = `${gen}|${n}|${box}`;
    if (this.#seen.has(mark)) return false;
    this.#seen.add(mark);
    for (const oldest of this.#seen) if (this.#seen.size > REMEMBERED) this.#seen.delete(oldest);
    return true;
  }
}
