/** The signals of one link, in order: boxes them on the way out, unboxes them once each on the way in. */
import type { Signal } from '../protocol/peer-messages.js';
import { pack, unpack } from './box.js';

/** A signal on its way, as the party or a control channel carries it. `n` counts per direction; a first offer has none. */
export type SignalFrame = { gen: number; n?: number; box: string };

/** Signals remembered so that one that comes by two ways is read once. */
const REMEMBERED = 64;

export class Mailbox {
  readonly #send: (frame: SignalFrame) => void;
  readonly #read: (signal: Signal, gen: number) => Promise<void>;
  #sent = 0;
  readonly #seen = new Set<string>();
  #sending: Promise<void> = Promise.resolve();
  #reading: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(send: (frame: SignalFrame) => void, read: (signal: Signal, gen: number) => Promise<void>) {
    this.#send = send;
    this.#read = read;
  }

  /** Boxes are made one after the other, so that signals leave in order. */
  post(signal: Signal, gen: number): void {
    const n = this.#sent++;
    this.#sending = this.#sending.then(async () => {
      const box = await pack(signal);
      if (!this.#closed) this.#send({ gen, n, box });
    });
  }

  /** Reads one after the other what arrives; duplicates and what is not a signal are dropped. */
  receive(frame: SignalFrame): void {
    this.#reading = this.#reading.then(async () => {
      if (this.#closed || !this.#firstSight(frame)) return;
      const signal = await unpack(frame.box);
      if (signal.ok && !this.#closed) await this.#read(signal.value, frame.gen);
    });
  }

  close(): void {
    this.#closed = true;
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
