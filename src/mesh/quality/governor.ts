/**
 * The load governor: how much camera this machine can send. Pure: what was measured goes in, a level comes out. Knows no connection.
 *
 * It starts small, grows by one level when nothing has been short for a while, and shrinks at once. A level that turned out to be too
 * much is tried again after a pause that doubles each time, unless the machine is idle. Audio has no level: it is never reduced.
 */

/** 0 is the most; every level sends less than the one before. */
export type Level = 0 | 1 | 2 | 3 | 4;

/** What a camera may send: lines of a picture, and pictures per second. */
export interface CameraLimit {
  readonly lines: number;
  readonly frameRate: number;
}

/** What each level allows: size goes down first, then the rate. */
export const LEVELS: Readonly<Record<Level, CameraLimit>> = {
  0: { lines: 720, frameRate: 30 },
  1: { lines: 360, frameRate: 30 },
  2: { lines: 240, frameRate: 30 },
  3: { lines: 180, frameRate: 20 },
  4: { lines: 120, frameRate: 12 },
};

/** What a camera sends before anything has been measured. */
export const START: CameraLimit = { lines: 180, frameRate: 15 };

/** How loaded the machine was since the last measurement. */
export interface LoadSample {
  /** Pictures that encoders made of those they were asked for, 0 to 1; 1 when nothing is sent. */
  readonly encoded: number;
  /** A sender says that the processor limits it (`qualityLimitationReason`). */
  readonly isCpuLimited: boolean;
  /** Received pictures that were dropped instead of decoded, 0 to 1. */
  readonly dropped: number;
  /** The largest delay of the event loop, in milliseconds. */
  readonly delay: number;
  /** Processor time that encoding took, in cores. */
  readonly encoding: number;
  /** What the Compute Pressure API says; `nominal` where there is none. */
  readonly pressure: 'nominal' | 'fair' | 'serious' | 'critical';
}

export interface Governor {
  readonly level: Level;
  /** Since when nothing was short, in milliseconds. */
  readonly easySince: number;
  /** Measurements in a row in which something was short. */
  readonly shorts: number;
  /** When the level was reached by growing, in milliseconds; `-Infinity` when it was not. */
  readonly grewAt: number;
  /** Before this time the level does not grow, unless the machine is idle. */
  readonly blockedUntil: number;
  /** How long a level that was too much is left alone next time, in milliseconds. */
  readonly pause: number;
}

/** Nothing was short for this long (ms): the level may grow. From the last to the first it takes four times that. */
const GROW_AFTER = 4_000;
/** A level that is too much shows it within this time (ms). */
const PROBATION = 20_000;
const FIRST_PAUSE = 16_000;
const LONGEST_PAUSE = 240_000;

/** Before the first measurement. */
export const governor = (now: number): Governor => ({
  level: 3,
  easySince: now,
  shorts: 0,
  grewAt: Number.NEGATIVE_INFINITY,
  blockedUntil: now,
  pause: FIRST_PAUSE,
});

/** So short that it does not wait for a second measurement. */
const isMuchShort = ({ encoded, delay }: LoadSample): boolean => encoded < 0.5 || delay > 1_000;

/** We ourselves cannot keep up. */
const isFailing = (sample: LoadSample): boolean =>
  isMuchShort(sample) ||
  sample.encoded < 0.8 ||
  sample.isCpuLimited ||
  sample.dropped > 0.1 ||
  sample.delay > 300;

/** The machine is busy, with us or with something else. */
const isPressed = ({ pressure }: LoadSample): boolean => pressure === 'serious' || pressure === 'critical';

const isEasy = (sample: LoadSample): boolean =>
  sample.encoded > 0.9 &&
  !sample.isCpuLimited &&
  sample.dropped < 0.03 &&
  sample.delay < 150 &&
  !isPressed(sample);

/** There is so much room that an earlier failure says nothing: the next level takes four times the processor time at most. */
const isIdle = (sample: LoadSample): boolean =>
  isEasy(sample) &&
  sample.encoded > 0.97 &&
  sample.delay < 30 &&
  sample.encoding < 0.04 &&
  sample.pressure === 'nominal';

const next = (level: Level, by: 1 | -1): Level => Math.min(4, Math.max(0, level + by)) as Level;

/** The governor after one more measurement. `now` is in milliseconds and never goes back. */
export function govern(before: Governor, sample: LoadSample, now: number): Governor {
  if (isFailing(sample) || isPressed(sample)) {
    const shorts = before.shorts + 1;
    const calm = { ...before, shorts, easySince: Number.POSITIVE_INFINITY };
    // As long as we keep up, a busy machine is no reason to send less than we began with.
    const lowest = isFailing(sample) ? 4 : 3;
    if (before.level >= lowest || (shorts < 2 && !isMuchShort(sample))) return calm;
    const hasFailed = now - before.grewAt < PROBATION;
    return {
      ...calm,
      level: next(before.level, 1),
      shorts: 0,
      grewAt: Number.NEGATIVE_INFINITY,
      blockedUntil: hasFailed ? now + before.pause : Math.max(before.blockedUntil, now + GROW_AFTER),
      pause: hasFailed ? Math.min(before.pause * 2, LONGEST_PAUSE) : before.pause,
    };
  }
  if (!isEasy(sample)) return { ...before, shorts: 0, easySince: Number.POSITIVE_INFINITY };
  const easySince = Math.min(before.easySince, now);
  const hasHeld = Number.isFinite(before.grewAt) && now - before.grewAt > 3 * PROBATION;
  const calm = { ...before, shorts: 0, easySince, pause: hasHeld ? FIRST_PAUSE : before.pause };
  const mayGrow = before.level > 0 && (now >= before.blockedUntil || isIdle(sample));
  if (!mayGrow || now - easySince < GROW_AFTER) return calm;
  return { ...calm, level: next(before.level, -1), easySince: now, grewAt: now };
}
