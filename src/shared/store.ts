/** A frozen value that is replaced as a whole, with listeners. Knows nothing of the meaning of the value. */

/** Called after each change with the new and the previous value. */
export type Listener<T> = (next: T, previous: T) => void;

export class Store<T extends object> {
  #value: T;
  readonly #listeners = new Set<Listener<T>>();

  constructor(initial: T) {
    this.#value = Object.freeze(initial);
  }

  get value(): T {
    return this.#value;
  }

  /** Replaces the value; setting the same value again is not a change. */
  set(next: T): void {
    const previous = this.#value;
    if (next === previous) return;
    this.#value = Object.freeze(next);
    for (const listener of [...this.#listeners]) listener(next, previous);
  }

  /** Calls `listener` after each change, until `signal` is aborted or the returned function is called. */
  subscribe(listener: Listener<T>, signal?: AbortSignal): () => void {
    const stop = () => void this.#listeners.delete(listener);
    if (!signal?.aborted) this.#listeners.add(listener);
    signal?.addEventListener('abort', stop);
    return stop;
  }
}
