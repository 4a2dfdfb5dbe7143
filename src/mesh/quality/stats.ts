/** The statistics of one link, taken from the browser's `getStats()`. */
import { sum } from '../../shared/sum.js';
import { SLOTS, type Source, slot } from '../connection/slots.js';

/**
 * Counters of one source over one link, from the beginning of its connection; absent until something was sent or received. Names and
 * units are those of webrtc-stats: bytes, packets, pictures, seconds.
 */
export interface SourceStats {
  bytesSent?: number;
  bytesReceived?: number;
  packetsReceived?: number;
  packetsLost?: number;
  framesDecoded?: number;
  /** Pixels of the picture that was received last. */
  frameWidth?: number;
  frameHeight?: number;
  /** Pictures decoded in the last second. */
  framesPerSecond?: number;
  framesDropped?: number;
  /** How often the picture stood still for noticeably long. */
  freezeCount?: number;
  totalAudioEnergy?: number;
  /** For sent video: pictures captured and encoded, seconds spent on encoding. */
  framesCaptured?: number;
  framesEncoded?: number;
  totalEncodeTime?: number;
  /** Sum of the quantizers of all sent pictures, in units of the codec. */
  qpSum?: number;
  /** Lines of the picture that is sent. */
  sentFrameHeight?: number;
  /** What makes the picture smaller than asked for: `none`, `cpu`, `bandwidth` or `other`. */
  qualityLimitationReason?: string;
}

/** One link's statistics. */
export interface LinkStats {
  /** When they were collected, in milliseconds since the epoch. */
  at: number;
  /** Of the selected path, there and back, in milliseconds. */
  roundTripTime?: number;
  path: 'direct' | 'relayed' | 'unknown';
  /** What congestion control lets us send, in bits per second; not reported by Firefox (153). */
  availableOutgoingBitrate?: number;
  /** Share of our packets that did not arrive, 0 to 1, as they last reported: the worst of the sources. */
  fractionLost?: number;
  sources: Partial<Record<Source, SourceStats>>;
}

/** Received counters since the receiver was made. All except `packetsLost` only grow. */
const TOTALS = [
  'bytesReceived',
  'packetsReceived',
  'packetsLost',
  'framesDecoded',
  'framesDropped',
  'freezeCount',
  'totalAudioEnergy',
] as const;

const RECEIVED = [...TOTALS, 'frameWidth', 'frameHeight', 'framesPerSecond'] as const;

const SENT = [
  'bytesSent',
  'framesEncoded',
  'totalEncodeTime',
  'qpSum',
  'qualityLimitationReason',
  'sentFrameHeight',
  'framesCaptured',
] as const;

/** A row of a report; the DOM types leave its fields open. */
type Row = RTCStats & Record<string, unknown>;

function pathOf(report: RTCStatsReport, rows: readonly Row[]): Omit<LinkStats, 'at' | 'sources'> {
  const transport = rows.find(({ type }) => type === 'transport');
  // Firefox has no transport row; there the candidate pair itself is marked as selected.
  const pair = rows.find(
    (row) =>
      row.id === transport?.selectedCandidatePairId ||
      (row.type === 'candidate-pair' && row.selected === true),
  );
  if (!pair) return { path: 'unknown' };
  const ends = [pair.localCandidateId, pair.remoteCandidateId].map(
    (id) => report.get(id as string) as Row | undefined,
  );
  const { currentRoundTripTime: seconds, availableOutgoingBitrate } = pair;
  return {
    path: ends.some((end) => end?.candidateType === 'relay') ? 'relayed' : 'direct',
    ...(typeof seconds === 'number' && { roundTripTime: seconds * 1000 }),
    ...(typeof availableOutgoingBitrate === 'number' && { availableOutgoingBitrate }),
  };
}

/** Reads the statistics of one connection. */
export async function linkStats(connection: RTCPeerConnection): Promise<LinkStats> {
  const report = await connection.getStats();
  // Browsers convert the whole report whenever it is read.
  const rows: Row[] = [...report.values()];
  const sources: LinkStats['sources'] = {};
  let fractionLost: number | undefined;
  const sourceOf = new Map(SLOTS.map((source) => [slot(connection, source)?.mid, source]));
  for (const row of rows) {
    if (row.type === 'remote-inbound-rtp' && typeof row.fractionLost === 'number')
      fractionLost = Math.max(fractionLost ?? 0, row.fractionLost);
    const source = sourceOf.get(row.mid as string);
    const keys = row.type === 'inbound-rtp' ? RECEIVED : row.type === 'outbound-rtp' ? SENT : [];
    const framesCaptured = report.get(row.mediaSourceId as string)?.frames;
    const from: Record<string, unknown> = { ...row, sentFrameHeight: row.frameHeight, framesCaptured };
    for (const key of keys)
      if (source && from[key] !== undefined) sources[source] = { ...sources[source], [key]: from[key] };
  }
  // Not the time of now: a busy page reads a report long after it was made. The other side's reports in it may be older.
  const at = Math.max(...rows.map(({ timestamp }) => timestamp));
  return { at, ...pathOf(report, rows), ...(fractionLost !== undefined && { fractionLost }), sources };
}

/**
 * Counters of received media that never go back. Firefox (153) makes a new receiver, whose counters start at 0, whenever the
 * encoder of the same slot changes: its size, rate or bitrate, or when it is switched off and on. Chromium (156) ends the receiver of
 * a screen that is not shared any more at the next ICE restart.
 */
export class Totals {
  readonly #last: LinkStats['sources'] = {};
  readonly #before: LinkStats['sources'] = {};

  /** The same statistics, with what earlier receivers counted added. Pass each sample once, in order. */
  of(stats: LinkStats): LinkStats {
    const sources: LinkStats['sources'] = {};
    for (const source of Object.keys({ ...this.#last, ...stats.sources }) as Source[]) {
      const last = this.#last[source] ?? {};
      const before = this.#before[source] ?? {};
      this.#before[source] = before;
      const seen = { ...stats.sources[source] };
      // Without a receiver, its counters stay as they were.
      if (seen.packetsReceived === undefined)
        for (const key of TOTALS) if (last[key] !== undefined) seen[key] = last[key];
      this.#last[source] = seen;
      if ((seen.packetsReceived ?? 0) < (last.packetsReceived ?? 0))
        for (const key of TOTALS) before[key] = (before[key] ?? 0) + (last[key] ?? 0);
      const total = { ...seen };
      for (const key of TOTALS) if (seen[key] !== undefined) total[key] = seen[key] + (before[key] ?? 0);
      sources[source] = total;
    }
    return { ...stats, sources };
  }
}

/** Level of the microphone that we send, 0 to 1 (`audioLevel` in webrtc-stats); `undefined` where the browser does not report it. */
export async function sentLevel(connection: RTCPeerConnection): Promise<number | undefined> {
  const report = await slot(connection, 'microphone')?.sender.getStats();
  const rows = [...(report?.values() ?? [])] as (RTCStats & { audioLevel?: number })[];
  return rows.find(({ type }) => type === 'media-source')?.audioLevel;
}

/** All media packets received over a link so far. */
export function packetsReceived({ sources }: LinkStats): number {
  return sum(Object.values(sources).map(({ packetsReceived = 0 }) => packetsReceived));
}
