/** Everything that a benchmark has started, so that all of it ends, whatever went wrong. */

type End = () => unknown;

export class Started {
  readonly #ends: End[] = [];

  /** Waits for something to start, and remembers how it ends. */
  async add<T extends { close(): unknown }>(starting: T | Promise<T>): Promise<T> {
    const thing = await starting;
    this.#ends.push(() => thing.close());
    return thing;
  }

  /** Ends everything, the latest first; what fails to end is told and keeps nothing else from ending. */
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

/** Runs `work` and ends what it has started. */
export async function withStarted<T>(work: (started: Started) => Promise<T>): Promise<T> {
  const started = new Started();
  try {
    return await work(started);
  } finally {
    await started.close();
  }
}
