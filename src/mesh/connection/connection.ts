/** One RTCPeerConnection with its control channel, slots and negotiation, from creation to close. */

import { toJson } from '../../protocol/json.js';
import type { PeerMessage, Signal } from '../../protocol/peer-messages.js';
import { fingerprintOf, usedBy } from '../encryption/certificate-pins.js';
import { InboundLimiter } from '../peer/inbound-limiter.js';
import type { PeerProtocol } from '../peer/peer-protocol.js';
import { limitVideo, madeWith, parametersFor, START } from '../quality/encoding.js';
import { type LinkStats, linkStats, Totals } from '../quality/stats.js';
import { type IceSettings, reconfigure } from './ice.js';
import { forceKeyFrames, isKeyFrameCostly } from './key-frame.js';
import { Negotiation } from './negotiation.js';
import { fill, SLOTS, type Source, slot, type Tracks } from './slots.js';

/** Delay of the second key frame after the first (ms). */
const SECOND_KEY_FRAME = 150;

/** Minimum time between key frames, however often they are requested, because they are large (ms). */
const REFRESH_PAUSE = 400;

/** When video that was shown stops for this long (ms), a key frame may be lost, or the sender switched the video off. */
const FROZEN = 1_500;
/** Number of key frame requests while nothing arrives at all; the pause doubles each time. */
const ASKS = 3;
/** Number of packets that count as video that arrives: about two pictures. Browsers send one or two where there is no track. */
const FLOWING = 5;
/** Longest pause between requests while packets arrive that cannot be decoded (ms). */
const MOST_PATIENT = 12_000;

/** Time after a dropped message until we ask for presence again (ms). */
const ASK_AGAIN_AFTER = 5_000;

/** Time for our last messages to arrive before a connection ends (ms). A lost one is sent again after 1 s at most (RFC 9260, 16: RTO.Initial). */
const LAST_MESSAGES = 1_500;

/** Limit of unsent bytes on the control channel. Above it, nothing more is queued. */
const MOST_UNSENT = 8 * 1024 * 1024;

/** What the last measurements showed about the video of one source. */
interface Pictures {
  /** Pictures decoded so far; where the browser does not count them, packets received. */
  shown: number;
  /** Packets received when a key frame was last requested, or when {@link shown} last changed. */
  packets: number;
  /** When {@link shown} last changed, or a key frame was last requested. */
  at: number;
  /** Number of key frames requested since {@link shown} last changed. */
  asked: number;
}

export interface ConnectionOptions {
  rtc: RTCPeerConnection;
  polite: boolean;
  protocol: PeerProtocol;
  /** Our current tracks; read when the slots exist. */
  tracks: Readonly<Tracks>;
  /** Sends a signal to the other side. */
  send(signal: Signal): void;
  /** Whether our voice is sent so that lost packets are not heard, at twice the bitrate; default: no. */
  usesRed?: (() => boolean) | undefined;
  trusts(fingerprint: string | undefined): boolean;
  stateChanged(state: RTCPeerConnectionState): void;
  /** The slots and their streams exist. */
  slotsReady(): void;
  /** The control channel is open. */
  opened(): void;
  /** A message arrived on the control channel. */
  received(message: PeerMessage): void;
  /** A message of a type that we do not know arrived. */
  ignored(type: string): void;
  /** The other side closed the connection. */
  ended(): void;
}

export class Connection {
  readonly rtc: RTCPeerConnection;
  readonly negotiation: Negotiation;
  /** The remote media, one stream per slot. */
  readonly streams: Partial<Record<Source, MediaStream>> = {};
  /** The other side has closed the connection. */
  isClosed = false;
  readonly #channel: RTCDataChannel;
  readonly #inboundLimiter = new InboundLimiter();
  #askTimer: ReturnType<typeof setTimeout> | undefined;
  #second: ReturnType<typeof setTimeout> | undefined;
  #refreshed = Number.NEGATIVE_INFINITY;
  #isMeasuring = false;
  readonly #totals = new Totals();
  readonly #pictures = { camera: stillness(), screen: stillness() };

  constructor(options: ConnectionOptions) {
    const { rtc, polite, protocol, tracks, send, trusts } = options;
    this.rtc = rtc;
    this.#channel = rtc.createDataChannel('control', { negotiated: true, id: 0 });
    // The certificate that the browser really uses is compared with the pinned one. On a mismatch, nothing is sent or read.
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
      if (!this.#inboundLimiter.mayRead(data)) return this.#askLater();
      const message = protocol.decode(data);
      if (!message.ok) {
        if (message.unknownType !== undefined) options.ignored(message.unknownType);
        return;
      }
      const { type } = message.value;
      if (!protocol.hasOwnLimit(type) && !this.#inboundLimiter.mayHear(type)) return this.#askLater();
      if (type === 'refresh') this.refresh();
      options.received(message.value);
    };
    this.#channel.onclose = () => {
      this.isClosed = true;
      options.ended();
    };
    rtc.onconnectionstatechange = async () => {
      // Report "failed" at once: the close of the channel, which may follow, carries less information.
      if (rtc.connectionState !== 'connected' || (await isTheirs()))
        options.stateChanged(rtc.connectionState);
    };
    this.negotiation = new Negotiation({
      connection: rtc,
      polite,
      send,
      trusts,
      usesRed: options.usesRed,
      camera: () => parametersFor(START, tracks.camera),
      slotsReady: () => {
        // Set before the first picture, because an encoder that starts with a large picture has to be recreated. The side that
        // made the slots has done this already.
        if (polite) madeWith(rtc, START, tracks.camera);
        else void limitVideo(rtc, 'camera', START, tracks.camera);
        for (const source of SLOTS) {
          const track = slot(rtc, source)?.receiver.track;
          if (track) this.streams[source] = new MediaStream([track]);
          if (tracks[source]) void fill(rtc, source, tracks[source]);
        }
        options.slotsReady();
      },
    });
  }

  /** Sends a message on the control channel; returns `false` when the channel is not open, or full. */
  tell(message: PeerMessage): boolean {
    // Send no more to a peer that does not read: browsers buffer 16 MiB and throw above that.
    if (this.#channel.readyState !== 'open' || this.#channel.bufferedAmount > MOST_UNSENT) return false;
    try {
      this.#channel.send(toJson(message));
      return true;
    } catch {
      // The other side takes only shorter messages. That must not stop what we do for everyone else.
      return false;
    }
  }

  /**
   * The statistics of this connection, or `undefined` while an earlier request is pending or after close. Do not use
   * `getSynchronizationSources()` instead: in Chromium (156) it blocks the whole page until WebRTC's network thread answers.
   */
  async measure(): Promise<LinkStats | undefined> {
    if (this.#isMeasuring) return undefined;
    this.#isMeasuring = true;
    try {
      return await this.stats();
    } catch {
      return undefined;
    } finally {
      this.#isMeasuring = false;
    }
  }

  /** The same, also while an earlier request is pending. Rejects after close. */
  async stats(): Promise<LinkStats> {
    return this.#totals.of(await linkStats(this.rtc));
  }

  /**
   * Requests a key frame where video has stopped: the path may have changed for a moment, and the decoder may wait for a lost key
   * frame. Pictures count, not packets: packets that follow a lost key frame cannot be decoded.
   */
  watchPictures({ sources }: Pick<LinkStats, 'sources'>, now: number): void {
    const all = Object.entries(this.#pictures) as ['camera' | 'screen', Pictures][];
    // Where one video goes on, the other one was switched off, and key frames of both would cost much.
    const goesOn = all.some(
      ([source, { packets, shown }]) => packets && (sources[source]?.framesDecoded ?? shown) !== shown,
    );
    for (const [source, seen] of all) {
      const { packetsReceived: packets = 0, framesDecoded: shown = packets } = sources[source] ?? {};
      // A slot without a track gets a packet or two, too.
      if (shown !== seen.shown || !seen.packets) {
        Object.assign(seen, { shown, packets, at: now, asked: 0 });
      } else if (packets - seen.packets >= FLOWING || (shown && seen.asked < ASKS && !goesOn)) {
        if (now - seen.at <= Math.min(FROZEN * 2 ** seen.asked, MOST_PATIENT)) continue;
        Object.assign(seen, { packets, at: now, asked: seen.asked + 1 });
        this.#ask();
      }
    }
  }

  /** The ICE servers have changed: a path that may end together with the old servers is replaced by a new one. */
  async reconfigure(ice: IceSettings): Promise<void> {
    try {
      if (await reconfigure(this.rtc, ice)) this.negotiation.restart(true);
    } catch {
      // The connection was closed meanwhile.
    }
  }

  /**
   * A path is back. Our key frame may be sent before the other side has switched to the path. So each side requests a key frame
   * as soon as it hears the other.
   */
  recovered(): void {
    this.refresh();
    this.#ask();
  }

  /**
   * Sends key frames. The first may arrive before the other side can receive it; the second does not. Where they are costly, only
   * the second is sent.
   */
  refresh(): void {
    const now = performance.now();
    if (now - this.#refreshed < REFRESH_PAUSE) return;
    this.#refreshed = now;
    if (!isKeyFrameCostly(this.rtc)) void forceKeyFrames(this.rtc);
    clearTimeout(this.#second);
    this.#second = setTimeout(() => void forceKeyFrames(this.rtc), SECOND_KEY_FRAME);
  }

  /** `graceful`: our last messages have time to arrive, first of all that we leave. The other side then closes its end, or time is up. */
  close(graceful = false): void {
    const { rtc } = this;
    clearTimeout(this.#second);
    clearTimeout(this.#askTimer);
    this.negotiation.stop();
    this.#channel.onopen = this.#channel.onmessage = this.#channel.onclose = null;
    rtc.onconnectionstatechange = null;
    const end = () => rtc.close();
    if (!graceful || this.#channel.readyState !== 'open') {
      end();
      return;
    }
    for (const source of SLOTS) void fill(rtc, source, null);
    this.#channel.onclose = end;
    setTimeout(end, LAST_MESSAGES);
  }

  /** Messages over the limit were dropped: ask for presence again later, when the peer may send less. */
  #askLater(): void {
    this.#askTimer ??= setTimeout(() => {
      this.#askTimer = undefined;
      this.#ask();
    }, ASK_AGAIN_AFTER);
  }

  #ask(): void {
    this.tell({ type: 'refresh' });
  }
}

const stillness = (): Pictures => ({ shown: 0, packets: 0, at: 0, asked: 0 });
