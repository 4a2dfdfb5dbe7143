/**
 * Tracks handshakes that slow drawing would delay: our own join, and each newcomer's link from their offer until it is live (the
 * page also passes on the candidates of both sides). The interface draws when no handshake is running. Knows neither links nor
 * frames.
 */

/** Drawing is never delayed for longer than this (ms); people notice about as much. */
const LONGEST = 150;
/** The same while nothing has been drawn yet (ms): a page that joins at once has a call to show, instead of a lobby, sooner. */
const LONGEST_BLANK = 500;

export class Handshakes {
  /** When each began. */
  readonly #running = new Map<string, number>();
  #waiting: (() => void)[] = [];

  /** A handshake starts. `key` identifies it; starting it twice counts once. */
  begin(key: string): void {
    if (!this.#running.has(key)) this.#running.set(key, performance.now());
  }

  /** It is done, or has failed. */
  end(key: string): void {
    this.#running.delete(key);
    if (this.#running.size) return;
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  /** The session is over. */
  endAll(): void {
    this.#running.clear();
    this.end('');
  }

  /** Resolves when no handshake is running, or the youngest has run for too long. `blank`: nothing has been drawn yet. */
  async settled(blank = false): Promise<void> {
    const left = Math.max(...this.#running.values()) + (blank ? LONGEST_BLANK : LONGEST) - performance.now();
    if (left <= 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, left);
      this.#waiting.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
}
