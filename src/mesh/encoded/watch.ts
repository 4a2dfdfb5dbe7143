/**
 * Decides when a link goes back to its own encoder because sharing does not work for it. Pure: the worker's reports go in, a verdict
 * comes out. Together with the next key frame the way back takes less than 2 s.
 */
import type { ViewerReport } from './worker.js';

/** What the last reports said about one link that is to send frames of a layer. */
export interface Watch {
  /** When the link was told to share (ms), or changed to another layer. */
  readonly since: number;
  readonly last: ViewerReport | undefined;
  /** When shared frames, and frames of the layer, last arrived (ms). */
  readonly sharedAt: number;
  readonly layerAt: number;
  readonly layerFrames: number;
  /** Own frames since the last shared frame, and since the last frame of the layer. */
  readonly ownWithoutLayer: number;
  /** Own frames in a row that were key frames: the other side asks again and again. */
  readonly keysInARow: number;
  /** When the last key frames of its own encoder came (ms), no older than {@link WITHIN}. */
  readonly keyTimes: readonly number[];
}

export type Verdict = 'fine' | 'stalled' | 'codec' | 'error' | 'undecodable' | 'greedy' | 'slow';

/** Without a frame for this long, while there should be some, sharing has failed (ms). */
const STALLED = 1_000;
/** A link that does not send frames of its layer by then gives up (ms). Meanwhile it sends its own. */
const SLOW = 10_000;
/** Errors that are no accident, and requests for key frames that are not. */
const ERRORS = 3;
const KEYS = 4;
/**
 * A viewer whose line loses so much that they ask for more key frames than this, within this time (ms), costs the others pictures or
 * sharpness: each of these key frames goes to all.
 */
const GREEDY = 12;
const WITHIN = 10_000;

export const watch = (now: number): Watch => ({
  since: now,
  last: undefined,
  sharedAt: now,
  layerAt: now,
  layerFrames: 0,
  ownWithoutLayer: 0,
  keysInARow: 0,
  keyTimes: [],
});

/** The state after one more report. `layerFrames`: frames of the link's layer so far; `now` in milliseconds. */
export function reported(before: Watch, report: ViewerReport, layerFrames: number, now: number): Watch {
  const { last = { ...report, errors: 0 } } = before;
  const own = report.own - last.own;
  const keys = report.keys - last.keys;
  const hasLayer = layerFrames !== before.layerFrames;
  return {
    since: before.since,
    last: report,
    sharedAt: report.shared !== last.shared || report.sends === undefined ? now : before.sharedAt,
    layerAt: hasLayer ? now : before.layerAt,
    layerFrames,
    ownWithoutLayer: hasLayer ? 0 : before.ownWithoutLayer + own,
    keysInARow: own === 0 ? before.keysInARow : keys === own ? before.keysInARow + keys : 0,
    keyTimes: [...before.keyTimes, ...new Array<number>(Math.min(keys, GREEDY + 1)).fill(now)].filter(
      (at) => now - at < WITHIN,
    ),
  };
}

/** Whether this link may go on sharing. */
export function judge(state: Watch, now: number): Verdict {
  const { last, since, sharedAt, layerAt, ownWithoutLayer, keysInARow, keyTimes } = state;
  if (!last) return now - since > SLOW ? 'slow' : 'fine';
  if (last.isForeign) return 'codec';
  if (last.errors >= ERRORS) return 'error';
  const shares = last.sends !== undefined;
  // Without own frames there is no camera, or no network: that is not the fault of the shared encoder.
  if (shares && now - layerAt > STALLED && ownWithoutLayer > 0) return 'stalled';
  if (shares && now - sharedAt > STALLED && layerAt > sharedAt) return 'stalled';
  if (shares && keysInARow >= KEYS) return 'undecodable';
  if (shares && keyTimes.length > GREEDY) return 'greedy';
  if (!shares && now - since > SLOW && layerAt > since) return 'slow';
  return 'fine';
}
