/**
 * Encodes the camera once for several links (`encode="shared"`). Adopts the camera senders of the links, decides who shares which
 * encoding, and leads a link back to its own encoder when anything is off. The frames themselves are copied in a worker.
 */
import type { Log } from '../../shared/log.js';
import { slot } from '../connection/slots.js';
import type { VideoEncoding } from '../quality/encoding.js';
import { COARSEST, type Counters } from '../quality/load.js';
import { changeParameters } from '../quality/sender-parameters.js';
import { layersFor, MAX_LAYERS, place } from './layers.js';
import { canShare, SharedSource, streamsOf } from './shared-source.js';
import { judge, reported, type Watch, watch } from './watch.js';
import type { FromWorker, Report } from './worker.js';
import { type EncodedWorker, startWorker } from './worker-source.js';

/** Fewer viewers have encoders of their own: sharing would save nothing. */
const LEAST_VIEWERS = 2;
/** What the own encoder of a link makes while it sends shared frames: the timestamps for its sender reports, and requests of the viewer. */
const OWN = { lines: 16, frameRate: 2 };
/** A link that could not share is tried again after this time, which doubles each time (ms), and at most this often. */
const TRIED_AGAIN = 30_000;
const TRIES = 3;
/** A link that went back is asked for another key frame if its own frames do not come by then (ms). */
const BACK = 500;
/** A worker that says nothing for this long is dead (ms). */
const SILENT = 1_500;
/** The usual time between two ticks (ms). */
const USUAL = 250;
const MEASURED_EVERY = 2_000;

export interface SharedEncoderOptions {
  connect(): RTCPeerConnection;
  log: Log;
  /** Which links share has changed: their encodings have to be set again. */
  changed(): void;
  /** The worker is gone, and with it the frames of this connection: it has to be replaced. */
  broken(connection: RTCPeerConnection): void;
}

/** A shared encoder between two measurements. `frameRate`: what it was asked for; 0 if that changed meanwhile. */
export interface EncoderLoad {
  readonly layer: number;
  readonly before: Counters;
  readonly now: Counters;
  readonly frameRate: number;
}

interface Adopted {
  readonly id: string;
  readonly sender: RTCRtpSender;
  /** The layer that it is told to send. */
  layer: number | undefined;
  watch: Watch;
  /** The layer that it sends, as far as the worker has told. */
  sends: number | undefined;
  failures: number;
  blockedUntil: number;
  /** When to ask for a key frame of its own encoder again (ms). */
  keyAt: number;
  /** What was measured of its shared encoder, until it is taken. */
  load: EncoderLoad | undefined;
}

export class SharedEncoder {
  readonly #options: SharedEncoderOptions;
  readonly #worker: EncodedWorker;
  readonly #adopted = new Map<RTCPeerConnection, Adopted>();
  #source: SharedSource | undefined;
  #track: MediaStreamTrack | null = null;
  #count = 0;
  #isBroken = false;
  #reportedAt = performance.now();
  #tickedAt = performance.now();
  #measuredAt = 0;
  #counters = new Map<number, { readonly asked: string; readonly counters: Counters }>();
  /** What the shared encoders did between the last two measurements; empty while there is nothing to tell. */
  load: readonly EncoderLoad[] = [];

  /** `undefined`: this browser, or this page, cannot share. */
  static async start(options: SharedEncoderOptions): Promise<SharedEncoder | undefined> {
    if (!canShare()) return undefined;
    let encoder: SharedEncoder | undefined;
    const worker = await startWorker(
      (message) => encoder?.heard(message),
      () => encoder?.failed(),
    );
    encoder = worker && new SharedEncoder(options, worker);
    if (!encoder) options.log.warn('encode="shared" is off: no worker from a blob');
    return encoder;
  }

  private constructor(options: SharedEncoderOptions, worker: EncodedWorker) {
    this.#options = options;
    this.#worker = worker;
  }

  /** A connection was created in this very task; its slots come now, or with the first offer of the other side. */
  adopt(connection: RTCPeerConnection): void {
    const take = () => {
      const sender = slot(connection, 'camera')?.sender;
      if (!sender || this.#isBroken || this.#adopted.has(connection)) return;
      const streams = streamsOf(sender);
      if (!streams) return;
      const id = `${++this.#count}`;
      this.#worker.post({ viewer: id, streams }, [streams.readable, streams.writable] as Transferable[]);
      this.#adopted.set(connection, {
        ...{ id, sender, layer: undefined, sends: undefined, failures: 0, blockedUntil: 0 },
        ...{ watch: watch(performance.now()), keyAt: Number.POSITIVE_INFINITY, load: undefined },
      });
    };
    queueMicrotask(take);
    connection.addEventListener('track', take);
  }

  setTrack(track: MediaStreamTrack | null): void {
    this.#track = track;
    this.#source?.setTrack(track).catch(() => {});
  }

  /**
   * Decides who shares what. `given`: what each live link is to get of our camera, if there is one. Returns what the own encoders of the
   * links that share are to make instead.
   */
  apply(
    given: ReadonlyMap<RTCPeerConnection, { readonly camera?: VideoEncoding | undefined }>,
  ): ReadonlyMap<RTCPeerConnection, VideoEncoding> {
    this.#forgetClosed();
    const now = performance.now();
    const cameras = new Map(
      [...given].flatMap(([connection, { camera }]) => (camera ? [[connection, camera] as const] : [])),
    );
    const sharing = [...cameras].flatMap(([connection, encoding]) => {
      const adopted = this.#adopted.get(connection);
      const mayShare = adopted && encoding.active !== false && now >= adopted.blockedUntil;
      return mayShare && !this.#isBroken ? [{ adopted, encoding }] : [];
    });
    if (sharing.length >= LEAST_VIEWERS) this.#start();
    const source = this.#source;
    const isWorth = source && this.#track && sharing.length >= LEAST_VIEWERS;
    const { encodings, of } = layersFor(isWorth ? sharing.map(({ encoding }) => encoding) : []);
    const encoders = place(encodings, source?.encodings ?? []);
    encodings.forEach((encoding, index) => {
      source?.set(encoders[index]!, encoding);
    });
    const layers = new Map(sharing.map(({ adopted }, index) => [adopted, encoders[of[index]!]]));
    // Nobody sees it, or the camera is off: no key frame will come, and nothing may be sent.
    const isPaused = (connection: RTCPeerConnection) => {
      const camera = cameras.get(connection);
      return !camera || camera.active === false;
    };
    for (const [connection, adopted] of this.#adopted)
      this.#want(adopted, layers.get(adopted), now, isPaused(connection));
    this.#stopUnused();
    return new Map(
      [...cameras].flatMap(([connection, encoding]): [RTCPeerConnection, VideoEncoding][] => {
        const adopted = this.#adopted.get(connection);
        const shares =
          adopted?.layer !== undefined && adopted.sends !== undefined && encoding.active !== false;
        return shares ? [[connection, { ...encoding, ...OWN }]] : [];
      }),
    );
  }

  /** A new measurement of the encoder whose frames this link sends, once; `undefined`: there is none. */
  takeLoad(connection: RTCPeerConnection): EncoderLoad | undefined {
    const adopted = this.#adopted.get(connection);
    const load = adopted?.load;
    if (adopted) adopted.load = undefined;
    return load;
  }

  /** Called four times a second. */
  tick(now: number): void {
    const since = now - this.#tickedAt;
    this.#tickedAt = now;
    // What made us late may have made the worker late, too.
    this.#reportedAt = Math.min(now, this.#reportedAt + Math.max(0, since - USUAL));
    if (now - this.#reportedAt > SILENT) this.#broke();
    for (const adopted of this.#adopted.values()) {
      if (now < adopted.keyAt) continue;
      adopted.keyAt = now + BACK;
      void forceKeyFrame(adopted.sender);
    }
    if (now - this.#measuredAt > MEASURED_EVERY) {
      this.#measuredAt = now;
      void this.#measure();
    }
  }

  stop(): void {
    this.#isBroken = true;
    this.#worker.terminate();
    this.#source?.stop();
    this.#source = undefined;
    this.#adopted.clear();
  }

  /** The worker has ended, or has an error that it does not expect. */
  failed(): void {
    this.#broke();
  }

  heard(message: FromWorker): void {
    if ('isLocked' in message) return;
    if ('keyFrame' in message) void this.#source?.forceKeyFrame(message.keyFrame);
    else this.#reported(message);
  }

  #reported({ viewers, layers }: Report): void {
    const now = performance.now();
    this.#reportedAt = now;
    let isChanged = false;
    for (const adopted of this.#adopted.values()) {
      const report = viewers.get(adopted.id);
      if (!report) continue;
      isChanged ||= report.sends !== adopted.sends;
      adopted.sends = report.sends;
      if (adopted.layer === undefined) {
        if (report.sends === undefined) adopted.keyAt = Number.POSITIVE_INFINITY;
        continue;
      }
      adopted.watch = reported(adopted.watch, report, layers.get(adopted.layer) ?? 0, now);
      const verdict = judge(adopted.watch, now);
      if (verdict === 'fine') continue;
      adopted.failures += 1;
      adopted.blockedUntil =
        adopted.failures >= TRIES
          ? Number.POSITIVE_INFINITY
          : now + TRIED_AGAIN * 2 ** (adopted.failures - 1);
      this.#options.log.warn('a link has its own encoder again', { why: verdict, times: adopted.failures });
      isChanged = true;
    }
    if (isChanged) this.#options.changed();
  }

  #want(adopted: Adopted, layer: number | undefined, now: number, isUrgent: boolean): void {
    if (adopted.layer === layer) return;
    adopted.layer = layer;
    adopted.watch = watch(now);
    // Setting its size makes a key frame; this is for the case that it did not.
    adopted.keyAt = layer === undefined && !isUrgent ? now + BACK : Number.POSITIVE_INFINITY;
    this.#worker.post({ viewer: adopted.id, wants: layer, isUrgent });
  }

  /** Encoders whose frames nobody sends any more make nothing. */
  #stopUnused(): void {
    const used = new Set([...this.#adopted.values()].flatMap(({ layer, sends }) => [layer, sends]));
    for (let layer = 0; layer < MAX_LAYERS; layer += 1)
      if (!used.has(layer) && this.#source?.encodings[layer]) this.#source.set(layer, undefined);
  }

  #forgetClosed(): void {
    for (const [connection, { id }] of this.#adopted) {
      if (connection.signalingState !== 'closed') continue;
      this.#adopted.delete(connection);
      this.#worker.post({ forget: id });
    }
  }

  #start(): void {
    if (this.#source || this.#isBroken) return;
    const { connect, log } = this.#options;
    try {
      const source = new SharedSource(connect, (layer, streams) => {
        if (!streams) throw new Error('no encoded streams');
        this.#worker.post({ layer, streams }, [streams.readable, streams.writable] as Transferable[]);
      });
      this.#source = source;
      source
        .setTrack(this.#track)
        .then(() => source.start())
        .catch(({ name }) => log.warn('encoders not started', { error: name }));
    } catch (error) {
      log.warn('encoders not made', { error: (error as Error).name });
    }
  }

  /** The frames of all adopted links went through the worker, so all links need new connections, which are not adopted. */
  #broke(): void {
    if (this.#isBroken) return;
    this.#options.log.warn('no worker any more; all links are made anew');
    const connections = [...this.#adopted.keys()];
    this.stop();
    for (const connection of connections)
      if (connection.signalingState !== 'closed') this.#options.broken(connection);
    this.#options.changed();
  }

  /** The shared encoders count for the load of the machine, and for the detail of pictures, like those of links. */
  async #measure(): Promise<void> {
    const source = this.#source;
    const rows = [...((await source?.stats().catch(() => undefined))?.values() ?? [])];
    const before = this.#counters;
    this.#counters = new Map();
    const load: EncoderLoad[] = [];
    for (const row of rows) {
      // One transceiver for each layer, in order.
      const layer = Number(row.mid);
      const encoding = row.type === 'outbound-rtp' ? source?.encodings[layer] : undefined;
      if (!encoding) continue;
      const counted = {
        asked: JSON.stringify(encoding),
        counters: countersOfEncoder(row, rows.find(({ id }) => id === row.mediaSourceId)?.frames),
      };
      this.#counters.set(layer, counted);
      const last = before.get(layer);
      if (last && last.counters.at < counted.counters.at)
        load.push({
          layer,
          before: last.counters,
          now: counted.counters,
          frameRate: last.asked === counted.asked ? encoding.frameRate : 0,
        });
    }
    this.load = load;
    for (const adopted of this.#adopted.values())
      adopted.load = load.find(({ layer }) => layer === adopted.sends && layer === adopted.layer);
  }
}

const countersOfEncoder = (row: RTCOutboundRtpStreamStats, captured = 0): Counters => ({
  ...{ at: row.timestamp, captured, sent: 0, capturedScreen: 0, decoded: 0, dropped: 0, lost: 0 },
  encoded: row.framesEncoded ?? 0,
  encodeTime: row.totalEncodeTime ?? 0,
  quantizers: (row.qpSum ?? 0) / COARSEST,
  reason: row.qualityLimitationReason ?? 'none',
});

/** Asks the own encoder of a link for a key frame; nothing happens after close. */
async function forceKeyFrame(sender: RTCRtpSender): Promise<void> {
  try {
    await changeParameters(sender, () => {}, { encodingOptions: [{ keyFrame: true }] });
  } catch {
    // The connection was closed meanwhile.
  }
}
