/**
 * One link to one participant, for as long as their session lasts. Owns the RTCPeerConnection of the present
 * generation and makes a new one when the old is beyond repair. Knows nothing of rooms, cameras or elements.
 */
import type { Log } from '../base/log.js';
import { decoder } from '../protocol/codec.js';
import { type PeerMessage, peerMessage, type Signal } from '../protocol/peer-messages.js';
import { pack } from './box.js';
import { Mailbox, type SignalFrame } from './mailbox.js';
import { Negotiation } from './negotiation.js';
import { fill, SLOTS, type Source, slot, type Tracks } from './slots.js';
import { due, type PeerState } from './watchdog.js';

const decode = decoder(peerMessage);

/** Rebuilds in vain before people are told that there is no path. */
const TELL_AFTER = 3;

/** The link as people need to know it. */
export type LinkState = 'connecting' | 'live' | 'reconnecting' | 'unreachable';

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
    /** State, link or streams changed. */
    changed(peer: Peer): void;
    /** The control channel is open. */
    opened(peer: Peer): void;
    received(peer: Peer, message: PeerMessage): void;
    /** A description came with somebody else's certificate; it was dropped. */
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
  /** When they were last heard on the control channel; `performance.now()` time. */
  #heardAt = 0;
  #connection: RTCPeerConnection | undefined;
  #negotiation: Negotiation | undefined;
  #channel: RTCDataChannel | undefined;
  #fingerprint: string | undefined;
  #streams: Partial<Record<Source, MediaStream>> = {};
  #prepared: Promise<void> | undefined;
  #boxed = false;
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
    return this.#streams;
  }

  get connection(): RTCPeerConnection | undefined {
    return this.#connection;
  }

  get link(): LinkState {
    if (this.#state === 'live') return 'live';
    if (this.#rebuilds >= TELL_AFTER) return 'unreachable';
    return this.#wasLive ? 'reconnecting' : 'connecting';
  }

  /** Milliseconds since they were last heard, or since the link began. */
  silence(now = performance.now()): number {
    return now - Math.max(this.#heardAt, this.#wasLive ? 0 : this.#since);
  }

  /** The control channel can carry a message now. */
  get open(): boolean {
    return this.#channel?.readyState === 'open';
  }

  /** Loudness of their microphone now, 0 to 1 (RTP header extension, RFC 6464). */
  level(): number {
    const receiver = this.#connection && slot(this.#connection, 'microphone')?.receiver;
    return receiver?.getSynchronizationSources()[0]?.audioLevel ?? 0;
  }

  /** How long the state has been what it is, in milliseconds. */
  age(now = performance.now()): number {
    return now - this.#since;
  }

  /** Makes connection and offer ahead of time, so that joining is one frame. Again: makes them anew. */
  prepare(): Promise<void> {
    const negotiation = this.#build();
    this.#become('prepared');
    this.#since = performance.now();
    this.#prepared = negotiation.prepare();
    return this.#prepared;
  }

  /** The prepared offer in its box, for the party to pass on. */
  async boxedOffer(): Promise<{ gen: number; neg: number; box: string }> {
    await this.#prepared;
    const offer = this.#negotiation?.firstOffer() ?? { type: 'offer', neg: 0, sdp: '' };
    this.#boxed = true;
    return { gen: this.#gen, neg: offer.neg, box: await pack(offer) };
  }

  /** We are in: the boxed offer is on its way with our `join`; one that was not boxed in time goes out now. */
  async offered(): Promise<void> {
    this.#become('offered');
    const negotiation = this.#negotiation;
    await this.#prepared;
    if (!negotiation || negotiation !== this.#negotiation) return;
    if (!this.#boxed) this.#signal(negotiation.firstOffer());
    negotiation.release();
  }

  /** Makes an offer and sends it: to someone whom we did not see from the lobby, or for a new generation. */
  offer(): Promise<void> {
    void this.prepare();
    return this.offered();
  }

  /** Takes a signal that was addressed to us, by whatever way it came. */
  receive(frame: SignalFrame): void {
    this.#mailbox.receive(frame);
  }

  /** Puts what we send into the slot of `source`. */
  async fill(source: Source): Promise<void> {
    if (this.#connection) await fill(this.#connection, source, this.#options.tracks[source] ?? null);
  }

  /** Says something on the control channel; `false` when it is not open. */
  tell(message: PeerMessage): boolean {
    if (!this.open) return false;
    this.#channel?.send(JSON.stringify(message));
    return true;
  }

  /** They are back at the party, or our network changed: a link that is not live is tried again at once. */
  retry(): void {
    if (this.#state === 'offered' || this.#state === 'connecting') this.#rebuild();
    else if (this.#state === 'stalled') this.#restart();
  }

  /** Once a second: heartbeat out, and whatever waits too long is tried again. */
  tick(now = performance.now()): void {
    this.tell({ type: 'heartbeat' });
    const action = due(this.#state, {
      inState: now - this.#since,
      sinceHeard: this.#heardAt ? now - this.#heardAt : undefined,
      sinceRestart: now - this.#restartedAt,
    });
    if (action === 'stall') this.#stall();
    else if (action === 'restart') this.#restart();
    else if (action === 'rebuild') this.#rebuild();
  }

  close(): void {
    if (this.#state === 'closed') return;
    this.#mailbox.close();
    this.#tearDown();
    this.#become('closed');
  }

  #build(): Negotiation {
    this.#tearDown();
    const { connect, offers, tracks, on } = this.#options;
    const connection = connect();
    const channel = connection.createDataChannel('control', { negotiated: true, id: 0 });
    channel.onopen = () => {
      this.#heard();
      on.opened(this);
    };
    channel.onmessage = ({ data }) => this.#message(data);
    connection.onconnectionstatechange = () => this.#connectionChanged(connection.connectionState);
    this.#connection = connection;
    this.#channel = channel;
    this.#negotiation = new Negotiation({
      connection,
      polite: offers,
      send: (signal) => this.#signal(signal),
      trusts: (fingerprint) => this.#trusts(fingerprint),
      slotsReady: () => {
        for (const source of SLOTS) {
          const track = slot(connection, source)?.receiver.track;
          if (track) this.#streams = { ...this.#streams, [source]: new MediaStream([track]) };
          if (tracks[source]) void this.fill(source);
        }
        on.changed(this);
      },
    });
    return this.#negotiation;
  }

  #tearDown(): void {
    this.#negotiation?.stop();
    if (this.#channel) this.#channel.onopen = this.#channel.onmessage = null;
    if (this.#connection) this.#connection.onconnectionstatechange = null;
    this.#connection?.close();
    this.#negotiation = this.#connection = this.#channel = undefined;
    this.#streams = {};
    this.#boxed = false;
    this.#heardAt = 0;
  }

  async #read(signal: Signal, gen: number): Promise<void> {
    switch (signal.type) {
      case 'restart':
        if (gen === this.#gen) this.#negotiation?.restart();
        return;
      case 'rebuild':
        if (this.#options.offers && signal.gen === this.#gen) this.#rebuild();
        return;
      case 'offer':
        if (!this.#options.offers && (gen > this.#gen || !this.#negotiation)) {
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
    await this.#negotiation?.receive(signal).catch((error) => {
      if (connection === this.#connection)
        this.#options.log.warn('a description was refused', { error: error.name });
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
    if (this.#state === 'stalled' && this.#connection?.connectionState === 'connected') this.#becomeLive();
  }

  #connectionChanged(state: RTCPeerConnectionState): void {
    if (state === 'connected') this.#becomeLive();
    else if (state === 'failed') this.#stall();
  }

  #becomeLive(): void {
    this.#wasLive = true;
    this.#rebuilds = 0;
    if (this.#heardAt) this.#heardAt = performance.now();
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
    this.#negotiation?.restart();
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

  #trusts(fingerprint: string): boolean {
    this.#fingerprint ??= fingerprint;
    if (fingerprint === this.#fingerprint) return true;
    this.#options.on.distrusted(this);
    return false;
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
