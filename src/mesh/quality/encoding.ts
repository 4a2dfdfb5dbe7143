/**
 * How one video sender encodes, and setting it. New links begin with {@link START}; what each viewer gets later is decided in
 * `video-control.ts`.
 */
import { type Source, slot } from '../connection/slots.js';
import type { VideoLimit } from './governor.js';
import { changeParameters } from './sender-parameters.js';

/** The encoding of one copy of a video: lines per picture, pictures per second, bits per second. */
export interface VideoEncoding extends VideoLimit {
  readonly maxBitrate: number;
  /** `false`: nothing is encoded or sent, and the last picture stays. Default: `true`. */
  readonly active?: boolean;
}

/** The encoding of a camera before anything was measured, and before we know how it is shown. */
export const START: VideoEncoding = { lines: 180, frameRate: 15, maxBitrate: 120_000 };

/** Lines of a camera that is still being opened, as `FIRST_SIZE` in `media/constraints.ts` asks for. */
const OPENED_WITH = 360;

/** The same as sender parameters: `scaleResolutionDownBy` is relative to the track, or to that of a camera that is being opened. */
export function parametersFor(encoding: VideoEncoding, track: MediaStreamTrack | null | undefined) {
  const { lines, frameRate, maxBitrate, active = true } = encoding;
  const { height = lines } = track?.getSettings() ?? { height: OPENED_WITH };
  return {
    active,
    maxBitrate,
    maxFramerate: frameRate,
    scaleResolutionDownBy: Math.max(1, height / lines),
  };
}

/** Senders of videos that nobody sees. */
const paused = new WeakSet<RTCRtpSender>();

/** Nobody sees what this sender sends, so it encodes nothing. */
export const isPaused = (sender: RTCRtpSender): boolean => paused.has(sender);

/** The last parameters of each sender. Reading them waits for WebRTC's threads in Chromium, so they are only read for a change. */
const told = new WeakMap<RTCRtpSender, string>();

/** A connection was made with this encoding of the camera: setting it again changes nothing. */
export function madeWith(
  connection: RTCPeerConnection,
  encoding: VideoEncoding,
  track: MediaStreamTrack | null | undefined,
): void {
  const sender = slot(connection, 'camera')?.sender;
  if (sender) told.set(sender, JSON.stringify(parametersFor(encoding, track)));
}

/**
 * Sets the encoding of a connection's camera or screen. Resolves with whether a parameter changed. Does nothing for a closed connection,
 * or one without slots. Never rejects. Firefox (153) ignores `maxFramerate`: there the camera captures no more pictures than needed.
 */
export async function limitVideo(
  connection: RTCPeerConnection,
  source: Source,
  encoding: VideoEncoding,
  track = slot(connection, source)?.sender.track,
): Promise<boolean> {
  const sender = slot(connection, source)?.sender;
  const wanted = parametersFor(encoding, track);
  const text = JSON.stringify(wanted);
  if (!sender || told.get(sender) === text || connection.signalingState === 'closed') return false;
  told.set(sender, text);
  if (wanted.active) paused.delete(sender);
  else paused.add(sender);
  try {
    await changeParameters(sender, (encoding) => Object.assign(encoding, wanted));
    return true;
  } catch {
    // The connection was closed meanwhile, or has no encoding yet; the next change applies this one too.
    if (told.get(sender) === text) told.delete(sender);
    return false;
  }
}
