/**
 * How much of our camera each participant gets. A mesh sends one copy to each of them, so size and bitrate decrease as the room
 * fills. Encoders cost pixels times peers: seven copies of 270 lines saturate two cores (Chromium 156, VP8).
 */

import { slot } from '../connection/slots.js';
import type { CameraLimit } from './governor.js';
import { type Limits, NO_LIMITS, SMALL } from './limits.js';
import { changeParameters } from './sender-parameters.js';
import { linesFor, type View } from './views.js';

/** The encoding of each copy of our camera: lines per picture, pictures per second, bits per second. */
export interface CameraEncoding extends CameraLimit {
  readonly maxBitrate: number;
}

/** Bits per second and lines per picture, by number of other participants. About 1.5 Mbit/s in all, the uplink of a poor DSL line. */
const BUDGETS = [
  { others: 1, maxBitrate: 1_500_000, lines: 720 },
  { others: 2, maxBitrate: 800_000, lines: 480 },
  { others: 3, maxBitrate: 500_000, lines: 360 },
  { others: 5, maxBitrate: 300_000, lines: 270 },
  { others: 15, maxBitrate: 150_000, lines: 180 },
];

/** Useful bits per second for VP8 at 30 pictures per second, by lines; half of that at 15. */
const RATES = [
  { lines: 720, maxBitrate: 1_500_000 },
  { lines: 480, maxBitrate: 800_000 },
  { lines: 360, maxBitrate: 500_000 },
  { lines: 240, maxBitrate: 300_000 },
  { lines: 180, maxBitrate: 200_000 },
  { lines: 0, maxBitrate: 120_000 },
];

/** A camera with less is not recognizable (bits per second). */
const MIN_BITRATE = 20_000;
/** What the sound of one link takes, with the headers of its packets (bits per second). */
const SOUND = 40_000;

/** The encoding for each of `others`: within the capacity of the uplink and of the machine, and within what people allow. */
export function encodingFor(
  others: number,
  limit: CameraLimit,
  { maxBitrate: most = Number.POSITIVE_INFINITY, dataSaver }: Limits = NO_LIMITS,
): CameraEncoding {
  const budget = BUDGETS.find((row) => others <= row.others) ?? BUDGETS.at(-1)!;
  const saved = dataSaver === 'off' ? limit : SMALL;
  const lines = Math.min(budget.lines, limit.lines, saved.lines);
  const { maxBitrate } = RATES.find((row) => lines >= row.lines)!;
  const share = Math.max(MIN_BITRATE, Math.floor((most * 1_000) / Math.max(1, others)) - SOUND);
  return {
    lines,
    frameRate: Math.min(limit.frameRate, saved.frameRate),
    maxBitrate: Math.min(budget.maxBitrate, maxBitrate, share),
  };
}

/** A camera that nobody sees is sent like this, so that its picture is there at once when it is shown. */
const HIDDEN = { lines: 90, maxBitrate: 60_000 };

/** The part of an encoding that a viewer needs: no more lines than they show, and the bitrate for those. */
export function encodingForView(encoding: CameraEncoding, view: View | undefined): CameraEncoding {
  if (!view) return encoding;
  const lines = Math.min(encoding.lines, Math.max(HIDDEN.lines, linesFor(view)));
  const useful = view.visible ? RATES.find((row) => lines >= row.lines)!.maxBitrate : HIDDEN.maxBitrate;
  return { ...encoding, lines, maxBitrate: Math.min(encoding.maxBitrate, useful) };
}

/** The same as sender parameters: `scaleResolutionDownBy` is relative to the track, if there is one. */
export function parametersFor(encoding: CameraEncoding, track: MediaStreamTrack | null | undefined) {
  const { lines, frameRate, maxBitrate } = encoding;
  const { height = lines } = track?.getSettings() ?? {};
  return { maxBitrate, maxFramerate: frameRate, scaleResolutionDownBy: Math.max(1, height / lines) };
}

/** The last parameters of each sender. Reading them waits for WebRTC's threads in Chromium, so they are only read for a change. */
const told = new WeakMap<RTCRtpSender, string>();

/** Applies an encoding to one connection. A connection without slots, or a closed one, is skipped. */
export async function limitCamera(
  connection: RTCPeerConnection,
  encoding: CameraEncoding,
  track = slot(connection, 'camera')?.sender.track,
): Promise<void> {
  const sender = slot(connection, 'camera')?.sender;
  const wanted = parametersFor(encoding, track);
  const text = JSON.stringify(wanted);
  if (!sender || told.get(sender) === text || connection.signalingState === 'closed') return;
  told.set(sender, text);
  try {
    await changeParameters(sender, (encoding) => Object.assign(encoding, wanted));
  } catch {
    // The connection was closed meanwhile, or has no encoding yet; the next change applies this one too.
    if (told.get(sender) === text) told.delete(sender);
  }
}
