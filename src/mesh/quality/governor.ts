/**
 * The load governor: how much camera video this machine can send. Pure: measurements go in, a level comes out. Knows no
 * connection.
 *
 * It starts low, rises by one level when nothing was overloaded for a while, and drops at once. It retries a level that was too
 * much after a pause that doubles each time, unless the machine is idle. Audio is never reduced.
 */

/** 0 sends the most; every level sends less than the one before. */
export type Level = 0 | 1 | 2 | 3 | 4;

/** Limit of a video: lines per picture, and pictures per second. */
export interface VideoLimit {
  readonly lines: number;
  readonly frameRate: number;
}

/** The limit of each level: the size goes down first, then the rate. */
export const LEVELS = [
  { lines: 720, frameRate: 30 },
  { lines: 360, frameRate: 30 },
  { lines: 240, frameRate: 30 },
  { lines: 180, frameRate: 20 },
  { lines: 120, frameRate: 15 },
] as const satisfies readonly VideoLimit[];

/** The level at the start. As long as our page keeps up, a busy machine is no reason to send less. */
const START_LEVEL = 3;

/** How many videos each level receives, cameras at the frame rate that it sends itself; voices are always received. */
export const RECEIVED = [24, 16, 12, 9, 6] as const;

/** The load of the machine since the last measurement. */
export interface LoadSample {
  /** Share of requested pictures that the encoders produced, 0 to 1; 1 when nothing is sent. */
  readonly encoded: number;
  /** A sender reports that the processor limits it (`qualityLimitationReason`). */
  readonly isCpuLimited: boolean;
  /** Share of received pictures that were dropped instead of decoded, 0 to 1. */
  readonly dropped: number;
  /** The largest delay of the event loop, in milliseconds. */
  readonly delay: number;
  /** Processor time spent on encoding, in cores. */
  readonly encoding: number;
  /** The state from the Compute Pressure API; `nominal` where it does not exist. */
  readonly pressure: 'nominal' | 'fair' | 'serious' | 'critical';
}

export interface Governor {
  readonly level: Level;
  /** Since when nothing was overloaded (ms). */
  readonly easySince: number;
  /** Consecutive measurements that showed an overload. */
  readonly shorts: number;
  /** When a rise led to this level (ms); `NaN` if it was not a rise: no comparison with it holds. */
  readonly grewAt: number;
  /** The level does not rise before this time, unless the machine is idle. */
  readonly blockedUntil: number;
  /** How long a level that was too much is avoided next time (ms). */
  readonly pause: number;
}

/** Time without overload after which the level may rise (ms). From the last level to the first it takes four times that. */
const GROW_AFTER = 4_000;
/** A level that is too much shows it within this time (ms). */
const PROBATION = 20_000;
const FIRST_PAUSE = 16_000;
const LONGEST_PAUSE = 240_000;

/** Before the first measurement. */
export const governor = (now: number): Governor => ({
  level: START_LEVEL,
  easySince: now,
  shorts: 0,
  grewAt: Number.NaN,
  blockedUntil: now,
  pause: FIRST_PAUSE,
});

/** Overloaded so much that it does not wait for a second measurement. */
const isMuchShort = ({ encoded, delay }: LoadSample): boolean => encoded < 0.5 || delay > 1_000;

/** Our own page cannot keep up. */
const isFailing = (sample: LoadSample): boolean =>
  isMuchShort(sample) ||
  sample.encoded < 0.8 ||
  sample.isCpuLimited ||
  sample.dropped > 0.1 ||
  sample.delay > 300;

/** The machine is busy, because of us or of another program. */
const isPressed = ({ pressure }: LoadSample): boolean => pressure !== 'nominal' && pressure !== 'fair';

/** Of a sample that is not failing. */
const isEasy = ({ encoded, dropped, delay }: LoadSample): boolean =>
  encoded > 0.9 && dropped < 0.03 && delay < 150;

/** Of an easy sample: the machine is so idle that an earlier failure means nothing: the next level takes at most four times the processor time. */
const isIdle = ({ encoded, delay, encoding, pressure }: LoadSample): boolean =>
  encoded > 0.97 && delay < 30 && encoding < 0.04 && pressure === 'nominal';

/** The governor's state after one more measurement. `now` is in milliseconds and never decreases. */
export function govern(before: Governor, sample: LoadSample, now: number): Governor {
  // A machine that is busy with something else may send as at the start: it goes down to that level, and up to it.
  const lowest = isFailing(sample) ? 4 : isPressed(sample) ? START_LEVEL : -1;
  if (before.level <= lowest) {
    const shorts = before.shorts + 1;
    const calm = { ...before, shorts, easySince: Number.POSITIVE_INFINITY };
    if (before.level === lowest || (shorts < 2 && !isMuchShort(sample))) return calm;
    const hasFailed = now - before.grewAt < PROBATION;
    return {
      ...calm,
      level: (before.level + 1) as Level,
      shorts: 0,
      grewAt: Number.NaN,
      blockedUntil: hasFailed ? now + before.pause : Math.max(before.blockedUntil, now + GROW_AFTER),
      pause: hasFailed ? Math.min(before.pause * 2, LONGEST_PAUSE) : before.pause,
    };
  }
  if (!isEasy(sample)) return { ...before, shorts: 0, easySince: Number.POSITIVE_INFINITY };
  const easySince = Math.min(before.easySince, now);
  const hasHeld = now - before.grewAt > 3 * PROBATION;
  const calm = { ...before, shorts: 0, easySince, pause: hasHeld ? FIRST_PAUSE : before.pause };
  const mayGrow = before.level > 0 && (now >= before.blockedUntil || isIdle(sample));
  if (!mayGrow || now - easySince < GROW_AFTER) return calm;
  return { ...calm, level: (before.level - 1) as Level, easySince: now, grewAt: now };
}
