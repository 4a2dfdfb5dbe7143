/** Everything that a benchmark has started, so that all of it ends, even after an error. */

type End = () => unknown;

export class Started {
  readonly #ends: End[] = [];

  /** Waits until something has started, and remembers how to end it. */
  async add<T extends { close(): unknown }>(starting: T | Promise<T>): Promise<T> {
    const thing = await starting;
    this.#ends.push(() => thing.close());
    return thing;
  }

  /** Ends everything, the latest first; an error is reported and does not stop the rest. */
  async close(): Promise<void> {
    for (const end of this.#ends.splice(0).reverse()) {
      try {
        await end();
      } catch (error) {
        console.error('Something did not end in an orderly way:', error);
      }
    }
  }
}

/** Runs `work` and ends everything that it has started. */
export async function withStarted<T>(work: (started: Started) => Promise<T>): Promise<T> {
  const started = new Started();
  try {
    return await work(started);
  } finally {
    await started.close();
  }
}
