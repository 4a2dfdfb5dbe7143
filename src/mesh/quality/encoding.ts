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

/** The same as sender parameters: `scaleResolutionDownBy` is relative to the track, if there is one. */
export function parametersFor(encoding: VideoEncoding, track: MediaStreamTrack | null | undefined) {
  const { lines, frameRate, maxBitrate, active = true } = encoding;
  const { height = lines } = track?.getSettings() ?? {};
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

const textOf = (encoding: VideoEncoding, track: MediaStreamTrack | null | undefined) =>
  JSON.stringify(parametersFor(encoding, track));

/** A connection was made with this encoding of the camera: setting it again changes nothing. */
export function madeWith(
  connection: RTCPeerConnection,
  encoding: VideoEncoding,
  track: MediaStreamTrack | null | undefined,
): void {
  const sender = slot(connection, 'camera')?.sender;
  if (sender) told.set(sender, textOf(encoding, track));
}

/**
 * Sets the encoding of one connection's camera or screen; resolves with whether it is another one now. A connection without slots, or a closed one, is skipped. Firefox (153)
 * ignores `maxFramerate`: there the camera captures no more pictures than needed.
 */
export async function limitVideo(
  connection: RTCPeerConnection,
  source: Source,
  encoding: VideoEncoding,
  track = slot(connection, source)?.sender.track,
): Promise<boolean> {
  const sender = slot(connection, source)?.sender;
  const wanted = parametersFor(encoding, track);
  const text = textOf(encoding, track);
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
