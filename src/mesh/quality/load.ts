/** Makes a {@link LoadSample} from the statistics of all links, compared with the previous ones. Pure. */

import { sum } from '../../shared/sum.js';
import { COARSE } from './detail.js';
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
  /** Sum of the camera's quantizers, each as a share of the coarsest; 0: unknown. */
  readonly quantizers: number;
  readonly decoded: number;
  readonly dropped: number;
  /** Packets of their camera that were lost on the way. */
  readonly lost: number;
  readonly reason: string;
}

/**
 * The largest quantizer of VP8 (libvpx), which Chromium and Firefox use. That of H.264, which Safari prefers, is 51: with H.264 nothing
 * counts as coarse.
 */
export const COARSEST = 127;

export function countersOf({ at, sources }: LinkStats): Counters {
  const { camera = {}, screen = {} } = sources;
  return {
    at,
    sent: sum(Object.values(sources).map(({ bytesSent = 0 }) => bytesSent)),
    captured: camera.framesCaptured ?? 0,
    capturedScreen: screen.framesCaptured ?? 0,
    encoded: camera.framesEncoded ?? 0,
    encodeTime: (camera.totalEncodeTime ?? 0) + (screen.totalEncodeTime ?? 0),
    quantizers: (camera.qpSum ?? 0) / COARSEST,
    decoded: camera.framesDecoded ?? 0,
    dropped: camera.framesDropped ?? 0,
    lost: camera.packetsLost ?? 0,
    reason: camera.qualityLimitationReason ?? 'none',
  };
}

/** The average quantizer of the camera between two measurements, as a share of the coarsest; `NaN`: nothing was encoded. */
export const quantizerBetween = (before: Counters, now: Counters): number =>
  (now.quantizers - before.quantizers) / (now.encoded - before.encoded);

/** How many of its pictures the camera should have sent: no more than it captured, and no more than it was asked for. */
export const wantedBetween = (before: Counters, now: Counters, frameRate: number): number =>
  Math.min(now.captured - before.captured, (frameRate * (now.at - before.at)) / 1_000);

/**
 * Combines the statistics of all links. `frameRate`: what the encoder of the camera was asked for; 0 if nothing, or if that
 * changed meanwhile. Two cases say nothing about the machine: a sender that has too few bits, and a camera that captures fewer pictures
 * than requested.
 */
export function loadOf(
  links: readonly { readonly before: Counters; readonly now: Counters; readonly frameRate: number }[],
  rest: Pick<LoadSample, 'delay' | 'pressure'>,
): LoadSample {
  let [encoding, decoded, dropped, most, made, wanted] = [0, 0, 0, 0, 0, 0];
  let isCpuLimited = false;
  for (const { before, now, frameRate } of links) {
    const seconds = (now.at - before.at) / 1_000;
    if (seconds <= 0) continue;
    encoding += Math.max(0, now.encodeTime - before.encodeTime) / seconds;
    // After a loss browsers drop pictures that cannot be decoded: that says nothing about this machine.
    if (now.lost <= before.lost) {
      decoded += Math.max(0, now.decoded - before.decoded);
      const more = Math.max(0, now.dropped - before.dropped);
      dropped += more;
      most = Math.max(most, more);
    }
    isCpuLimited ||= now.reason === 'cpu';
    const isCoarse = quantizerBetween(before, now) > COARSE;
    if (now.reason === 'bandwidth' || isCoarse || !frameRate) continue;
    made += Math.max(0, now.encoded - before.encoded);
    wanted += wantedBetween(before, now, frameRate);
  }
  return {
    encoded: wanted > 0 ? Math.min(1, made / wanted) : 1,
    isCpuLimited,
    // One sender alone may send pictures that nobody can decode.
    dropped: dropped && (dropped - (links.length > 1 ? most : 0)) / (decoded + dropped),
    encoding,
    ...rest,
  };
}
