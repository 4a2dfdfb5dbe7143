/**
 * A part of a stay whose code is fetched when it is first needed, and tried again until it is here: the server may be gone for a
 * while. Knows nothing of what the part does.
 */
import { VideoRoomError } from '../base/errors.js';

/** Between two attempts to fetch the code, in milliseconds. */
const PAUSE = 5_000;

export class Fetched<T> {
  #part: Promise<T> | undefined;

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

  async #fetch(): Promise<T> {
    while (!this.signal.aborted) {
      const part = await this.load().catch(() => undefined);
      if (part) return part;
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
    throw new VideoRoomError('server-unreachable');
  }
}
