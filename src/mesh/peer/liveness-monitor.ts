/**
 * Liveness of one link: when its participant was last heard. Pure: messages, packet counts and times go in, the length of silence
 * comes out.
 *
 * Messages count on arrival. Media counts through the packet counters in the browser's statistics. These are requested often only
 * while a link `isSuspect`, because each asynchronous request is work.
 */

/**
 * Media that was flowing and stops for this long means a dead path (ms). DTX still sends a packet every 400 ms, and heartbeats
 * come every 500 ms.
 */
const MEDIA_SILENCE = 1_000;
/** A packet counter must stand still for this long before it counts as silence (ms). */
const STILL = 500;
/** Silence limit without media (ms): only heartbeats come then, and SCTP takes up to a second to resend a lost one. */
const SILENCE = 3_500;
/** Silence after which packets are counted often, with and without media (ms). */
const USUAL_SILENCE = { media: 700, heartbeat: 1_700 };
/** Two counts further apart than this show that media has flowed, but not that it flows now (ms). */
const RECENT = 1_000;
/** Time that a suspect link gets to show a sign of life: media, or else the next heartbeat (ms). */
const SUSPECT_TIME = { media: 600, heartbeat: 1_300 };
/**
 * A peer that closed its end counts as silent for this long (ms). The others, who are asked once a second, then have a moment to
 * vouch for it.
 */
const ENDED = 11_000;

export class LivenessMonitor {
  #heardAt = performance.now();
  #packets = 0;
  /** When packets were last counted. */
  #countedAt = Number.NEGATIVE_INFINITY;
  /** Since when the count has not changed. */
  #stillSince: number | undefined;
  #isFlowing = false;

  /** A message arrived, or the connection opened. */
  hear(now = performance.now()): void {
    this.#heardAt = Math.max(this.#heardAt, now);
  }

  /**
   * Takes the number of media packets received so far. Returns whether packets came since a recent count, which makes them a sign
   * of life.
   */
  count(packets: number, now: number): boolean {
    const isRecent = now - this.#countedAt < RECENT;
    // Firefox sometimes restarts its counters at 0 after an ICE restart: that shows nothing about packets.
    const isOther = packets > this.#packets;
    if (isOther) {
      this.#isFlowing = true;
      this.#stillSince = undefined;
    } else {
      this.#stillSince ??= isRecent ? this.#countedAt : now;
      // Messages arrive but no media: the peer sends none.
      if (this.#heardAt - this.#stillSince > STILL) this.#isFlowing = false;
    }
    this.#packets = packets;
    this.#countedAt = now;
    if (isOther && isRecent) this.hear(now);
    return isOther && isRecent;
  }

  /** Milliseconds since the participant was last heard. */
  silence(now: number): number {
    return now - this.#heardAt;
  }

  /** Whether packets should be counted now: nothing was heard for longer than usual. */
  isSuspect(now: number): boolean {
    return this.silence(now) > (this.#isFlowing ? USUAL_SILENCE.media : USUAL_SILENCE.heartbeat);
  }

  /**
   * Whether the silence is longer than a living path allows. `delay`: the delay of our own event loop (ms), in which messages may
   * be waiting.
   */
  isLost(now: number, delay = 0): boolean {
    const silence = this.silence(now) - delay;
    if (silence > SILENCE) return true;
    const isStill = this.#stillSince !== undefined && this.#countedAt - this.#stillSince >= STILL;
    return this.#isFlowing && isStill && silence > MEDIA_SILENCE;
  }

  /** The peer closed their end. Most likely they left, but some browsers also do this when a path breaks. */
  stop(now: number): void {
    this.#heardAt = Math.min(this.#heardAt, now - ENDED);
  }

  /** Our own page did not listen for this long (ms), until now: it does not count as silence. */
  excuse(ms: number, now: number): void {
    this.#heardAt = Math.min(this.#heardAt + ms, now);
    this.#countedAt = Math.min(this.#countedAt + ms, now);
    if (this.#stillSince !== undefined) this.#stillSince = Math.min(this.#stillSince + ms, now);
  }

  /** The path may have changed: without a sign of life soon, it counts as dead. */
  suspect(now: number): void {
    const given = this.#isFlowing ? MEDIA_SILENCE - SUSPECT_TIME.media : SILENCE - SUSPECT_TIME.heartbeat;
    this.#heardAt = Math.min(this.#heardAt, now - given);
  }
}
