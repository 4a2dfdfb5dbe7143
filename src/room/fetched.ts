/**
 * A part of a stay whose code is fetched when it is first needed, and tried again until it is here: the server may be gone for a
 * while. Knows nothing of what the part does.
 */
import { VideoRoomError } from '../base/errors.js';

/** Between two attempts to fetch the code, in milliseconds. */
const PAUSE = 5_000;

/** Facts of others that wait for the code. */
const MOST_WAITING = 512;

export class Fetched<T> {
  #part: Promise<T> | undefined;
  #waiting = 0;

  /** `load` fetches and makes the part; `signal` is the end of the stay. */
  constructor(
    readonly load: () => Promise<T>,
    readonly signal: AbortSignal,
  ) {}

  /** What the part answers, in the order of asking. Rejects with `server-unreachable` when the stay ends before its code is here. */
  async ask<A>(question: (part: T) => A): Promise<Awaited<A>> {
    this.#part ??= this.#fetch();
    return await question(await this.#part);
  }

  /** Lets the part know something. */
  tell(fact: (part: T) => void): void {
    this.ask(fact).catch(() => {});
  }

  /** Lets the part know what somebody else says; so much waits for the code, and no more. */
  hear(fact: (part: T) => void): void {
    if (this.#waiting >= MOST_WAITING) return;
    this.#waiting += 1;
    this.tell((part) => {
      this.#waiting -= 1;
      fact(part);
    });
  }

  async #fetch(): Promise<T> {
    while (!this.signal.aborted) {
      const part = await this.load().catch(() => undefined);
      if (part) return part;
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
    throw new VideoRoomError('server-unreachable');
  }
}
