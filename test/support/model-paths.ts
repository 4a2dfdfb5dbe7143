/**
 * The paths between model connections: who reaches whom, which two ends know each other, and messages on their way. The test cuts
 * and heals paths, and kills pages. Owns no description; see `model-connection.ts`.
 */
import { ModelConnection } from './model-connection.js';

/** The location of connections: participants at two places reach each other or not. A killed page sends nothing more. */
export interface Place {
  readonly name: string;
  gone: boolean;
}

/** One way, in milliseconds. */
const LATENCY = 3;
/** From knowing each other to being connected; up to as much more. */
const CHECKS = 10;
/** Browsers take about 5 s and 20 s for these: a test that waits for both has little time. */
const DISCONNECTED_AFTER = 1_500;
const FAILED_AFTER = 5_000;

/** The connection of two ends that have found each other: one DTLS association, over any path. */
export class Link {
  /** The ICE generation in use. */
  generation = '';
  readonly #ends: readonly [ModelConnection, ModelConnection];
  readonly #paths: ModelPaths;
  #isUp = false;
  #isOver = false;
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();
  /** Messages that wait for the path, and those on their way. */
  #waiting: (() => void)[] = [];
  readonly #travelling: (() => void)[] = [];

  constructor(ends: readonly [ModelConnection, ModelConnection], paths: ModelPaths) {
    this.#ends = ends;
    this.#paths = paths;
  }

  /** Media flows. */
  get isUp(): boolean {
    return this.#isUp && !this.#isOver && this.#reaches;
  }

  other(end: ModelConnection): ModelConnection {
    return this.#ends[this.#ends[0] === end ? 1 : 0];
  }

  /** A new ICE generation has found its path: waiting messages continue. */
  select(generation: string): void {
    this.generation = generation;
    this.#isUp = true;
    this.look();
  }

  /** Delivers in order; while the path is cut, messages wait, as SCTP resends lost ones. */
  carry(deliver: () => void): void {
    if (!this.isUp) this.#waiting.push(deliver);
    else {
      this.#travelling.push(deliver);
      setTimeout(() => this.#travelling.shift()?.(), LATENCY);
    }
  }

  /** A path was cut or healed. A failed connection stays failed until ICE is restarted. */
  look(): void {
    if (this.#isOver || !this.#isUp) return;
    this.#stop();
    if (this.#reaches) {
      for (const end of this.#ends) end.become('connected');
      for (const deliver of this.#waiting.splice(0)) this.carry(deliver);
    } else this.#fade();
  }

  /** One end is closed; the other one learns it if the path exists at that moment. */
  close(end: ModelConnection): void {
    if (this.#isOver) return;
    const hears = this.isUp;
    this.#isOver = true;
    this.#stop();
    if (hears) {
      this.#travelling.push(() => this.other(end).control?.ended());
      setTimeout(() => this.#travelling.shift()?.(), LATENCY);
    }
    this.#fade();
  }

  get #reaches(): boolean {
    return this.#paths.reaches(this.#ends[0].place, this.#ends[1].place);
  }

  #fade(): void {
    const slow = 1 + Math.random() * 0.2;
    const become = (state: 'disconnected' | 'failed', after: number) => {
      const timer = setTimeout(() => {
        if (state === 'failed') this.#isUp = false;
        for (const end of this.#ends) end.become(state);
      }, after * slow);
      this.#timers.add(timer);
    };
    become('disconnected', DISCONNECTED_AFTER);
    become('failed', FAILED_AFTER);
  }

  #stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }
}

export class ModelPaths {
  /** Every connection ever made. */
  readonly connections: ModelConnection[] = [];
  /** Media packets flow on every path; without them only messages show that it lives. */
  media: boolean;
  /** Gets the events of connections, for a trace. */
  readonly say: (text: string) => void;
  readonly #owners = new Map<string, ModelConnection>();
  readonly #links = new Set<Link>();
  readonly #cut = new Set<string>();

  constructor({ media = false, say = (_: string) => {} } = {}) {
    this.media = media;
    this.say = say;
  }

  /** Creates a connection for a participant; like `new RTCPeerConnection(configuration)`. */
  connect(place: Place, configuration: RTCConfiguration): RTCPeerConnection {
    const connection = new ModelConnection(place, this, configuration);
    this.connections.push(connection);
    return connection as unknown as RTCPeerConnection;
  }

  /** No packet passes between these two, until `heal()`. */
  cut(one: string, two: string): void {
    this.#cut.add(pair(one, two));
    this.#changed();
  }

  /** Packets pass again; without names, everywhere. */
  heal(one?: string, two?: string): void {
    if (one !== undefined && two !== undefined) this.#cut.delete(pair(one, two));
    else this.#cut.clear();
    this.#changed();
  }

  /** The page is killed: nothing of it arrives any more, not even a close. */
  vanish(place: Place): void {
    place.gone = true;
    this.#changed();
  }

  reaches(one: Place, two: Place): boolean {
    return !one.gone && !two.gone && !this.#cut.has(pair(one.name, two.name));
  }

  /** These ICE credentials belong to that connection. */
  own(ufrag: string, connection: ModelConnection): void {
    this.#owners.set(ufrag, connection);
  }

  /** Connects the two ends of a pair as soon as each knows the other's current credentials and a candidate. */
  match(connection: ModelConnection): void {
    const other = this.#matching(connection);
    if (other) setTimeout(() => this.#meet(connection, other), CHECKS * (1 + Math.random()));
  }

  #meet(one: ModelConnection, two: ModelConnection): void {
    if (this.#matching(one) !== two) return;
    let link = one.link;
    if (!link) {
      link = one.link = two.link = new Link([one, two], this);
      this.#links.add(link);
    }
    link.select(one.generation);
  }

  #matching(one: ModelConnection): ModelConnection | undefined {
    const [local, remote] = one.credentials ?? [];
    const two = remote && this.#owners.get(remote);
    if (!two || !this.reaches(one.place, two.place) || !one.canConnect || !two.canConnect) return undefined;
    const [theirs, ours] = two.credentials ?? [];
    if (theirs !== remote || ours !== local || one.link?.generation === one.generation) return undefined;
    // Another connection of the same participant is another DTLS association, which fails.
    if (one.link !== two.link || (one.link && one.link.other(one) !== two)) return undefined;
    return two;
  }

  #changed(): void {
    for (const link of this.#links) link.look();
    for (const connection of this.connections) this.match(connection);
  }
}

const pair = (one: string, two: string): string => [one, two].sort().join('|');
