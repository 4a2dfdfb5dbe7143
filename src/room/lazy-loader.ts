/**
 * A lazy loader for a part of the session: loads the code when it is first needed, and tries again until it is loaded, because
 * the server may be down for a while. Knows nothing about the part itself.
 */
import { VideoRoomError } from '../shared/errors.js';

/** Pause between two attempts to load the code (ms). */
const PAUSE = 5_000;

/** Limit of events from other participants that wait for the code. */
const MOST_WAITING = 512;

export class LazyLoader<T> {
  #part: Promise<T> | undefined;
  #waiting = 0;

  /** `load` fetches and creates the part; `signal` is aborted when the session ends. */
  constructor(
    readonly load: () => Promise<T>,
    readonly signal: AbortSignal,
  ) {}

  /** Asks the part, in the order of calls. Rejects with `server-unreachable` when the session ends before the code is loaded. */
  async ask<A>(question: (part: T) => A): Promise<Awaited<A>> {
    this.#part ??= this.#load();
    return await question(await this.#part);
  }

  /** Tells the part about an event. */
  tell(fact: (part: T) => void): void {
    this.ask(fact).catch(() => {});
  }

  /** Tells the part about an event caused by another participant; only a limited number waits for the code. */
  hear(fact: (part: T) => void): void {
    if (this.#waiting >= MOST_WAITING) return;
    this.#waiting += 1;
    this.tell((part) => {
      this.#waiting -= 1;
      fact(part);
    });
  }

  async #load(): Promise<T> {
    while (!this.signal.aborted) {
      const part = await this.load().catch(() => undefined);
      if (part) return part;
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
    throw new VideoRoomError('server-unreachable');
  }
}
