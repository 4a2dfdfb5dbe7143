/**
 * Tells from the rate of new pictures what a shared screen shows: text, which changes seldom and has to be sharp, or motion, which has
 * to be smooth. Pure.
 */
import type { ScreenContent } from '../shared/screen-content.js';

export interface Motion {
  readonly content: ScreenContent;
  /** Measurements in a row that showed the other content. */
  readonly against: number;
}

export const STILL: Motion = { content: 'detail', against: 0 };

/**
 * Text uses few of the pictures that it may have, a video uses all of them. More cannot be told: browsers count the pictures that
 * encoders take, not those that are captured (Chromium 156).
 */
const MOVING = 0.88;
/** Pictures per second of a page that somebody scrolls now and then. */
const RESTING = 3;
/** Measurements, two seconds apart, after which the content counts as another one: a video pauses for a while, and a page is scrolled. */
const TO_MOTION = 3;
const TO_DETAIL = 5;

/** The content after one more measurement. `captured`: new pictures per second, of at most `asked`. */
export function contentOf({ content, against }: Motion, captured: number, asked: number): Motion {
  const isMoving = content === 'motion';
  const isOther = isMoving ? captured < RESTING : asked > 0 && captured > asked * MOVING;
  if (!isOther) return { content, against: 0 };
  if (against + 1 < (isMoving ? TO_DETAIL : TO_MOTION)) return { content, against: against + 1 };
  return { content: isMoving ? 'detail' : 'motion', against: 0 };
}
