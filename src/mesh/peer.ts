/**
 * One link to one participant, for as long as their session lasts. Owns the RTCPeerConnection of the present
 * generation and makes a new one when the old is beyond repair. Knows nothing of rooms, cameras or elements.
 */
import { toJson } from '../protocol/json.js';
import type { PeerMessage, Signal } from '../protocol/peer-messages.js';
import { Allowance, COST } from './allowance.js';
import type { SignalFrame } from './box.js';
import { Connection } from './connection.js';
import { Health } from './health.js';
import type { IceSettings } from './ice.js';
import { Mailbox } from './mailbox.js';
import type { PeerOptions } from './peer-options.js';
import { fill, type Source } from './slots.js';
import { type LinkStats, packetsReceived } from './stats.js';
import type { LinkState, PeerState } from './watchdog.js';

const NO_STREAMS = Object.freeze({});

/** Nobody is believed to be later than this (ms). */
const MOST_DELAY = 5_000;
/** A link that gives no reason to doubt it is measured this often (ms). */
const MEASURED_EVERY = 2_000;

export class Peer {
  readonly id: string;
  readonly sid: string;
  /** How the link is doing; changed only here. */
  readonly health = new Health();
  readonly #options: PeerOptions;
  #gen = 0;
  #told: LinkState = 'connecting';
  #connection: Connection | undefined;
  #prepared: Promise<void> | undefined;
  #boxed = false;
  #measuredAt = Number.NEGATIVE_INFINITY;
  #stats: LinkStats | undefined;
  readonly #mailbox: Mailbox;
  readonly #allowance: Allowance;

  constructor(options: PeerOptions) {
    this.#options = options;
    this.id = options.id;
    this.sid = options.sid;
    this.#allowance = options.allowance ?? new Allowance();
    this.#mailbox = new Mailbox(
      (frame) => options.send(this, frame),
      (signal, gen) => this.#read(signal, gen),
      options.envelope,
      this.#allowance,
    );
  }

  get state(): PeerState {
    return this.health.state;
  }

  get streams(): Readonly<Partial<Record<Source, MediaStream>>> {
    return this.#connection?.streams ?? NO_STREAMS;
  }

  /** What was measured last on the present connection. */
  get stats(): LinkStats | undefined {
    return this.#stats;
  }

  get connection(): RTCPeerConnection | undefined {
    return this.#connection?.rtc;
  }

  get link(): LinkState {
    return this.health.link;
  }

  /** Makes connection and offer ahead of time, so that joining is one frame. Again: makes them anew. */
  prepare(): Promise<void> {
    // What is in a box may be on its way: the answer to it is not for this one.
    if (this.#boxed) this.#gen += 1;
    this.#become('prepared');
    this.health.renewed();
    return this.#make();
  }

  /** The offer prepared last in its box, for the party to pass on; none when the link has ended meanwhile. */
  async boxedOffer(): Promise<{ gen: number; neg: number; box: string } | undefined> {
    for (let seen: unknown; seen !== this.#prepared; await seen) seen = this.#prepared;
    if (this.state !== 'prepared') return undefined;
    this.#boxed = true;
    const gen = this.#gen;
    const { neg, bytes } = await this.#connection!.negotiation.deflatedOffer();
    return { gen, neg, box: await this.#mailbox.close(bytes, gen) };
  }

  /** We are in: the boxed offer is on its way with our `join`; one that was not boxed in time goes out now. */
  async offered(): Promise<void> {
    this.#become('offered');
    const connection = this.#connection;
    await this.#prepared;
    if (!connection || connection !== this.#connection) return;
    if (!this.#boxed) this.#mailbox.post(connection.negotiation.firstOffer(), this.#gen);
    connection.negotiation.release();
  }

  /** Makes an offer and sends it: to someone whom we did not see from the lobby, or for a new generation. */
  offer(): Promise<void> {
    void this.#make();
    return this.offered();
  }

  #make(): Promise<void> {
    // Where there is no offer, or not even a connection, the watchdog makes the link anew.
    this.#prepared = this.#attempt()?.negotiation.prepare().catch(this.#failed) ?? Promise.resolve();
    return this.#prepared;
  }

  /** A connection, unless the browser makes none, of which the mesh has told. */
  #attempt(): Connection | undefined {
    try {
      return this.#build();
    } catch (cause) {
      this.#failed(cause);
      return undefined;
    }
  }

  readonly #failed = (cause: unknown): void => {
    this.#options.log.warn('a connection could not be made', { error: (cause as Error | undefined)?.name });
  };

  receive(frame: SignalFrame, byParty = false): void {
    this.health.missed();
    this.#mailbox.receive(frame, byParty);
  }

  /** Puts what we send into the slot of `source`. */
  async fill(source: Source): Promise<void> {
    if (this.#connection) await fill(this.#connection.rtc, source, this.#options.tracks[source] ?? null);
  }

  /** How loud the microphone is that we send over this link; `undefined` where that is not told. */
  async sentLevel(): Promise<number | undefined> {
    return this.#connection?.sentLevel();
  }

  /** `false` when the control channel is not open. */
  tell(message: PeerMessage): boolean {
    return this.#connection?.tell(toJson(message)) ?? false;
  }

  /** They can be reached again: what is not live is tried again at once, what is on its way said once more, or made `anew`. */
  retry(anew = false): void {
    this.health.forgive();
    const { isOver, negotiation } = this.#connection ?? {};
    const isStalled = this.state === 'stalled';
    const isComing = this.state === 'offered' || this.state === 'connecting';
    const isInVain =
      isOver || (isStalled && (!this.health.wasLive || (negotiation?.isRestartInVain ?? true)));
    if (isInVain || this.state === 'idle' || (isComing && anew)) this.#rebuild();
    else if (isStalled) this.#restart();
    else if (isComing) this.#again();
  }

  /** Our network is another one now: a new path is looked for, while the old one is used for as long as it lives. */
  renew(): void {
    if (this.state === 'live') this.#connection?.negotiation.renew();
    else this.retry(true);
  }

  /** There are other ICE servers now. */
  reconfigure(ice: IceSettings): Promise<void> | undefined {
    return this.#connection?.reconfigure(ice);
  }

  /** Four times a second: looks whether they live, and tries again whatever waits too long. `delay`: how late our event loop is (ms). */
  tick(now = performance.now(), delay = 0): void {
    const mayHear = this.state === 'live' || this.state === 'stalled';
    if (mayHear && (this.health.pulse.isSuspect(now) || now - this.#measuredAt > MEASURED_EVERY))
      void this.#measure(now);
    const isChecking = this.connection?.connectionState === 'connecting';
    const action = this.health.due(now, { delay, isChecking });
    if (action === 'stall') this.#stall();
    // Without a way for signals nothing would come of it, and the old path may come back by itself.
    else if (action && this.#options.isReachable(this)) {
      if (action === 'restart') this.#restart();
      else if (action === 'again') this.#again();
      else this.#rebuild();
    }
    if (this.link !== this.#told) this.#changed();
  }

  close(): void {
    this.#mailbox.end();
    this.#tearDown();
    this.#become('closed');
  }

  #build(): Connection {
    this.#tearDown();
    const { connect, offers, tracks, encoding, trusts, on } = this.#options;
    this.#connection = new Connection({
      rtc: connect(),
      polite: offers,
      tracks,
      encoding,
      send: (signal) => this.#mailbox.post(signal, this.#gen),
      trusts: (fingerprint) => trusts(this, fingerprint),
      stateChanged: (state) => this.#connectionChanged(state),
      slotsReady: () => this.#changed(),
      opened: () => {
        this.health.isTalking = true;
        this.#heard();
        on.opened(this);
      },
      received: (message) => this.#message(message),
      ended: () => this.#ended(),
    });
    return this.#connection;
  }

  #tearDown(): void {
    this.#connection?.close();
    this.#connection = undefined;
    this.#boxed = this.health.isTalking = false;
    this.#stats = undefined;
  }

  /** Counts packets and pictures. */
  async #measure(now: number): Promise<void> {
    this.#measuredAt = now;
    const connection = this.#connection;
    const stats = await connection?.measure();
    if (!stats || connection !== this.#connection) return;
    const answered = performance.now();
    this.#stats = stats;
    if (this.health.pulse.count(packetsReceived(stats), answered)) this.#heard(answered);
    if (this.state === 'live') connection!.watchPictures(stats, answered);
  }

  async #read(signal: Signal, gen: number): Promise<void> {
    // They mend a link that we have given up: our offer of the next one has not reached them.
    const mends = signal.type === 'offer' || signal.type === 'rebuild';
    if (mends && gen < this.#gen && this.health.isOfferLost) this.#again();
    switch (signal.type) {
      case 'restart':
        if (signal.live && this.state === 'live') this.#connection?.negotiation.settle();
        return gen === this.#gen ? this.#connection?.negotiation.restart() : undefined;
      case 'rebuild':
        if (!this.#options.offers || signal.gen !== this.#gen) return;
        if (this.state === 'offered') this.#again();
        else this.#rebuild();
        return;
      case 'offer':
        if (!this.#options.offers && (gen > this.#gen || !this.#connection)) {
          this.#gen = gen;
          if (this.#connection) this.health.rebuilt();
          if (this.#attempt()) this.#become('connecting');
        }
        break;
      case 'answer':
        if (gen === this.#gen && this.state === 'offered') this.#become('connecting');
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
    // Taking it may have been slow: a path is looked for from now on.
    if (this.state === 'connecting' && signal.type !== 'candidates') this.health.renewed();
  }

  #message(message: PeerMessage): void {
    this.#heard();
    if (message.type === 'signal') this.#mailbox.receive(message);
    else if (message.type === 'heartbeat') this.health.theirDelay = Math.min(message.delay ?? 0, MOST_DELAY);
    else this.#options.on.received(this, message);
  }

  #heard(now?: number): void {
    this.health.pulse.hear(now);
    const state = this.connection?.connectionState;
    const mayBeUp = this.state === 'stalled' || this.state === 'connecting';
    if (mayBeUp && (state === 'connected' || state === 'disconnected')) this.#becomeLive();
  }

  /** They closed this connection: no restart will bring it back, and if the party misses them too, they are gone. */
  #ended(): void {
    this.health.pulse.stop(performance.now());
    this.#become('stalled');
    if (this.#mayRebuild()) this.#rebuild();
  }

  /** At their word, or because of what they did. */
  #mayRebuild(): boolean {
    return !this.#allowance.delay(COST.connection + COST.description);
  }

  #connectionChanged(state: RTCPeerConnectionState): void {
    if (state === 'connected') this.#becomeLive();
    else if (state === 'failed') this.#stall();
    // Browsers ask for answers to their checks; what we hear says more.
    else if (state === 'disconnected') this.health.pulse.doubt(performance.now());
  }

  #becomeLive(): void {
    if (this.health.wasLive) this.#connection?.recovered();
    this.#connection?.negotiation.found();
    this.health.pulse.hear();
    this.#become('live');
  }

  #stall(): void {
    if (this.state !== 'live' && this.state !== 'connecting') return;
    this.#connection?.negotiation.settle();
    this.#become('stalled');
    this.#options.on.stalled(this);
    // What was never up has nothing to restart: it is built anew, in its time.
    if (this.health.wasLive && this.#options.isReachable(this)) this.#restart();
  }

  #restart(): void {
    this.health.tried();
    // What is closed is not restarted; they may not have heard that we asked for another.
    if (!this.#connection?.isOver) this.#connection?.negotiation.restart();
    else if (this.#mayRebuild()) this.#rebuild();
  }

  #again(): void {
    this.health.tried();
    this.#connection?.negotiation.again();
  }

  #rebuild(): void {
    this.health.rebuilt();
    if (this.#options.offers) {
      this.#gen += 1;
      void this.offer();
    } else this.#mailbox.post({ type: 'rebuild', gen: this.#gen }, this.#gen);
    this.#changed();
  }

  #become(state: PeerState): void {
    if (this.health.become(state)) this.#changed();
  }

  #changed(): void {
    this.#told = this.link;
    this.#options.on.changed(this);
  }
}
