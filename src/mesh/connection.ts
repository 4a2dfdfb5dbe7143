/** One RTCPeerConnection with its control channel, slots and negotiation, from its making to its close. */

import { decoder } from '../protocol/codec.js';
import { toJson } from '../protocol/json.js';
import { type PeerMessage, peerMessage, type Signal } from '../protocol/peer-messages.js';
import { type IceSettings, reconfigure } from './ice.js';
import { Inflow } from './inflow.js';
import { forceKeyFrames } from './key-frame.js';
import { Negotiation } from './negotiation.js';
import { fingerprintOf, usedBy } from './pins.js';
import { fill, SLOTS, type Source, slot, type Tracks } from './slots.js';
import { type LinkStats, linkStats } from './stats.js';
import { type CameraEncoding, limitCamera, parametersFor } from './uplink.js';

const decode = decoder(peerMessage);

/** After the first key frame (ms). */
const SECOND_KEY_FRAME = 150;

/** Key frames are large: however often they are asked for, they are this far apart (ms). */
const REFRESH_PAUSE = 400;

/** Pictures that flowed and stop for this long may wait for a key frame that was lost, or were switched off (ms). */
const FROZEN = 1_500;
/** So often a key frame is asked for then. */
const ASKS = 3;

/** After something was not heard, presence is asked for anew (ms). */
const CALM = 5_000;

/** Bytes that wait on the control channel, beyond which nothing is added. */
const MOST_UNSENT = 8 * 1024 * 1024;

/** What was seen of one source's pictures. */
interface Pictures {
  /** Packets received so far. */
  packets: number;
  /** When that was seen. */
  at: number;
  /** How often a key frame was asked for since. */
  asked: number;
}

export interface ConnectionOptions {
  rtc: RTCPeerConnection;
  polite: boolean;
  /** What we send at present; read when the slots are there. */
  tracks: Readonly<Tracks>;
  /** A signal for the other side. */
  send(signal: Signal): void;
  /** What the camera may send at present. */
  encoding(): CameraEncoding;
  trusts(fingerprint: string | undefined): boolean;
  stateChanged(state: RTCPeerConnectionState): void;
  /** The slots are there, and with them the streams. */
  slotsReady(): void;
  /** The control channel is open. */
  opened(): void;
  /** Something came on the control channel. */
  received(message: PeerMessage): void;
  /** They closed the connection. */
  ended(): void;
}

export class Connection {
  readonly rtc: RTCPeerConnection;
  readonly negotiation: Negotiation;
  /** What they send, one stream per slot. */
  readonly streams: Partial<Record<Source, MediaStream>> = {};
  /** Their end is closed. */
  isOver = false;
  readonly #channel: RTCDataChannel;
  readonly #inflow = new Inflow();
  #again: ReturnType<typeof setTimeout> | undefined;
  #second: ReturnType<typeof setTimeout> | undefined;
  #refreshed = Number.NEGATIVE_INFINITY;
  #isMeasuring = false;
  readonly #pictures = { camera: stillness(), screen: stillness() };

  constructor(options: ConnectionOptions) {
    const { rtc, polite, tracks, encoding, send, trusts } = options;
    this.rtc = rtc;
    this.#channel = rtc.createDataChannel('control', { negotiated: true, id: 0 });
    // Whatever the browser has read in their description: another certificate than the pinned one is told nothing, and not heard.
    const isTheirs = async () => {
      const certificate = usedBy(rtc);
      const fits = !certificate || trusts(await fingerprintOf(certificate));
      if (!fits) rtc.close();
      return fits && rtc.signalingState !== 'closed';
    };
    let opened = Promise.resolve(true);
    this.#channel.onopen = async () => {
      opened = isTheirs();
      if (await opened) options.opened();
    };
    this.#channel.onmessage = async ({ data }) => {
      if (!(await opened)) return;
      if (!this.#inflow.mayRead(data)) return this.#missed();
      const message = decode(data);
      if (!message.ok) return;
      if (!this.#inflow.mayHear(message.value.type)) return this.#missed();
      if (message.value.type === 'refresh') this.refresh();
      options.received(message.value);
    };
    this.#channel.onclose = () => {
      this.isOver = true;
      options.ended();
    };
    rtc.onconnectionstatechange = async () => {
      // That it has failed is said at once: the end of the channel, which may follow, tells less.
      if (rtc.connectionState !== 'connected' || (await isTheirs()))
        options.stateChanged(rtc.connectionState);
    };
    this.negotiation = new Negotiation({
      connection: rtc,
      polite,
      send,
      trusts,
      camera: () => parametersFor(encoding(), tracks.camera),
      slotsReady: () => {
        // Before the first picture: an encoder that begins large has to be made anew. Where we made the slots it is so already.
        if (!polite) void limitCamera(rtc, encoding(), tracks.camera);
        for (const source of SLOTS) {
          const track = slot(rtc, source)?.receiver.track;
          if (track) this.streams[source] = new MediaStream([track]);
          if (tracks[source]) void fill(rtc, source, tracks[source]);
        }
        options.slotsReady();
      },
    });
  }

  /** Says something on the control channel; `false` when it is not open, or full. */
  tell(text: string): boolean {
    // Whoever does not read is told no more: browsers keep 16 MiB for them, and throw at more.
    if (this.#channel.readyState !== 'open' || this.#channel.bufferedAmount > MOST_UNSENT) return false;
    this.#channel.send(text);
    return true;
  }

  /**
   * The statistics of this connection, or `undefined` while an earlier request has no answer yet, and when the connection is closed.
   * Never `getSynchronizationSources()` instead: in Chromium (156) that waits for WebRTC's network thread, and the whole page with it.
   */
  async measure(): Promise<LinkStats | undefined> {
    if (this.#isMeasuring) return undefined;
    this.#isMeasuring = true;
    try {
      return await linkStats(this.rtc);
    } catch {
      return undefined;
    } finally {
      this.#isMeasuring = false;
    }
  }

  /** How loud the microphone is that we send, 0 to 1 (`audioLevel` of webrtc-stats); `undefined` where the browser does not tell. */
  async sentLevel(): Promise<number | undefined> {
    const report = await slot(this.rtc, 'microphone')?.sender.getStats();
    const rows = [...(report?.values() ?? [])] as (RTCStats & { audioLevel?: number })[];
    return rows.find(({ type }) => type === 'media-source')?.audioLevel;
  }

  /** Asks for a key frame where pictures have stopped: the path was another one for a moment, and they may wait for it. */
  watchPictures({ sources }: Pick<LinkStats, 'sources'>, now: number): void {
    for (const [source, seen] of Object.entries(this.#pictures) as ['camera' | 'screen', Pictures][]) {
      const packets = sources[source]?.packetsReceived ?? 0;
      if (packets !== seen.packets) Object.assign(seen, { packets, at: now, asked: 0 });
      else if (seen.packets && seen.asked < ASKS && now - seen.at > FROZEN * (seen.asked + 1)) {
        seen.asked += 1;
        this.#ask();
      }
    }
  }

  /** There are other ICE servers now: a path that may end with the old ones is given up for a new one. */
  async reconfigure(ice: IceSettings): Promise<void> {
    try {
      if (await reconfigure(this.rtc, ice)) this.negotiation.restart(true);
    } catch {
      // Closed meanwhile.
    }
  }

  /**
   * A path is back. Our key frame may go out before their end has changed to it, so we ask for theirs as soon as we hear
   * them, and they for ours.
   */
  recovered(): void {
    this.refresh();
    this.#ask();
  }

  /** Sends key frames. The first may come before they can take it, the second does not. */
  refresh(): void {
    const now = performance.now();
    if (now - this.#refreshed < REFRESH_PAUSE) return;
    this.#refreshed = now;
    void forceKeyFrames(this.rtc);
    clearTimeout(this.#second);
    this.#second = setTimeout(() => void forceKeyFrames(this.rtc), SECOND_KEY_FRAME);
  }

  close(): void {
    clearTimeout(this.#second);
    clearTimeout(this.#again);
    this.negotiation.stop();
    this.#channel.onopen = this.#channel.onmessage = this.#channel.onclose = null;
    this.rtc.onconnectionstatechange = null;
    this.rtc.close();
  }

  /** They said more than we hear: what they are is asked for anew when they may have calmed down. */
  #missed(): void {
    this.#again ??= setTimeout(() => {
      this.#again = undefined;
      this.#ask();
    }, CALM);
  }

  #ask(): void {
    this.tell(toJson({ type: 'refresh' } satisfies PeerMessage));
  }
}

const stillness = (): Pictures => ({ packets: 0, at: 0, asked: 0 });
