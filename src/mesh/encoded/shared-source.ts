/**
 * The shared encoders of our camera: senders of a connection between two ends on this page. Their frames go to the worker and
 * nowhere else, so neither loss nor bandwidth of any link changes what they encode.
 */
import { parametersFor, type VideoEncoding } from '../quality/encoding.js';
import { changeParameters } from '../quality/sender-parameters.js';
import { MAX_LAYERS } from './layers.js';
import type { EncodedStreams } from './worker.js';

/** The codec of the shared encoders: what browsers agree on first, and cheap without hardware. */
export const CODEC = 'video/VP8';
/** Bits per second of all shared encoders; the connection never finds out what it carries, because it carries nothing (kbit/s). */
const BITRATE = 8_000;

/** A sender of Chromium, whose encoded frames a page can read and write. */
type EncodedSender = RTCRtpSender & { createEncodedStreams?(): EncodedStreams };

/** Whether this browser can write frames of one encoder to the senders of others. */
export const canShare = (): boolean =>
  typeof RTCRtpSender === 'function' &&
  'createEncodedStreams' in RTCRtpSender.prototype &&
  typeof Worker === 'function';

/** Takes the frames of a sender; only possible in the task that creates it (Chromium 156). `undefined`: too late. */
export function streamsOf(sender: EncodedSender): EncodedStreams | undefined {
  try {
    return sender.createEncodedStreams?.();
  } catch {
    return undefined;
  }
}

export class SharedSource {
  readonly #near: RTCPeerConnection;
  readonly #far: RTCPeerConnection;
  readonly #senders: RTCRtpSender[] = [];
  #track: MediaStreamTrack | null = null;
  readonly #encodings: (VideoEncoding | undefined)[] = [];

  /** `encoded` gets the frames of each encoder; `undefined` if the browser does not hand them out. */
  constructor(
    connect: () => RTCPeerConnection,
    encoded: (layer: number, streams: EncodedStreams | undefined) => void,
  ) {
    this.#near = connect();
    this.#far = connect();
    const codecs = RTCRtpSender.getCapabilities('video')?.codecs ?? [];
    for (let layer = 0; layer < MAX_LAYERS; layer += 1) {
      const transceiver = this.#near.addTransceiver('video', {
        direction: 'sendonly',
        sendEncodings: [{ active: false }],
      });
      transceiver.setCodecPreferences(codecs.filter(({ mimeType }) => mimeType === CODEC));
      this.#senders.push(transceiver.sender);
      encoded(layer, streamsOf(transceiver.sender));
    }
  }

  /** What each encoder makes; `undefined`: nothing. */
  get encodings(): readonly (VideoEncoding | undefined)[] {
    return this.#encodings;
  }

  /** Connects the two ends. Rejects if the browser cannot. */
  async start(): Promise<void> {
    const [near, far] = [this.#near, this.#far];
    const pass = (to: RTCPeerConnection) => (event: RTCPeerConnectionIceEvent) => {
      if (event.candidate) to.addIceCandidate(event.candidate).catch(() => {});
    };
    near.onicecandidate = pass(far);
    far.onicecandidate = pass(near);
    await near.setLocalDescription();
    await far.setRemoteDescription(near.localDescription!);
    await far.setLocalDescription();
    const sdp = withBitrate(far.localDescription!.sdp);
    await near.setRemoteDescription({ type: 'answer', sdp });
  }

  async setTrack(track: MediaStreamTrack | null): Promise<void> {
    this.#track = track;
    await Promise.all(this.#senders.map((sender) => sender.replaceTrack(track)));
    // The scale is relative to the track.
    this.#encodings.forEach((encoding, layer) => void this.#apply(layer, encoding));
  }

  /** Changes what one encoder makes. */
  set(layer: number, encoding: VideoEncoding | undefined): void {
    this.#encodings[layer] = encoding;
    void this.#apply(layer, encoding);
  }

  /** Makes the next frame of this encoder a key frame. */
  async forceKeyFrame(layer: number): Promise<void> {
    await this.#change(layer, () => {}, { encodingOptions: [{ keyFrame: true }] });
  }

  /** What the encoders have done so far; rejects after the end. */
  stats(): Promise<RTCStatsReport> {
    return this.#near.getStats();
  }

  stop(): void {
    for (const connection of [this.#near, this.#far]) {
      connection.onicecandidate = null;
      connection.close();
    }
  }

  #apply(layer: number, encoding: VideoEncoding | undefined): Promise<void> {
    const wanted = encoding ? parametersFor(encoding, this.#track) : { active: false };
    return this.#change(layer, (parameters) => Object.assign(parameters, wanted));
  }

  async #change(
    layer: number,
    change: (encoding: RTCRtpEncodingParameters) => void,
    options?: object,
  ): Promise<void> {
    try {
      await changeParameters(this.#senders[layer]!, change, options);
    } catch {
      // The connection was closed meanwhile; the links notice that no frames come.
    }
  }
}

/** An answer that allows {@link BITRATE} from the start, in the parameters that Chromium reads. */
export function withBitrate(sdp: string): string {
  const rate = `x-google-start-bitrate=${BITRATE};x-google-min-bitrate=${BITRATE}`;
  return sdp.replace(/a=rtpmap:(\d+) VP8\/90000\r\n/g, (line, type) => `${line}a=fmtp:${type} ${rate}\r\n`);
}
