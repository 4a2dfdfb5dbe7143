/**
 * Keeps what our camera sends within what the uplink and the machine can do: measures, asks the governor, and tells every sender.
 * Owns the governor's state; knows nothing of how a link is made.
 */
import type { Peer } from '../peer.js';
import { type CameraEncoding, encodingFor, limitCamera } from '../uplink.js';
import { type CameraLimit, govern, governor, LEVELS, START } from './governor.js';
import { type Counters, countersOf, loadOf } from './load.js';
import { CpuPressure } from './pressure.js';

/** The governor decides this often (ms); links are measured as often. */
const EVERY = 2_000;

export interface CameraQualityOptions {
  readonly peers: ReadonlyMap<string, Peer>;
  /** Nobody gets more than this from now on: there is no use in capturing more. */
  limited(limit: CameraLimit): void;
}

export class CameraQuality {
  readonly #options: CameraQualityOptions;
  readonly #pressure = new CpuPressure();
  #governor = governor(0);
  /** Nothing was measured yet. */
  #isNew = true;
  #decidedAt = Number.NEGATIVE_INFINITY;
  /** Largest delay of the event loop since the last decision (ms). */
  #delay = 0;
  #counters = new Map<RTCPeerConnection, Counters>();
  #told = '';

  constructor(options: CameraQualityOptions) {
    this.#options = options;
  }

  /** What each of the others gets. */
  get encoding(): CameraEncoding {
    return encodingFor(this.#options.peers.size, this.#isNew ? START : LEVELS[this.#governor.level]);
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

  /** Tells every sender what it may send. Cheap when nothing is new. */
  apply(): void {
    const { peers, limited } = this.#options;
    const { encoding } = this;
    let isSending = false;
    for (const { connection, state } of peers.values()) {
      if (!connection || state === 'prepared') continue;
      void limitCamera(connection, encoding);
      isSending ||= state === 'live';
    }
    const { lines, frameRate } = encoding;
    const text = `${lines} ${frameRate}`;
    if (!isSending || text === this.#told) return;
    this.#told = text;
    limited({ lines, frameRate });
  }

  /** Four times a second; `delay` is how late our event loop was this time (ms). */
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
    // Before any link is up there is nothing to judge by, and nothing to grow for.
    if (!links.length) return;
    this.#governor = govern(this.#isNew ? governor(now) : this.#governor, sample, now);
    this.#isNew = false;
    this.apply();
  }
}
