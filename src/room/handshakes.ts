/**
 * What people wait for and a long drawing would hold up: our own way in, and the link to a newcomer, from their offer until it is live
 * (candidates of both sides pass through the page as well). Interfaces draw when none is under way. Knows neither links nor frames.
 */

/** However long a handshake takes, drawing is put off no longer than this, in milliseconds: people notice about as much. */
const LONGEST = 150;

export class Handshakes {
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  #waiting: (() => void)[] = [];

  /** One begins. `key` tells it from the others; begun twice, it is one. */
  begin(key: string): void {
    if (this.#timers.has(key)) return;
    this.#timers.set(
      key,
      setTimeout(() => this.end(key), LONGEST),
    );
  }

  /** It is done, or will not be. */
  end(key: string): void {
    clearTimeout(this.#timers.get(key));
    this.#timers.delete(key);
    if (this.#timers.size) return;
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  /** The stay is over. */
  endAll(): void {
    for (const key of [...this.#timers.keys()]) this.end(key);
  }

  /** Resolves when none is under way. */
  async settled(): Promise<void> {
    if (this.#timers.size) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }
}
