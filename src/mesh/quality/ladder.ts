/** What a picture of a certain size costs, and what fits into a bitrate and into the work of the encoders. Pure. */
import type { ScreenContent } from '../../shared/screen-content.js';
import { sum } from '../../shared/sum.js';
import type { VideoEncoding } from './encoding.js';

import { STEPS } from './views.js';

/** From so many lines on, useful kilobits per second for VP8 at 30 pictures per second. */
const RATES: readonly (readonly [lines: number, kilobits: number])[] = [
  [1080, 2500],
  [720, 1500],
  [480, 800],
  [360, 500],
  [270, 350],
  [240, 300],
  [180, 200],
  [120, 120],
  [0, 80],
];

/** Bitrates that are told apart: each change of an encoder costs, in Firefox (153) even the picture that we receive. */
const BITRATES = [
  25_000, 40_000, 60_000, 90_000, 120_000, 160_000, 200_000, 300_000, 400_000, 500_000, 650_000, 800_000,
  1_100_000, 1_500_000, 2_000_000, 2_500_000,
];
/** A bitrate must exceed one of these by this factor before it is used, so that small changes at its edge change nothing. */
const EDGE = 1.15;
/** A picture is still good with this share of its useful bitrate. */
const ENOUGH = 0.6;
/**
 * With so few bits per second a camera sends no more pictures per second than this. An encoder that is asked for more leaves out some of
 * them, and what it does send fills the queue.
 */
const FEW_BITS = 75_000;
const FEW_PICTURES = 12;
/** Pictures per second of text, and in a small tile. */
const TEXT_RATE = 5;
const SMALL_TEXT_RATE = 2;
/** Text in fewer lines cannot be read, so it need not be new all the time. */
const READABLE = 360;

/** The useful bits per second of a camera: fewer pictures need less, but each needs more. */
export function cameraNeed(lines: number, frameRate: number): number {
  const [, kilobits] = RATES.find(([least]) => lines >= least)!;
  return Math.round(kilobits * 1_000 * Math.min(1, 0.2 + (0.8 * frameRate) / 30));
}

/** The same for a screen. Text moves seldom, but then the whole picture is new. */
export const screenNeed = (lines: number, content: ScreenContent): number =>
  content === 'motion' ? cameraNeed(lines, 30) : cameraNeed(lines, lines < READABLE ? 8 : 15);

/** A bitrate that is told apart from others, not above `bitrate`; `before` stays where it still fits and not much more is there. */
export function bitrateStep(bitrate: number, need: number, before = 0): number {
  if (bitrate >= need) return need;
  const step = BITRATES.findLast((one) => one <= bitrate) ?? 0;
  if (before <= bitrate && before >= step) return before;
  return step > before && bitrate < step * EDGE && before > 0
    ? (BITRATES.findLast((one) => one < step && one >= before) ?? before)
    : step;
}

/** What is known of a link besides the bitrate that its camera may try. */
export interface Experience {
  /** Bits per second that arrive for certain. Default: all that it may try. */
  readonly carried?: number;
  /** How many steps fewer lines its pictures need than usual; see `detail.ts`. */
  readonly fewer?: number;
  /** The lines that are sent now: more must fit well, and the same may be a little too many. */
  readonly before?: number | undefined;
}

/** The camera's encoding for a viewer: as many of `lines` as the bitrate allows. */
export function cameraEncoding(
  lines: number,
  frameRate: number,
  maxBitrate: number,
  { carried = maxBitrate, fewer = 0, before }: Experience = {},
): VideoEncoding {
  const linesOf = (index: number) => STEPS[Math.max(0, index - fewer)]!;
  const marginOf = (result: number) => (result > before! ? 1.2 : result === before ? 0.85 : 1);
  const fitting = STEPS.findLastIndex(
    (step, index) =>
      step <= lines &&
      cameraNeed(step, frameRate) * ENOUGH * marginOf(linesOf(index)) <= Math.min(carried, maxBitrate),
  );
  return {
    lines: Math.min(lines, linesOf(fitting)),
    frameRate: maxBitrate > FEW_BITS ? frameRate : Math.min(frameRate, FEW_PICTURES),
    maxBitrate,
    active: true,
  };
}

/** The screen's encoding for a viewer: text keeps its lines, and loses pictures instead. */
export function screenEncoding(lines: number, maxBitrate: number, content: ScreenContent): VideoEncoding {
  if (content === 'motion') return cameraEncoding(lines, 30, maxBitrate);
  return { lines, frameRate: lines < READABLE ? SMALL_TEXT_RATE : TEXT_RATE, maxBitrate, active: true };
}

/**
 * Pixels that all camera encoders together have per picture: about those of one picture of 720 lines, or of seven of 270. Seven of
 * 270 lines saturate two cores (Chromium 156, VP8).
 */
const PIXELS = 950_000;
/** Lines that small tiles have before large ones get more. */
const SMALL_TILE = 180;

const pixels = (lines: number) => (lines * lines * 16) / 9;

/** The lines of each camera encoder, so that all together have at most {@link PIXELS}: large views first, among equals the same. */
export function shareLines(
  wishes: readonly { readonly lines: number; readonly isFirst: boolean }[],
): number[] {
  const capped = (isFirst: boolean, most: number, other: number) =>
    wishes.map((wish) => Math.min(wish.lines, wish.isFirst === isFirst ? most : other));
  const total = (lines: readonly number[]) => sum(lines.map(pixels));
  const largest = (fits: (step: number) => boolean) => STEPS.findLast(fits) ?? STEPS[0];
  const first = largest((step) => total(capped(true, step, SMALL_TILE)) <= PIXELS);
  const others = largest((step) => total(capped(false, step, first)) <= PIXELS);
  return capped(false, others, first);
}
