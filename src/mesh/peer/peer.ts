/**
 * One link to one participant, for one session of theirs. Owns the RTCPeerConnection of the current generation and replaces it
 * when it cannot be repaired. Knows no rooms, cameras or elements.
 */
import type { PeerMessage, Signal } from '../../protocol/peer-messages.js';
import type { BulkChannel } from '../connection/bulk-channel.js';
import { Connection } from '../connection/connection.js';
import type { IceSettings } from '../connection/ice.js';
import { fill, type Source } from '../connection/slots.js';
import { type LinkStats, packetsReceived } from '../quality/stats.js';
import type { View, ViewedSource } from '../quality/video-quality.js';
import type { SignalFrame } from '../signaling/payload.js';
import { SignalQueue } from '../signaling/signal-queue.js';
import { type Allowance, COST } from './cpu-allowance.js';
import { Health } from './health.js';
import type { PeerOptions } from './peer-options.js';
import type { LinkState, PeerState } from './watchdog.js';

const NO_STREAMS = Object.freeze({});

/** Upper limit for the event loop delay that a peer reports (ms). */
const MOST_DELAY = 5_000;
/**
 * Measuring interval of a healthy link (ms). Seven links with camera and voice take 0.3 % of a core like this, and 0.45 % with the level of
 * our voice (Chromium 156, `npm run bench -- polling`, one run of four noisy rounds; the worst rounds alone would make 1.2 %).
 */
const MEASURED_EVERY = 1_900;

export class Peer {
  readonly id: string;
  readonly sid: string;
  /** We make new links: the one who joined later does. */
  readonly offers: boolean;
  /** The state of the link; changed only here. */
  readonly health = new Health();
  readonly #options: PeerOptions;
  /** How their page shows our videos, as far as it has told us. */
  views: Partial<Record<ViewedSource, View>> = {};
  #gen: number;
  #told: LinkState = 'connecting';
  #connection: Connection | undefined;
  #prepared: Promise<void> | undefined;
  #encoded = false;
  /** The link became live when the browser had found its path, and the browser has not lost it since. */
  #isUp = false;
  #measuredAt = Number.NEGATIVE_INFINITY;
  /** The latest statistics of the current connection. */
  stats: LinkStats | undefined;
  /** What their page can do: as their presence says, and before that as the party says. */
  can: readonly string[];
  #bulk: BulkChannel | undefined;
  readonly #signals: SignalQueue;
  readonly #allowance: Allowance;

  constructor(options: PeerOptions) {
    this.#options = options;
    this.id = options.id;
    this.sid = options.sid;
    this.offers = options.offers;
    this.can = options.can ?? [];
    this.#gen = options.gen;
    this.#allowance = options.allowance;
    this.#signals = new SignalQueue(
      (frame) => options.send(this, frame),
      (signal, gen) => this.#read(signal, gen),
      this.#allowance,
      options.cipher,
    );
  }

  get state(): PeerState {
    return this.health.state;
  }

  get streams(): Readonly<Partial<Record<Source, MediaStream>>> {
    return this.#connection?.streams ?? NO_STREAMS;
  }

  /**
   * The bulk channel of the current connection; `undefined` while the control channel is closed, and for pages without it. A
   * rebuilt link has a new one, and what was not sent is rejected. Its code is loaded with the first use; rejects if that fails.
   */
  async bulk(): Promise<BulkChannel | undefined> {
    const connection = this.#connection;
    if (!connection || !this.health.isChannelOpen || !this.can.includes('bulk')) return undefined;
    const loaded = await import('../connection/bulk-channel.js');
    if (connection !== this.#connection) return undefined;
    this.#bulk ??= loaded.bulkOf(this, this.#options);
    return this.#bulk;
  }

  get connection(): RTCPeerConnection | undefined {
    return this.#connection?.rtc;
  }

  /** Statistics of this link, measured now; `undefined` if there is no connection. Rejects if it closes meanwhile. */
  async statistics(): Promise<LinkStats | undefined> {
    return this.#connection?.stats();
  }

  get link(): LinkState {
    return this.health.link;
  }

  /** Prepares connection and offer, so that joining takes one frame. A second call makes new ones. */
  prepare(): Promise<void> {
    // The encoded offer may have been sent: an answer to it must not match the new connection.
    if (this.#encoded) this.#gen += 1;
    this.#become('prepared');
    this.health.restartTimeouts();
    return this.#make();
  }

  /** The latest prepared offer as a payload, for the party to pass on; none if the link has ended meanwhile. */
  async encodedOffer(): Promise<{ gen: number; neg: number; payload: string } | undefined> {
    for (let seen: unknown; seen !== this.#prepared; await seen) seen = this.#prepared;
    if (this.state !== 'prepared') return undefined;
    this.#encoded = true;
    const gen = this.#gen;
    const { neg, bytes } = await this.#connection!.negotiation.deflatedOffer();
    return { gen, neg, payload: await this.#signals.encodeOffer(bytes, gen) };
  }

  /** We have joined, and the prepared offer went out with our `join`. If the offer was not ready in time for `join`, it is sent now. */
  async offered(): Promise<void> {
    this.#become('offered');
    const connection = this.#connection;
    await this.#prepared;
    if (!connection || connection !== this.#connection) return;
    if (!this.#encoded) this.#signals.post(connection.negotiation.firstOffer(), this.#gen);
    connection.negotiation.release();
  }

  /** Makes and sends an offer: to a participant without a prepared one, or for a new generation. */
  offer(): Promise<void> {
    void this.#make();
    return this.offered();
  }

  #make(): Promise<void> {
    // If there is no offer or no connection, the watchdog rebuilds the link.
    this.#prepared = this.#attempt()?.negotiation.prepare().catch(this.#failed) ?? Promise.resolve();
    return this.#prepared;
  }

  /** Creates a connection; `undefined` if the browser cannot, which the mesh has reported. */
  #attempt(): Connection | undefined {
    try {
      return this.#build();
    } catch (cause) {
      this.#failed(cause);
      return undefined;
    }
  }

  readonly #failed = (cause: unknown): void => {
    this.#options.log.warn('connection not made', { error: (cause as Error | undefined)?.name });
  };

  receive(frame: SignalFrame, byParty = false): void {
    this.health.heardByOtherRoute();
    this.#signals.receive(frame, byParty);
  }

  /** Sets our current track in the slot of `source`. */
  async fill(source: Source): Promise<void> {
    if (this.#connection) await fill(this.#connection.rtc, source, this.#options.tracks[source] ?? null);
  }

  /** Returns `false` when the control channel is not open. */
  tell(message: PeerMessage): boolean {
    return this.#connection?.tell(message) ?? false;
  }

  /** The peer can be reached again. A link that is not live is retried at once; pending signals are sent again, or renewed with `anew`. */
  retry(anew = false): void {
    this.health.resetBackoff();
    const { isClosed, negotiation } = this.#connection ?? {};
    const isStalled = this.state === 'stalled';
    const isComing = this.state === 'offered' || this.state === 'connecting';
    const isBeyondRestart =
      isClosed || (isStalled && (!this.health.hadPath || (negotiation?.hasRestartFailed ?? true)));
    if (isBeyondRestart || this.state === 'idle' || (isComing && anew)) this.#rebuild();
    else if (isStalled) this.#restart();
    else if (isComing) this.#resend();
  }

  /** Our network changed: looks for a new path, and uses the old one as long as it lives. */
  renew(): void {
    if (this.state === 'live') this.#connection?.negotiation.renew();
    else this.retry(true);
  }

  /** The ICE servers have changed. */
  reconfigure(ice: IceSettings): Promise<void> | undefined {
    return this.#connection?.reconfigure(ice);
  }

  /**
   * Called four times a second: checks for signs of life, and repeats what has waited too long. `delay`: the delay of our event
   * loop (ms).
   */
  tick(now: number, delay: number): void {
    const mayHear = this.state === 'live' || this.state === 'stalled';
    // Also where messages are late: only counts that are close together show packets, and these keep a late page from being given up.
    if (mayHear && (this.health.liveness.isSuspect(now) || now - this.#measuredAt > MEASURED_EVERY))
      void this.#measure(now);
    const isChecking = this.connection?.connectionState === 'connecting';
    const restartsOnce = this.#connection?.negotiation.restartsOnce;
    const action = this.health.due(now, { delay, isChecking, restartsOnce });
    if (action === 'stall') this.#stall();
    // Without a route for signals an attempt cannot succeed, and the old path may come back by itself.
    else if (action && this.#options.isReachable(this)) {
      if (action === 'restart') this.#restart();
      else if (action === 'resend') this.#resend();
      else this.#rebuild();
    }
    if (this.link !== this.#told) this.#changed();
  }

  /** Replaces the connection, which cannot be repaired. That is our own doing, so it is not charged to the peer. */
  replace(): void {
    this.#rebuild();
  }

  /** `graceful`: our last messages have time to arrive. */
  close(graceful = false): void {
    this.#signals.end();
    this.#tearDown(graceful);
    this.#become('closed');
  }

  #build(): Connection {
    this.#tearDown();
    const { connect, protocol, tracks, usesRed, trusts, on } = this.#options;
    this.#connection = new Connection({
      rtc: connect(),
      protocol,
      polite: this.offers,
      tracks,
      usesRed,
      send: (signal) => this.#signals.post(signal, this.#gen),
      trusts: (fingerprint) => trusts(this, fingerprint),
      stateChanged: (state) => this.#connectionChanged(state),
      slotsReady: () => this.#changed(),
      opened: () => {
        this.health.opened();
        this.#heard();
        on.opened(this);
      },
      received: (message) => this.#message(message),
      ignored: (type) => on.ignored(type),
      ended: () => this.#ended(),
    });
    return this.#connection;
  }

  #tearDown(graceful = false): void {
    this.#bulk?.close();
    this.#bulk = undefined;
    this.#connection?.close(graceful);
    this.#connection = undefined;
    this.#encoded = this.health.isChannelOpen = this.health.hadPath = false;
    this.stats = undefined;
  }

  /** Counts packets and video frames. */
  async #measure(now: number): Promise<void> {
    this.#measuredAt = now;
    const connection = this.#connection;
    const stats = await connection?.measure();
    if (!stats || connection !== this.#connection) return;
    const answered = performance.now();
    this.stats = stats;
    if (this.health.liveness.count(packetsReceived(stats), answered)) this.#heard(answered);
    if (this.state === 'live') connection!.watchPictures(stats, answered);
  }

  async #read(signal: Signal, gen: number): Promise<void> {
    // The peer is repairing a link that this side has replaced: our offer of the next generation has not arrived.
    const isRepair = signal.type === 'offer' || signal.type === 'rebuild';
    if (isRepair && gen < this.#gen && this.health.isOfferLost) this.#resend();
    switch (signal.type) {
      case 'restart':
        if (signal.live && this.state === 'live') this.#connection?.negotiation.acceptPath();
        return gen === this.#gen ? this.#connection?.negotiation.restart() : undefined;
      case 'rebuild':
        if (!this.offers || signal.gen !== this.#gen) return;
        if (this.state === 'offered') this.#resend();
        else this.#rebuild();
        return;
      case 'offer':
        if (!this.offers && (gen > this.#gen || !this.#connection)) {
          // The peer restarts a connection that we have closed while they were away. Only a new one can connect.
          if (!this.#connection && signal.neg > 1) return this.#signals.post({ type: 'rebuild', gen }, gen);
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
    // A description that the browser rejects ends this generation, not the page; the timeouts build the next one.
    await connection?.negotiation.receive(signal).catch(({ name }) => {
      if (connection === this.#connection) this.#options.log.warn('description refused', { error: name });
    });
    // Applying it may have been slow: the time for finding a path starts now.
    if (this.state === 'connecting' && signal.type !== 'candidates') this.health.restartTimeouts();
  }

  #message(message: PeerMessage): void {
    this.#heard();
    if (message.type === 'signal') this.#signals.receive(message);
    else if (message.type === 'heartbeat') this.health.reportDelay(Math.min(message.delay ?? 0, MOST_DELAY));
    else if (message.type === 'bulk')
      this.bulk().then(
        (bulk) => bulk?.granted(message.credit),
        () => this.#options.log.warn('bulk: no code'),
      );
    else {
      if (message.type === 'presence') this.can = message.can ?? [];
      this.#options.on.received(this, message);
    }
  }

  #heard(now?: number): void {
    this.health.liveness.hear(now);
    const state = this.connection?.connectionState;
    const mayBeUp = this.state === 'stalled' || this.state === 'connecting';
    if (mayBeUp && (state === 'connected' || state === 'disconnected')) this.#becomeLive();
  }

  /** The other side closed this connection, so no restart can repair it. If the party misses them too, they are gone. */
  #ended(): void {
    this.health.liveness.stop(performance.now());
    this.#become('stalled');
    if (this.#mayRebuild()) this.#rebuild();
  }

  /** Whether a rebuild that the peer asks for, or causes, fits into their budget. */
  #mayRebuild(): boolean {
    return !this.#allowance.delay(COST.connection + COST.description);
  }

  #connectionChanged(state: RTCPeerConnectionState): void {
    if (state === 'connected') this.#becomeLive();
    else if (state === 'failed') this.#stall();
    // The browser reports missing answers to its checks; our own messages tell more.
    else if (state === 'disconnected') {
      this.#isUp = false;
      this.health.liveness.suspect(performance.now());
    }
  }

  #becomeLive(): void {
    // The channel and the connection may report one after the other that the link is up.
    if (this.health.wasLive && !(this.state === 'live' && this.#isUp)) this.#connection?.recovered();
    this.#isUp = this.connection?.connectionState === 'connected';
    this.#connection?.negotiation.pathFound();
    this.health.liveness.hear();
    this.#become('live');
  }

  #stall(): void {
    if (this.state !== 'live' && this.state !== 'connecting') return;
    this.#connection?.negotiation.acceptPath();
    this.#become('stalled');
    this.#options.on.stalled(this);
    // A connection that was never up cannot be restarted: the watchdog rebuilds the link.
    if (this.health.hadPath && this.#options.isReachable(this)) this.#restart();
  }

  #restart(): void {
    this.health.tried();
    // A closed connection cannot be restarted. The peer may have missed our request for a new one.
    if (!this.#connection?.isClosed) this.#connection?.negotiation.restart();
    else if (this.#mayRebuild()) this.#rebuild();
  }

  #resend(): void {
    this.health.tried();
    this.#connection?.negotiation.resend();
  }

  #rebuild(): void {
    this.health.rebuilt();
    if (this.offers) {
      this.#gen += 1;
      void this.offer();
    } else {
      // The new offer must not wait behind a signal that is never applied.
      this.#signals.unblock();
      this.#signals.post({ type: 'rebuild', gen: this.#gen }, this.#gen);
    }
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
