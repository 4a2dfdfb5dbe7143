/**
 * One link to one participant, for as long as their session lasts. Owns the RTCPeerConnection of the present
 * generation and makes a new one when the old is beyond repair. Knows nothing of rooms, cameras or elements.
 */
import type { Log } from '../base/log.js';
import { decoder } from '../protocol/codec.js';
import { type PeerMessage, peerMessage, type Signal } from '../protocol/peer-messages.js';
import { Connection } from './connection.js';
import { Mailbox, type SignalFrame } from './mailbox.js';
import { fill, type Source, type Tracks } from './slots.js';
import { due, type LinkState, linkOf, type PeerState } from './watchdog.js';

const decode = decoder(peerMessage);

const NO_STREAMS = Object.freeze({});

export interface PeerOptions {
  readonly id: string;
  readonly sid: string;
  /** We make the first offer of every generation, because our join number is the later one. Also: we are polite. */
  readonly offers: boolean;
  /** A fresh connection with the present ICE servers. */
  connect(): RTCPeerConnection;
  /** What we send at present. */
  tracks: Readonly<Tracks>;
  send(peer: Peer, frame: SignalFrame): void;
  log: Log;
  on: {
    changed(peer: Peer): void;
    opened(peer: Peer): void;
    received(peer: Peer, message: PeerMessage): void;
    distrusted(peer: Peer): void;
  };
}

export class Peer {
  readonly id: string;
  readonly sid: string;
  readonly #options: PeerOptions;
  #gen = 0;
  #state: PeerState = 'idle';
  #since = performance.now();
  #wasLive = false;
  #rebuilds = 0;
  #restartedAt = 0;
  /** When they were last heard on the control channel, or else when the link began; `performance.now()` time. */
  #heardAt = performance.now();
  /** The control channel of this generation has opened, so that silence means something. */
  #talking = false;
  #connection: Connection | undefined;
  #fingerprint: string | undefined;
  #prepared: Promise<void> | undefined;
  #boxed = false;
  #over = false; // Their end of the connection is closed.
  readonly #mailbox: Mailbox;

  constructor(options: PeerOptions) {
    this.#options = options;
    this.id = options.id;
    this.sid = options.sid;
    this.#mailbox = new Mailbox(
      (frame) => options.send(this, frame),
      (signal, gen) => this.#read(signal, gen),
    );
  }

  get state(): PeerState {
    return this.#state;
  }

  get streams(): Readonly<Partial<Record<Source, MediaStream>>> {
    return this.#connection?.streams ?? NO_STREAMS;
  }

  get connection(): RTCPeerConnection | undefined {
    return this.#connection?.rtc;
  }

  get link(): LinkState {
    return linkOf(this.#state, this.#wasLive, this.#rebuilds);
  }

  /** Milliseconds since they were last heard, or since the link began. */
  silence(now = performance.now()): number {
    return now - this.#heardAt;
  }

  level(): number {
    return this.#connection?.level() ?? 0;
  }

  /** Of the state, in milliseconds. */
  age(now = performance.now()): number {
    return now - this.#since;
  }

  /** Makes connection and offer ahead of time, so that joining is one frame. Again: makes them anew. */
  prepare(): Promise<void> {
    this.#prepared = this.#build().negotiation.prepare();
    this.#become('prepared');
    this.#since = performance.now();
    return this.#prepared;
  }

  /** The prepared offer in its box, for the party to pass on. */
  async boxedOffer(): Promise<{ gen: number; neg: number; box: string }> {
    await this.#prepared;
    this.#boxed = true;
    const { neg, box } = await this.#connection!.negotiation.boxedOffer();
    return { gen: this.#gen, neg, box };
  }

  /** We are in: the boxed offer is on its way with our `join`; one that was not boxed in time goes out now. */
  async offered(): Promise<void> {
    this.#become('offered');
    const connection = this.#connection;
    await this.#prepared;
    if (!connection || connection !== this.#connection) return;
    if (!this.#boxed) this.#signal(connection.negotiation.firstOffer());
    connection.negotiation.release();
  }

  /** Makes an offer and sends it: to someone whom we did not see from the lobby, or for a new generation. */
  offer(): Promise<void> {
    void this.prepare();
    return this.offered();
  }

  receive(frame: SignalFrame): void {
    this.#mailbox.receive(frame);
  }

  /** Puts what we send into the slot of `source`. */
  async fill(source: Source): Promise<void> {
    if (this.#connection) await fill(this.#connection.rtc, source, this.#options.tracks[source] ?? null);
  }

  /** `false` when the control channel is not open. */
  tell(message: PeerMessage): boolean {
    return this.#connection?.tell(JSON.stringify(message)) ?? false;
  }

  /** They are back at the party, or our network changed: a link that is not live is tried again at once. */
  retry(): void {
    if (this.#over || this.#state === 'offered' || this.#state === 'connecting') this.#rebuild();
    else if (this.#state === 'stalled') this.#restart();
  }

  /** Once a second: heartbeat out, and whatever waits too long is tried again. */
  tick(now = performance.now()): void {
    this.tell({ type: 'heartbeat' });
    const action = due(this.#state, {
      inState: now - this.#since,
      sinceHeard: this.#talking ? now - this.#heardAt : undefined,
      sinceRestart: now - this.#restartedAt,
      rebuilds: this.#rebuilds,
    });
    if (action === 'stall') this.#stall();
    else if (action === 'restart') this.#restart();
    else if (action === 'rebuild') this.#rebuild();
  }

  close(): void {
    this.#mailbox.close();
    this.#tearDown();
    this.#become('closed');
  }

  #build(): Connection {
    this.#tearDown();
    const { connect, offers, tracks, on } = this.#options;
    this.#connection = new Connection({
      rtc: connect(),
      polite: offers,
      tracks,
      send: (signal) => this.#signal(signal),
      trusts: (fingerprint) => {
        this.#fingerprint ??= fingerprint;
        if (fingerprint !== this.#fingerprint) on.distrusted(this);
        return fingerprint === this.#fingerprint;
      },
      stateChanged: (state) => this.#connectionChanged(state),
      slotsReady: () => on.changed(this),
      opened: () => {
        this.#talking = true;
        this.#heard();
        on.opened(this);
      },
      received: (data) => this.#message(data),
      ended: () => this.#ended(),
    });
    return this.#connection;
  }

  #tearDown(): void {
    this.#connection?.close();
    this.#connection = undefined;
    this.#boxed = this.#talking = this.#over = false;
  }

  async #read(signal: Signal, gen: number): Promise<void> {
    switch (signal.type) {
      case 'restart':
        if (gen === this.#gen) this.#connection?.negotiation.restart();
        return;
      case 'rebuild':
        if (this.#options.offers && signal.gen === this.#gen) this.#rebuild();
        return;
      case 'offer':
        if (!this.#options.offers && (gen > this.#gen || !this.#connection)) {
          this.#gen = gen;
          this.#build();
          this.#become('connecting');
        }
        break;
      case 'answer':
        if (gen === this.#gen && this.#state === 'offered') this.#become('connecting');
        break;
      case 'candidates':
        break;
      default:
        signal satisfies never;
    }
    if (gen !== this.#gen) return;
    const connection = this.#connection;
    // A description that the browser cannot take ends this generation, not the page; the timeouts build the next.
    await connection?.negotiation.receive(signal).catch(({ name }) => {
      if (connection === this.#connection)
        this.#options.log.warn('a description was refused', { error: name });
    });
  }

  #message(data: unknown): void {
    const message = decode(data);
    if (!message.ok) return;
    this.#heard();
    if (message.value.type === 'signal') this.receive(message.value);
    else if (message.value.type !== 'heartbeat') this.#options.on.received(this, message.value);
  }

  #heard(): void {
    this.#heardAt = performance.now();
    if (this.#state === 'stalled' && this.connection?.connectionState === 'connected') this.#becomeLive();
  }

  /** They closed this connection: no restart will bring it back, and if the party misses them too, they are gone. */
  #ended(): void {
    this.#heardAt = Number.NEGATIVE_INFINITY;
    this.#over = true;
    this.#become('stalled');
    this.#rebuild();
  }

  #connectionChanged(state: RTCPeerConnectionState): void {
    if (state === 'connected') this.#becomeLive();
    else if (state === 'failed') this.#stall();
  }

  #becomeLive(): void {
    this.#wasLive = true;
    this.#rebuilds = 0;
    this.#heardAt = performance.now();
    this.#become('live');
  }

  #stall(): void {
    if (this.#state === 'live' || this.#state === 'connecting') {
      this.#become('stalled');
      this.#restart();
    }
  }

  #restart(): void {
    this.#restartedAt = performance.now();
    this.#connection?.negotiation.restart();
  }

  #rebuild(): void {
    this.#rebuilds += 1;
    if (this.#options.offers) {
      this.#gen += 1;
      void this.offer();
    } else {
      this.#signal({ type: 'rebuild', gen: this.#gen });
      this.#since = performance.now();
    }
    this.#options.on.changed(this);
  }

  #signal(signal: Signal): void {
    this.#mailbox.post(signal, this.#gen);
  }

  #become(state: PeerState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#since = performance.now();
    this.#options.on.changed(this);
  }
}
