/** When a participant was last heard on our link. Pure: packets, messages and times come in, silence comes out. */

/** Media that flowed and stops for this long means a dead path (20 audio packets a second, even in DTX two to three). */
const MEDIA_SILENCE = 1_200;
/** Without media only heartbeats come, one a second, and a lost one is sent again after up to a second (SCTP). */
const SILENCE = 3_500;
/** Media counts as flowing when its last packet is not older than this against the last message. */
const FLOWING = 700;
/** What a link that we have reason to doubt is given to show a sign of life: media, or else the next heartbeat. */
const DOUBT = { media: 600, heartbeat: 1_300 };
/** Whoever closed their end has been silent for this long: the others, who are asked once a second, have a moment left to vouch for them. */
const ENDED = 11_000;

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

  /** They closed their end: most likely they left, but some browsers do so too when a path breaks. */
  stop(now: number): void {
    this.#heardAt = Math.min(this.#heardAt, now - ENDED);
  }

  /** We did not listen for that long ourselves: it does not count. */
  forgive(ms: number): void {
    this.#heardAt += ms;
    this.#mediaAt += ms;
  }

  /** The path may be another one now: a sign of life soon, or it is taken for dead. */
  doubt(now: number): void {
    const given = this.#isFlowing ? DOUBT.media : DOUBT.heartbeat;
    const heardAt = Math.min(this.#heardAt, now - this.#patience + given);
    this.#mediaAt += heardAt - this.#heardAt;
    this.#heardAt = heardAt;
  }

  get #patience(): number {
    return this.#isFlowing ? MEDIA_SILENCE : SILENCE;
  }

  get #isFlowing(): boolean {
    return this.#heardAt - this.#mediaAt < FLOWING;
  }
}
