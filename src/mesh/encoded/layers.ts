/**
 * Shares few encodings of the camera between all viewers. Pure: what each viewer is to get goes in, the encodings and who gets
 * which come out.
 */
import { sum } from '../../shared/sum.js';
import type { VideoEncoding } from '../quality/encoding.js';

/** The most encodings of one camera, however many viewers there are. */
export const MAX_LAYERS = 3;

/** One more encoding must save the viewers this much (see {@link lossOf}): two thirds of them would lose half of their bitrate. */
const WORTH = 0.7;

export interface Layers {
  readonly encodings: readonly VideoEncoding[];
  /** For each viewer, the index of their encoding. */
  readonly of: readonly number[];
}

/** Nobody gets more than they want or than their link carries: what all of them can take. */
const common = (wishes: readonly VideoEncoding[]): VideoEncoding => ({
  lines: Math.min(...wishes.map(({ lines }) => lines)),
  frameRate: Math.min(...wishes.map(({ frameRate }) => frameRate)),
  maxBitrate: Math.min(...wishes.map(({ maxBitrate }) => maxBitrate)),
});

/** What these lose if they share one encoding, as logarithms: half of the bitrate counts as much as half of the pixels or pictures. */
function lossOf(wishes: readonly VideoEncoding[]): number {
  const layer = common(wishes);
  return sum(
    wishes.map(
      ({ lines, frameRate, maxBitrate }) =>
        Math.log(maxBitrate / layer.maxBitrate) +
        2 * Math.log(lines / layer.lines) +
        Math.log(frameRate / layer.frameRate),
    ),
  );
}

/** The ways to cut `count` things into at most {@link MAX_LAYERS} runs, as the starts of the later runs. */
function cuts(count: number): number[][] {
  const found: number[][] = [[]];
  for (let first = 1; first < count; first += 1) {
    found.push([first]);
    for (let second = first + 1; second < count; second += 1) found.push([first, second]);
  }
  return found;
}

/** The encodings for these viewers, at least one, largest first, so that they lose as little as possible. */
export function layersFor(wishes: readonly VideoEncoding[]): Layers {
  if (!wishes.length) return { encodings: [], of: [] };
  const order = wishes
    .map((wish, index) => ({ wish, index }))
    .sort((a, b) => b.wish.maxBitrate - a.wish.maxBitrate || b.wish.lines - a.wish.lines);
  let best: { groups: (typeof order)[]; loss: number } | undefined;
  for (const starts of cuts(order.length)) {
    const groups = [0, ...starts].map((start, index) => order.slice(start, starts[index]));
    const loss = sum(groups.map((group) => lossOf(group.map(({ wish }) => wish)))) + WORTH * starts.length;
    if (!best || loss < best.loss) best = { groups, loss };
  }
  const of: number[] = new Array(wishes.length);
  best!.groups.forEach((group, layer) => {
    for (const { index } of group) of[index] = layer;
  });
  return { encodings: best!.groups.map((group) => common(group.map(({ wish }) => wish))), of };
}

const isSame = (a: VideoEncoding | undefined, b: VideoEncoding) =>
  a?.lines === b.lines && a.frameRate === b.frameRate && a.maxBitrate === b.maxBitrate;

/**
 * Which of the {@link MAX_LAYERS} encoders makes which encoding: one that makes it already, else the one whose lines are nearest, so
 * that few encoders and few viewers change. `before`: what each encoder makes now.
 */
export function place(
  encodings: readonly VideoEncoding[],
  before: readonly (VideoEncoding | undefined)[],
): number[] {
  const free = new Set([...Array(MAX_LAYERS).keys()]);
  const placed: number[] = [];
  const take = (index: number, encoder: number) => {
    placed[index] = encoder;
    free.delete(encoder);
  };
  encodings.forEach((encoding, index) => {
    const same = [...free].find((encoder) => isSame(before[encoder], encoding));
    if (same !== undefined) take(index, same);
  });
  encodings.forEach((encoding, index) => {
    if (placed[index] !== undefined) return;
    const distance = (encoder: number) => Math.abs((before[encoder]?.lines ?? 0) - encoding.lines);
    take(index, [...free].sort((one, other) => distance(one) - distance(other))[0]!);
  });
  return placed;
}
