/**
 * Sound goes before video on each link, also in the network (webrtc-priority). On a narrow link our voice takes fewer bits, so that
 * a picture fits beside it.
 */
import { slot } from '../connection/slots.js';
import { changeParameters } from './sender-parameters.js';

/**
 * Up to this many others hear our voice repeated, see `voice.ts`: with more, each repetition goes out several times, and takes the bits
 * from pictures. Not where packets are lost either: measured in `demo/docs/limits.md`, "Voices and lost packets".
 */
export const MAX_LISTENERS_WITH_RED = 1;

const HIGH = { priority: 'high', networkPriority: 'high' } as const;
/** The limit of a voice on a narrow link (bits per second). Speech is still good with it; the usual limit is 32,000. */
const REDUCED_VOICE = 16_000;
/**
 * The same with RED. Chromium 156 subtracts 17,600 bit/s for packet headers from the limit of such a prioritized sender. A limit of
 * 16,000 would leave only Opus' minimum of 6,000 bit/s.
 */
const REDUCED_RED = 33_600;

/**
 * What the sound of a link takes while somebody talks, with the headers of its 50 packets per second (bits per second): repeated, and not.
 * Measured with Chromium 156, and so is the share that a thin voice takes.
 */
const RED_BITRATE = 80_000;
const VOICE_BITRATE = 50_000;
const REDUCED_SHARE = 0.65;

/**
 * So many times what a link would take has to fit before its voice is as usual again. Congestion control reports at most one and a half
 * times what is sent, so this must stay well below that.
 */
const FITS = 1.1;

/** How the sound of a link is sent. */
export interface SoundEncoding {
  readonly isThin: boolean;
  /** With the headers of its packets (bits per second). */
  readonly bitrate: number;
}

/**
 * The sound for a link that may take `room` bits per second in all. Its camera needs `video` bits per second: without any, nothing has
 * to fit beside the voice. `before`: how it is sent now.
 */
export function soundFor(
  room: number,
  video: number,
  usesRed: boolean,
  before?: SoundEncoding,
): SoundEncoding {
  const usual = usesRed ? RED_BITRATE : VOICE_BITRATE;
  const isThin = video > 0 && room < (usual + Math.min(usual, video)) * (before?.isThin ? FITS : 1);
  return { isThin, bitrate: isThin ? usual * REDUCED_SHARE : usual };
}

/** Connections that send our voice repeated, as their last descriptions say. They go on with it when more people come. */
export const redConnections = new WeakSet<RTCPeerConnection>();

/** The limit of each connection's voice (bits per second); 0: none. */
const told = new WeakMap<RTCPeerConnection, number>();

/** Sets the priority and the bitrate of our voice, and the priority of our screen's sound, of a live link. Cheap when nothing has changed. */
export function applySound(connection: RTCPeerConnection, isThin: boolean): void {
  const limit = isThin ? (redConnections.has(connection) ? REDUCED_RED : REDUCED_VOICE) : 0;
  if (told.get(connection) === limit) return;
  told.set(connection, limit);
  for (const source of ['microphone', 'screenAudio'] as const) {
    const sender = slot(connection, source)?.sender;
    const maxBitrate = (source === 'microphone' && limit) || undefined;
    // A closed connection, or a browser without priorities, keeps what it has.
    if (sender)
      changeParameters(sender, (encoding) => Object.assign(encoding, HIGH, { maxBitrate })).catch(() => {});
  }
}
