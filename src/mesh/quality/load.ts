/** Makes a {@link LoadSample} from the statistics of all links, compared with the previous ones. Pure. */

import { sum } from '../../shared/sum.js';
import type { LoadSample } from './governor.js';
import type { LinkStats } from './stats.js';

/** Counters of one link at one time. */
export interface Counters {
  readonly at: number;
  /** Bytes of all sources. */
  readonly sent: number;
  /** Pictures captured by the camera, and pictures encoded. */
  readonly captured: number;
  readonly capturedScreen: number;
  readonly encoded: number;
  readonly encodeTime: number;
  readonly decoded: number;
  readonly dropped: number;
  readonly reason: string;
}

export function countersOf({ at, sources }: LinkStats): Counters {
  const { camera = {}, screen = {} } = sources;
  return {
    at,
    sent: sum(Object.values(sources).map(({ bytesSent = 0 }) => bytesSent)),
    captured: camera.framesCaptured ?? 0,
    capturedScreen: screen.framesCaptured ?? 0,
    encoded: camera.framesEncoded ?? 0,
    encodeTime: (camera.totalEncodeTime ?? 0) + (screen.totalEncodeTime ?? 0),
    decoded: camera.framesDecoded ?? 0,
    dropped: camera.framesDropped ?? 0,
    reason: camera.qualityLimitationReason ?? 'none',
  };
}

/**
 * Combines the statistics of all links. `frameRate`: what the encoder of the camera was asked for; 0 if nothing, or if that
 * changed meanwhile. Two cases say nothing about the machine: a sender limited by bandwidth, and a camera that captures fewer pictures
 * than requested.
 */
export function loadOf(
  links: readonly { readonly before: Counters; readonly now: Counters; readonly frameRate: number }[],
  rest: Pick<LoadSample, 'delay' | 'pressure'>,
): LoadSample {
  let [encoding, decoded, dropped, made, wanted] = [0, 0, 0, 0, 0];
  let isCpuLimited = false;
  for (const { before, now, frameRate } of links) {
    const seconds = (now.at - before.at) / 1_000;
    if (seconds <= 0) continue;
    encoding += Math.max(0, now.encodeTime - before.encodeTime) / seconds;
    decoded += Math.max(0, now.decoded - before.decoded);
    dropped += Math.max(0, now.dropped - before.dropped);
    isCpuLimited ||= now.reason === 'cpu';
    if (now.reason === 'bandwidth' || !frameRate) continue;
    made += Math.max(0, now.encoded - before.encoded);
    wanted += Math.min(now.captured - before.captured, frameRate * seconds);
  }
  return {
    encoded: wanted > 0 ? Math.min(1, made / wanted) : 1,
    isCpuLimited,
    dropped: decoded + dropped > 0 ? dropped / (decoded + dropped) : 0,
    encoding,
    ...rest,
  };
}
