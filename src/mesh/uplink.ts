/**
 * How much of our camera each participant gets. A mesh sends one copy to everyone, so size and bitrate go down as the
 * room fills: encoders cost pixels times peers (seven copies of 270 lines saturate two cores; Chromium 156, VP8).
 */
import type { CameraLimit } from './quality/governor.js';
import { slot } from './slots.js';

/** What each copy of our camera is encoded with: lines of a picture, pictures per second, bits per second. */
export interface CameraEncoding extends CameraLimit {
  readonly maxBitrate: number;
}

/** By number of others: bits per second and lines of the picture for each. About 1.5 Mbit/s in all, the uplink of a poor DSL line. */
const BUDGETS = [
  { others: 1, maxBitrate: 1_500_000, lines: 720 },
  { others: 2, maxBitrate: 800_000, lines: 480 },
  { others: 3, maxBitrate: 500_000, lines: 360 },
  { others: 5, maxBitrate: 300_000, lines: 270 },
  { others: 15, maxBitrate: 150_000, lines: 180 },
];

/** Bits per second that VP8 makes good use of at 30 pictures per second, by lines; half of it at 15. */
const RATES = [
  { lines: 720, maxBitrate: 1_500_000 },
  { lines: 480, maxBitrate: 800_000 },
  { lines: 360, maxBitrate: 500_000 },
  { lines: 240, maxBitrate: 300_000 },
  { lines: 180, maxBitrate: 200_000 },
  { lines: 0, maxBitrate: 120_000 },
];

/** What each of `others` gets: no more than the uplink carries, nor than the machine can make. */
export function encodingFor(others: number, limit: CameraLimit): CameraEncoding {
  const budget = BUDGETS.find((row) => others <= row.others) ?? BUDGETS.at(-1)!;
  const lines = Math.min(budget.lines, limit.lines);
  const { maxBitrate } = RATES.find((row) => lines >= row.lines)!;
  return { lines, frameRate: limit.frameRate, maxBitrate: Math.min(budget.maxBitrate, maxBitrate) };
}

/** The same for a sender: `scaleResolutionDownBy` is relative to the track, if there is one. */
export function parametersFor(encoding: CameraEncoding, track: MediaStreamTrack | null | undefined) {
  const { lines, frameRate, maxBitrate } = encoding;
  const { height = lines } = track?.getSettings() ?? {};
  return { maxBitrate, maxFramerate: frameRate, scaleResolutionDownBy: Math.max(1, height / lines) };
}

/** What each sender was told last: reading its parameters waits for WebRTC's threads in Chromium, so it is done only for a change. */
const told = new WeakMap<RTCRtpSender, string>();

/** Applies an encoding to one connection; a connection that has no slots yet, or is closed, is left alone. */
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
    const parameters = sender.getParameters();
    if (!parameters.encodings?.[0]) throw new Error('no encoding');
    Object.assign(parameters.encodings[0], wanted);
    await sender.setParameters(parameters);
  } catch {
    // Another change of the same sender may be under way, or the connection was closed; the next change of the call applies this one too.
    told.delete(sender);
  }
}
