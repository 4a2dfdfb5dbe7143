/** Detects speech from audio levels. Pure: the time comes in with each level. */

/**
 * Linear amplitude (like WebRTC's `audioLevel`) from which a level counts as speech. Rooms with noise suppression stay below
 * 0.01; speech at arm's length peaks at 0.05 and more.
 */
const THRESHOLD = 0.03;
/** While a person speaks, this share of the threshold is enough, so that soft syllables count. */
const KEEP = 0.5;
/**
 * Pauses between words last up to about half a second, and three levels a second miss some of the loud syllables; the speaker ring must
 * not flicker then (ms). Each change is told to everyone, and drawn on their pages.
 */
const HOLD = 1_000;

export class SpeakingDetector {
  #until = 0;

  /** Takes a level from 0 to 1 at `now` (milliseconds, never decreasing) and returns whether the person speaks. */
  update(level: number, now: number): boolean {
    if (level >= (now < this.#until ? THRESHOLD * KEEP : THRESHOLD)) this.#until = now + HOLD;
    return now < this.#until;
  }
}
