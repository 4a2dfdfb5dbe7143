/** Tells from levels whether somebody speaks. Pure: the time comes in with each level. */

/**
 * Linear amplitude (as WebRTC's `audioLevel`) from which a level counts as speech. Rooms after noise suppression stay below 0.01,
 * speech at arm's length peaks at 0.05 and more.
 */
const THRESHOLD = 0.03;
/** Once somebody speaks, softer syllables keep it up: this part of the threshold is enough. */
const KEEP = 0.5;
/** Pauses between words last up to about half a second; shorter ones must not make a ring flicker. In milliseconds. */
const HOLD = 600;

export class SpeakingDetector {
  #until = 0;

  /** Takes a level from 0 to 1 at `now` (milliseconds, never going back) and says whether they speak. */
  update(level: number, now: number): boolean {
    if (level >= (now < this.#until ? THRESHOLD * KEEP : THRESHOLD)) this.#until = now + HOLD;
    return now < this.#until;
  }
}
