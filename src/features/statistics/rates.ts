/** What a connection did between two measurements, in units that people know. Pure. */

import type { LinkStats, SourceStats } from '../../mesh/quality/stats.js';
import { sum } from '../../shared/sum.js';

/** One direction of a connection. */
export interface Flow {
  /** Kilobits per second, all sources together. */
  readonly kilobits: number;
  /** Of the largest video; 0: none. */
  readonly height: number;
  readonly framesPerSecond: number;
}

export interface LinkRates {
  readonly path: LinkStats['path'];
  /** In milliseconds. */
  readonly roundTripTime: number | undefined;
  /** Share of packets that did not reach us, 0 to 1. */
  readonly loss: number | undefined;
  readonly received: Flow;
  readonly sent: Flow;
}

const totalOf = (stats: LinkStats, key: keyof SourceStats) =>
  sum(Object.values(stats.sources).map((source) => Number(source[key] ?? 0)));

/** The rates between `before` and `now`; `undefined` until there are two measurements. */
export function ratesOf(before: LinkStats | undefined, now: LinkStats): LinkRates | undefined {
  const seconds = before ? (now.at - before.at) / 1_000 : 0;
  if (!before || seconds <= 0) return undefined;
  const grown = (key: keyof SourceStats) => Math.max(0, totalOf(now, key) - totalOf(before, key));
  const flow = (
    bytes: 'bytesReceived' | 'bytesSent',
    frames: 'framesDecoded' | 'framesEncoded',
    height: 'frameHeight' | 'sentFrameHeight',
  ): Flow => {
    const videos = (['camera', 'screen'] as const).map((source) => {
      const [was, is] = [before.sources[source] ?? {}, now.sources[source] ?? {}];
      return { is, rate: Math.max(0, (is[frames] ?? 0) - (was[frames] ?? 0)) / seconds };
    });
    const shown = videos
      .filter(({ rate }) => rate > 0)
      .sort((a, b) => (b.is[height] ?? 0) - (a.is[height] ?? 0))[0];
    return {
      kilobits: (grown(bytes) * 8) / 1_000 / seconds,
      height: shown?.is[height] ?? 0,
      framesPerSecond: shown?.rate ?? 0,
    };
  };
  const [received, lost] = [grown('packetsReceived'), grown('packetsLost')];
  return {
    path: now.path,
    roundTripTime: now.roundTripTime,
    loss: received + lost > 0 ? lost / (received + lost) : undefined,
    received: flow('bytesReceived', 'framesDecoded', 'frameHeight'),
    sent: flow('bytesSent', 'framesEncoded', 'sentFrameHeight'),
  };
}
