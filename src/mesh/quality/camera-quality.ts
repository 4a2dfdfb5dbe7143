/**
 * Keeps our camera within the capacity of the uplink and of the machine: measures, asks the governor, and sets the limits of
 * every sender. Owns the governor's state; knows nothing of how a link is made.
 */
import type { Peer } from '../peer/peer.js';
import { type CameraLimit, govern, governor, LEVELS, START } from './governor.js';
import { NO_LIMITS } from './limits.js';
import { type Counters, countersOf, loadOf } from './load.js';
import { CpuPressure } from './pressure.js';
import { type CameraEncoding, encodingFor, encodingForView, limitCamera } from './uplink.js';

/** Interval of measurements and decisions (ms). */
const EVERY = 2_000;

export interface CameraQualityOptions {
  readonly peers: ReadonlyMap<string, Peer>;
  /** The new limit for all peers: capturing more is useless. */
  limited(limit: CameraLimit): void;
}

export class CameraQuality {
  limits = NO_LIMITS;
  readonly #options: CameraQualityOptions;
  readonly #pressure = new CpuPressure();
  #governor = governor(0);
  /** Nothing has been measured yet. */
  #isNew = true;
  #decidedAt = Number.NEGATIVE_INFINITY;
  /** Largest delay of the event loop since the last decision (ms). */
  #delay = 0;
  #counters = new Map<RTCPeerConnection, Counters>();
  #told = '';

  constructor(options: CameraQualityOptions) {
    this.#options = options;
  }

  /** The encoding for each of the others. */
  get encoding(): CameraEncoding {
    const limit = this.#isNew ? START : LEVELS[this.#governor.level];
    return encodingFor(this.#options.peers.size, limit, this.limits);
  }

  start(): void {
    this.#governor = governor(performance.now());
    this.#isNew = true;
    this.#pressure.start();
  }

  stop(): void {
    this.#pressure.stop();
    this.#counters = new Map();
    this.#told = '';
  }

  /** Applies the limits to every sender. Cheap when nothing has changed. */
  apply(): void {
    const { peers, limited } = this.#options;
    const { encoding } = this;
    let isSending = false;
    for (const { connection, state, views } of peers.values()) {
      if (!connection || state === 'prepared') continue;
      void limitCamera(connection, encodingForView(encoding, views.camera));
      isSending ||= state === 'live';
    }
    const { lines, frameRate } = encoding;
    const text = `${lines} ${frameRate}`;
    if (!isSending || text === this.#told) return;
    this.#told = text;
    limited({ lines, frameRate });
  }

  /** Called four times a second; `delay` is the event loop delay of this tick (ms). */
  tick(now: number, delay: number): void {
    this.#delay = Math.max(this.#delay, delay);
    if (now - this.#decidedAt < EVERY) return;
    this.#decidedAt = now;
    const counters = new Map<RTCPeerConnection, Counters>();
    const links = [];
    for (const { connection, stats, state } of this.#options.peers.values()) {
      if (state !== 'live' || !connection || !stats) continue;
      const counted = countersOf(stats);
      const before = this.#counters.get(connection);
      counters.set(connection, counted);
      if (before && counted.at > before.at) links.push({ before, now: counted });
    }
    this.#counters = counters;
    const sample = loadOf(links, this.encoding, { delay: this.#delay, pressure: this.#pressure.state });
    this.#delay = 0;
    // Without a link there is nothing to measure.
    if (!links.length) return;
    this.#governor = govern(this.#isNew ? governor(now) : this.#governor, sample, now);
    this.#isNew = false;
    this.apply();
  }
}
