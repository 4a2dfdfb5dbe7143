/** The media traffic of a page: compares two samples. */
import type { Tab } from '../support/drivers.js';

/** One RTP stream at one moment; counters start at its beginning. */
interface Stream {
  key: string;
  kind: 'audio' | 'video';
  direction: 'in' | 'out';
  pictures: number;
  bytes: number;
  /** Seconds of work of the encoder. */
  encoding: number;
  /** Height of the picture. */
  lines: number;
  /** Samples of sound that were played, and those that were made up because packets were missing, without silence. */
  samples: number;
  concealed: number;
  /** As the browser counts. */
  freezes: number;
  /** Why the encoder delivers less than requested. */
  limited?: string;
  codec?: string;
}

export interface MediaSample {
  /** Milliseconds on the page's own clock. */
  at: number;
  streams: Stream[];
}

export const readMedia = (tab: Tab): Promise<MediaSample> => tab.evaluate(sample);

/** The activity of a page between two samples. */
export interface MediaRates {
  /** Pictures decoded per second, of all other participants together. */
  pictures: number;
  /** Bits per second sent: RTP with its headers. */
  uplink: number;
  /** Processor cores that the encoders used. */
  encoding: number;
  /** Share of the played sound that was made up because packets were missing, 0 to 1. */
  concealed: number;
  /** Of all received pictures, as the browser counts. */
  freezes: number;
  /** Heights of the received pictures. */
  lines: number[];
  /** Number of encoders, and of those that report a slow machine. */
  encoders: number;
  slow: number;
}

/** A stream that is new in `after` counts from its beginning, and so does one that began anew: Firefox makes new receivers. */
export function rates(before: MediaSample, after: MediaSample): MediaRates {
  const seconds = (after.at - before.at) / 1_000;
  const later = new Map(after.streams.map((stream) => [stream.key, stream]));
  const lasting = before.streams.filter(({ key, pictures }) => pictures <= (later.get(key)?.pictures ?? 0));
  const earlier = new Map(lasting.map((stream) => [stream.key, stream]));
  type Counter = 'pictures' | 'bytes' | 'encoding' | 'samples' | 'concealed' | 'freezes';
  const grown = (counter: Counter, direction: Stream['direction']) =>
    after.streams
      .filter((stream) => stream.direction === direction)
      .reduce((sum, stream) => sum + stream[counter] - (earlier.get(stream.key)?.[counter] ?? 0), 0);
  const moving = ({ key, pictures }: Stream) => pictures > (earlier.get(key)?.pictures ?? 0);
  const video = (direction: Stream['direction']) =>
    after.streams.filter(
      (stream) => stream.kind === 'video' && stream.direction === direction && moving(stream),
    );
  return {
    pictures: grown('pictures', 'in') / seconds,
    uplink: (grown('bytes', 'out') * 8) / seconds,
    encoding: grown('encoding', 'out') / seconds,
    concealed: grown('concealed', 'in') / Math.max(1, grown('samples', 'in')),
    freezes: grown('freezes', 'in'),
    lines: video('in').map(({ lines }) => lines),
    encoders: video('out').length,
    slow: video('out').filter(({ limited }) => limited === 'cpu').length,
  };
}

/** Runs inside the page. */
async function sample(): Promise<MediaSample> {
  const streams: Stream[] = [];
  for (const [index, connection] of globalThis.watched.connections.entries()) {
    if (connection.connectionState !== 'connected') continue;
    const report = await connection.getStats();
    for (const stats of report.values()) {
      if (stats.type !== 'inbound-rtp' && stats.type !== 'outbound-rtp') continue;
      const incoming = stats.type === 'inbound-rtp';
      streams.push({
        key: `${index} ${stats.id}`,
        kind: stats.kind,
        direction: incoming ? 'in' : 'out',
        pictures: (incoming ? stats.framesDecoded : stats.framesEncoded) ?? 0,
        bytes: incoming ? 0 : (stats.bytesSent ?? 0) + (stats.headerBytesSent ?? 0),
        encoding: stats.totalEncodeTime ?? 0,
        lines: stats.frameHeight ?? 0,
        samples: stats.totalSamplesReceived ?? 0,
        concealed: (stats.concealedSamples ?? 0) - (stats.silentConcealedSamples ?? 0),
        freezes: stats.freezeCount ?? 0,
        limited: stats.qualityLimitationReason,
        codec: report.get(stats.codecId)?.mimeType,
      });
    }
  }
  return { at: performance.now(), streams };
}
