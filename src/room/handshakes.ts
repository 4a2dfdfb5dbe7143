/**
 * Tracks handshakes that slow drawing would delay: our own join, and each newcomer's link from their offer until it is live (the
 * page also passes on the candidates of both sides). The interface draws when no handshake is running. Knows neither links nor
 * frames.
 */

/** Drawing is never delayed for longer than this (ms); people notice about as much. */
const LONGEST = 150;

export class Handshakes {
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  #waiting: (() => void)[] = [];

  /** A handshake starts. `key` identifies it; starting it twice counts once. */
  begin(key: string): void {
    if (this.#timers.has(key)) return;
    this.#timers.set(
      key,
      setTimeout(() => this.end(key), LONGEST),
    );
  }

  /** It is done, or has failed. */
  end(key: string): void {
    clearTimeout(this.#timers.get(key));
    this.#timers.delete(key);
    if (this.#timers.size) return;
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  /** The session is over. */
  endAll(): void {
    for (const key of [...this.#timers.keys()]) this.end(key);
  }

  /** Resolves when no handshake is running. */
  async settled(): Promise<void> {
    if (this.#timers.size) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }
}
