/**
 * When a participant was last heard on our link. Pure: messages, packet counts and times come in, silence comes out.
 *
 * Messages are heard as they arrive. Media is heard by counting packets in the browser's statistics, which is asked for often
 * only while a link `isSuspect`: asking is asynchronous, but it is work.
 */

/** Media that flowed and stops for this long (ms) means a dead path: DTX still sends a packet every 400 ms, heartbeats come every 500 ms. */
const MEDIA_SILENCE = 1_000;
/** So long (ms) packet counts have to stand still before that is believed. */
const STILL = 500;
/** Without media only heartbeats come, and a lost one is sent again after up to a second (SCTP). */
const SILENCE = 3_500;
/** So long (ms) after the last sign of life packets are counted often, with media and without. */
const SUSPECT = { media: 700, heartbeat: 1_700 };
/** Two counts that are further apart than this (ms) say that media flows, not that it does so now. */
const RECENT = 1_000;
/** What a link that we have reason to doubt is given to show a sign of life (ms): media, or else the next heartbeat. */
const DOUBT = { media: 600, heartbeat: 1_300 };
/** A peer that closed its end counts as silent for this long: the others, who are asked once a second, have a moment left to vouch for it. */
const ENDED = 11_000;

export class Pulse {
  #heardAt = performance.now();
  #packets = 0;
  /** When packets were last counted. */
  #countedAt = Number.NEGATIVE_INFINITY;
  /** Since when the count has not changed, if it has not. */
  #stillSince: number | undefined;
  #isFlowing = false;

  /** A message came, or a connection. */
  hear(now = performance.now()): void {
    this.#heardAt = Math.max(this.#heardAt, now);
  }

  /**
   * Takes the number of media packets received so far. Returns whether media came since the last count, and that was recent, so
   * that it is a sign of life.
   */
  count(packets: number, now: number): boolean {
    const isRecent = now - this.#countedAt < RECENT;
    // Firefox sometimes counts from 0 again after an ICE restart.
    const isOther = packets !== this.#packets;
    if (isOther) {
      this.#isFlowing = true;
      this.#stillSince = undefined;
    } else {
      this.#stillSince ??= isRecent ? this.#countedAt : now;
      // They are heard, and send nothing.
      if (this.#heardAt - this.#stillSince > STILL) this.#isFlowing = false;
    }
    this.#packets = packets;
    this.#countedAt = now;
    if (isOther && isRecent) this.hear(now);
    return isOther && isRecent;
  }

  /** Milliseconds since they were last heard. */
  silence(now: number): number {
    return now - this.#heardAt;
  }

  /** Whether packets are to be counted now: nothing was heard for longer than usual. */
  isSuspect(now: number): boolean {
    return this.silence(now) > (this.#isFlowing ? SUSPECT.media : SUSPECT.heartbeat);
  }

  /**
   * Whether they have been silent for longer than a living path allows. `delay` is how late our own event loop is (ms): what
   * waits in it was not heard yet.
   */
  isLost(now: number, delay = 0): boolean {
    const silence = this.silence(now) - delay;
    if (silence > SILENCE) return true;
    const isStill = this.#stillSince !== undefined && this.#countedAt - this.#stillSince >= STILL;
    return this.#isFlowing && isStill && silence > MEDIA_SILENCE;
  }

  /** They closed their end: most likely they left, but some browsers do so too when a path breaks. */
  stop(now: number): void {
    this.#heardAt = Math.min(this.#heardAt, now - ENDED);
  }

  /** We did not listen for that long ourselves (ms): it does not count. */
  forgive(ms: number): void {
    this.#heardAt += ms;
    this.#countedAt += ms;
    if (this.#stillSince !== undefined) this.#stillSince += ms;
  }

  /** The path may be another one now: a sign of life soon, or it is taken for dead. */
  doubt(now: number): void {
    const given = this.#isFlowing ? MEDIA_SILENCE - DOUBT.media : SILENCE - DOUBT.heartbeat;
    this.#heardAt = Math.min(this.#heardAt, now - given);
  }
}
