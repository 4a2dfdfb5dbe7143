/** When a participant was last heard on our link. Pure: packets, messages and times come in, silence comes out. */

/** Media that flowed and stops for this long means a dead path (20 audio packets a second, even in DTX two to three). */
const MEDIA_SILENCE = 1_200;
/** Without media only heartbeats come, one a second, and a lost one is sent again after up to a second (SCTP). */
const SILENCE = 3_500;
/** Media counts as flowing when its last packet is not older than this against the last message. */
const FLOWING = 700;
/** What a link that we have reason to doubt is given to show a sign of life. */
const DOUBT = 600;

export class Pulse {
  #heardAt = performance.now();
  #mediaAt = Number.NEGATIVE_INFINITY;
  /** Of the newest packet seen; the clock of the receiver's own statistics. */
  #stamp = 0;

  /** A message came, or a connection. */
  hear(now = performance.now()): void {
    this.#heardAt = now;
  }

  /** Whether media has come since the last look; `stamp` is the time of its newest packet. */
  look(stamp: number, now: number): boolean {
    if (!(stamp > this.#stamp)) return false;
    this.#stamp = stamp;
    this.#heardAt = this.#mediaAt = now;
    return true;
  }

  /** Milliseconds since they were last heard. */
  silence(now: number): number {
    return now - this.#heardAt;
  }

  /** Whether they have been silent for longer than a living path allows. */
  isLost(now: number): boolean {
    return this.silence(now) > this.#patience;
  }

  /** They are known to be gone: no silence is longer. */
  stop(): void {
    this.#heardAt = Number.NEGATIVE_INFINITY;
  }

  /** We did not listen for that long ourselves: it does not count. */
  forgive(ms: number): void {
    this.#heardAt += ms;
    this.#mediaAt += ms;
  }

  /** The path may be another one now: a sign of life soon, or it is taken for dead. */
  doubt(now: number): void {
    this.#heardAt = Math.min(this.#heardAt, now - this.#patience + DOUBT);
  }

  get #patience(): number {
    return this.#heardAt - this.#mediaAt < FLOWING ? MEDIA_SILENCE : SILENCE;
  }
}
