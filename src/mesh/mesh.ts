/**
 * Owns all links, one `Peer` per participant. Decides which participants are linked and which side makes the offer; each `Peer`
 * does the rest. Receives tracks but never asks for a camera; sends signals through an injected function.
 */

import type { ClientFrame } from '../protocol/client-frames.js';
import { toJson } from '../protocol/json.js';
import type { PeerMessage } from '../protocol/peer-messages.js';
import type { Member } from '../protocol/schemas.js';
import { EventLoopDelay, SLEPT } from '../shared/event-loop.js';
import { IgnoredTypes } from '../shared/ignored-types.js';
import { TokenBucket } from '../shared/token-bucket.js';
import { connect, createCertificate, type IceSettings } from './connection/ice.js';
import type { Source, Tracks } from './connection/slots.js';
import type { SharedEncoder } from './encoded/shared-encoder.js';
import { CertificatePins } from './encryption/certificate-pins.js';
import type { MeshOptions } from './mesh-options.js';
import { Allowances, COST } from './peer/cpu-allowance.js';
import { Peer } from './peer/peer.js';
import { PeerLiveness } from './peer/peer-liveness.js';
import { MAX_LISTENERS_WITH_RED } from './quality/sound.js';
import { sentLevel } from './quality/stats.js';
import { VideoQuality, type View, type ViewedSource, type Wanted } from './quality/video-quality.js';
import type { SignalFrame } from './signaling/payload.js';
import type { Relay } from './signaling/relay.js';

/** Limit of connections prepared before a join; each costs about 20 ms of CPU and a few sockets. */
const MAX_PREPARED = 12;
/** A prepared offer is renewed after this time, because addresses change and NAT bindings time out (ms). */
const PREPARED_FOR = 60_000;
/** No link has as many generations: the wait doubles with each that fails. */
const GENERATIONS = 1_000;
/** Interval of the link check (ms). */
const TICK = 250;
/** A heartbeat goes to every peer on every second tick, twice a second. */
const BEAT = 2;
/** The others are asked about silent peers on every fourth tick, once a second. */
const ASK = 4;
/** Event loop delays below this are not reported to peers (ms). */
const TOLD_DELAY = 100;
/** If ticks are further apart than this, our page could not listen: it was suspended or busy (ms). Hidden pages tick once a second. */
const MISSED_TICKS_AFTER = 1_500;

type Offers = Extract<ClientFrame, { type: 'join' }>['offers'];

export class Mesh {
  /** The participants' messages that only a newer client understands. */
  readonly ignored = new IgnoredTypes();
  readonly #options: MeshOptions;
  readonly #peers = new Map<string, Peer>();
  /** Peers whose socket to the party is lost. */
  readonly #away = new Set<string>();
  readonly #certificatePins = new CertificatePins();
  readonly #tracks: Tracks = {};
  /** The servers as configured, and without the ones that this browser rejects. */
  #given: IceSettings = { servers: [], relayOnly: false };
  #ice = this.#given;
  /** Our own join number. */
  #seq = 0;
  /** Generation of the first offer of a new link: higher than those of links that were given up, whose other side may still have one. */
  #firstGen = 0;
  #certificate: RTCCertificate | undefined;
  #ticks: ReturnType<typeof setInterval> | undefined;
  #tickedAt = 0;
  #turn = 0;
  readonly #delay = new EventLoopDelay();
  /** Comes with the third participant. */
  #relay: Relay | undefined;
  #relayLoading: Promise<void> | undefined;
  /** Only with `encode: 'shared'`, and only where it works. */
  #shared: SharedEncoder | undefined;
  readonly #peerLiveness: PeerLiveness;
  readonly #quality: VideoQuality;
  readonly #allowances = new Allowances();
  /** Limits how often connections are prepared: twelve at once, refilled within twelve seconds. */
  readonly #preparing = new TokenBucket(MAX_PREPARED, 12_000);

  constructor(options: MeshOptions) {
    this.#options = options;
    this.#quality = new VideoQuality({
      peers: this.#peers,
      shared: () => this.#shared,
      limited: options.on.cameraLimited,
      screenContent: options.on.screenContent,
    });
    this.#peerLiveness = new PeerLiveness({
      peers: this.#peers,
      askParty: (id) => options.isConnected() && options.send({ type: 'probe', id }),
      isPresent: (id) => this.#isAtParty(id),
    });
  }

  get peers(): Iterable<Peer> {
    return this.#peers.values();
  }

  /** The certificate exists, so links can be made. */
  get isStarted(): boolean {
    return this.#certificate !== undefined;
  }

  /** Creates the certificate. Await it before any other call. */
  async start(): Promise<void> {
    if (this.#options.encode === 'shared') await this.#startSharing();
    this.#certificate ??= await createCertificate();
    this.#tickedAt = performance.now();
    if (this.#ticks) return;
    this.#quality.start();
    this.#ticks = setInterval(() => this.#tick(), TICK);
  }

  /** New ICE servers: unanswered offers are renewed, direct paths are kept, relayed and missing paths are restarted. */
  setIce(ice: IceSettings): void {
    if (toJson(ice) === toJson(this.#given)) return;
    this.#given = this.#ice = ice;
    const isNew = ({ state }: Peer) => state === 'prepared' || state === 'offered';
    // An existing connection rejects the whole list if it dislikes one server, so the list is tested first.
    if (![...this.#peers.values()].every(isNew)) this.#tryOut();
    for (const peer of this.#peers.values()) {
      if (peer.state === 'prepared') void peer.prepare();
      else if (peer.state === 'offered') peer.retry(true);
      else void peer.reconfigure(this.#ice);
    }
  }

  /** Sets the track that everyone gets in this slot; no renegotiation. */
  async setTrack(source: Source, track: MediaStreamTrack | null): Promise<void> {
    this.#tracks[source] = track;
    if (source === 'camera') this.#shared?.setTrack(track);
    await Promise.all([...this.#peers.values()].map((peer) => peer.fill(source)));
    if (source === 'camera' || source === 'screen') this.#quality.apply();
  }

  /** How the interface shows a participant's video: they send no more than that. Kept for their next link. */
  setView(id: string, source: ViewedSource, view: View): void {
    this.#quality.show(id, source, view);
  }

  /** What people want of the call's video has changed: limits, who speaks, who is pinned. */
  want(change: Partial<Wanted>): void {
    this.#quality.want(change);
  }

  /** The size of the camera's pictures changed. */
  cameraChanged(): void {
    this.#quality.apply();
  }

  /** In the lobby: keeps one prepared connection per member. */
  prepare(members: readonly Member[]): void {
    this.#dropAllBut(members);
    for (const member of members) {
      const isWanted = this.#peers.size < MAX_PREPARED && !this.#peers.has(member.id);
      // Nothing is prepared for members who reconnect all the time: they get their link when we join.
      if (isWanted && this.#preparing.take(performance.now())) void this.#add(member, true).prepare();
    }
  }

  /** The offers of all prepared connections, for one `join` frame. */
  async offers(): Promise<Offers> {
    const prepared = [...this.#peers.values()].filter((peer) => peer.state === 'prepared');
    const offers = prepared.map(async (peer) => {
      // If one link cannot be prepared, the others still can: this one is made after the join.
      const offer = await peer.encodedOffer().catch(() => undefined);
      return offer ? [{ to: peer.id, toSid: peer.sid, ...offer }] : [];
    });
    return (await Promise.all(offers)).flat();
  }

  /**
   * We are a member with join number `seq`, for the first time or again; `members` are the others. Live links stay untouched.
   * Members who joined before us and have no link get an offer; members who joined later will send one.
   */
  enter(seq: number, members: readonly Member[]): void {
    this.#dropAllBut(members, (peer) => peer.link === 'live');
    this.#seq = seq;
    for (const member of members) {
      if (!member.away) this.meet(member);
      // The old offer cannot have reached this page.
      else if (this.#peers.get(member.id)?.state === 'prepared') this.remove(member.id);
      else this.away(member.id);
    }
  }

  /** A member whose socket is connected to the party: creates their link, or checks it. */
  meet(member: Member): void {
    this.#away.delete(member.id);
    const offers = this.#seq > member.seq;
    // With another join number than before, one side has given up the link.
    if (this.#peers.get(member.id)?.offers === !offers) this.remove(member.id);
    const peer = this.#peers.get(member.id);
    if (peer?.state === 'prepared') void peer.offered();
    else if (peer) {
      // The rate is limited by their time budget.
      if (!this.#allowances.of(member.id).delay(COST.restart)) peer.retry();
    } else if (offers) void this.#add(member, true).offer();
    else this.#add(member, false);
  }

  /** A participant joined after us. Their offer comes with this message, or later as a signal. */
  joined(member: Member, offer: SignalFrame | undefined): void {
    this.remove(member.id);
    const peer = this.#add(member, false);
    if (offer) peer.receive(offer, true);
  }

  /** A signal that the party relayed. */
  receive(from: string, fromSid: string, frame: SignalFrame): void {
    const peer = this.#peers.get(from);
    if (peer?.sid === fromSid) peer.receive(frame, true);
  }

  /** The party has lost the socket of a member. That alone ends no link. */
  away(id: string): void {
    this.#away.add(id);
  }

  /** The participant left: the link ends at once. `graceful`: our last messages have time to arrive. */
  remove(id: string, graceful = false): void {
    this.#peers.get(id)?.close(graceful);
    this.#firstGen += GENERATIONS;
    this.#away.delete(id);
    this.#peerLiveness.forget(id);
    if (this.#peers.delete(id)) this.#quality.apply();
  }

  /** The party vouches for this participant. */
  vouch(id: string): void {
    this.#peerLiveness.vouch(id);
  }

  /** Sends a message to one participant, or to all whose channel is open. */
  tell(message: PeerMessage, to?: string): void {
    for (const peer of this.#peers.values()) if (to === undefined || to === peer.id) peer.tell(message);
  }

  /** Our network changed: every link looks for a new path at once. */
  renew(): void {
    for (const peer of this.#peers.values()) {
      if (peer.state === 'prepared') void peer.prepare();
      else peer.renew();
    }
  }

  /** Our page was offline, asleep or hidden: every link has to show a sign of life soon, or is repaired. */
  suspect(): void {
    const now = performance.now();
    for (const { health } of this.#peers.values()) health.liveness.suspect(now);
  }

  /** Level of the microphone that we send, 0 to 1; `undefined` without a live link and where the browser does not report it (Firefox). */
  async sentLevel(): Promise<number | undefined> {
    const peer = [...this.#peers.values()].find(({ state }) => state === 'live');
    return peer?.connection && sentLevel(peer.connection);
  }

  /** Ends every link; `graceful`: our last messages have time to arrive. `start()` starts again. */
  stop(graceful = false): void {
    clearInterval(this.#ticks);
    this.#ticks = undefined;
    this.#quality.stop();
    this.#shared?.stop();
    this.#shared = undefined;
    for (const id of [...this.#peers.keys()]) this.remove(id, graceful);
  }

  #add({ id, sid, can }: Member, offers: boolean): Peer {
    const { protocol, cipher, log, on } = this.#options;
    const allowance = this.#allowances.of(id);
    const peer = new Peer({
      id,
      sid,
      can,
      offers,
      gen: offers ? this.#firstGen : 0,
      protocol,
      connect: () => this.#connect(),
      tracks: this.#tracks,
      usesRed: () => this.#peers.size <= MAX_LISTENERS_WITH_RED,
      send: (to, frame) => this.#send(to, frame),
      cipher: cipher?.(id, sid),
      allowance,
      trusts: (one, fingerprint) => {
        const fits = this.#certificatePins.fits(one, fingerprint);
        if (!fits) on.distrusted(one);
        return fits;
      },
      isReachable: (one) => this.#isAtParty(one.id) || !!this.#relay?.reaches(one),
      log,
      on: {
        ...on,
        opened: (opened) => {
          if (this.#relay) opened.tell(this.#relay.key(opened));
          this.#quality.reached(opened.id, true);
          on.opened(opened);
        },
        received: (from, message) => this.#received(from, message),
        ignored: (type) => this.ignored.count(type),
        // A peer that was never heard says nothing about our own network.
        stalled: () =>
          on.stalled([...this.#peers.values()].every(({ link }) => link !== 'live' && link !== 'connecting')),
        changed: (changed) => {
          if (changed.state === 'live') {
            allowance.isSettled = true;
            this.#quality.isDue = true;
          }
          on.changed(changed);
        },
      },
    });
    this.#peers.set(id, peer);
    void this.#loadRelay();
    return peer;
  }

  /**
   * Sends a signal by the best available route: the link's own control channel while it lives, else the party, else a third
   * participant. Two cases use the party and a third participant together: a link that has stalled or failed to rebuild (a dead
   * socket still looks open for a while), and a link that only seems alive to us. The receiver reads duplicates once.
   */
  #send(peer: Peer, frame: SignalFrame): void {
    const { id: to, sid: toSid } = peer;
    const signal = { type: 'signal', ...frame, n: frame.n ?? 0 } as const;
    if (peer.state === 'live' && peer.tell(signal) && !peer.health.mayNotHearUs) return;
    const isReached = this.#isAtParty(to);
    // Queued for the party anyway: it may be back in a moment.
    this.#options.send({ ...signal, to, toSid });
    if (isReached && !peer.health.needsEveryRoute) return;
    // No other route: the control channel keeps the signal until the path is back.
    if (!this.#relay?.send(peer, frame) && !isReached) peer.tell(signal);
  }

  /** The party can be reached, and is connected with this participant. */
  #isAtParty(id: string): boolean {
    return this.#options.isConnected() && !this.#away.has(id);
  }

  /**
   * With a third participant, loads what sends signals through one, and exchanges keys for that. It is loaded while their link is
   * made, because the party may be lost as soon as there is one. Never rejects: the next tick tries again.
   */
  async #loadRelay(isNeeded = this.#peers.size > 1): Promise<void> {
    if (this.#relay || !isNeeded) return;
    this.#relayLoading ??= import('./signaling/relay.js')
      .then((loaded) => {
        const relay = new loaded.Relay({ peers: this.#peers, distrusted: this.#options.on.distrusted });
        this.#relay = relay;
        for (const peer of this.#peers.values()) peer.tell(relay.key(peer));
      })
      .catch(() => {
        this.#relayLoading = undefined;
      });
    await this.#relayLoading;
  }

  /** Never rejects: without it each link has its own encoder. */
  async #startSharing(): Promise<void> {
    const { createConnection, log } = this.#options;
    try {
      const { SharedEncoder } = await import('./encoded/shared-encoder.js');
      this.#shared ??= await SharedEncoder.start({
        connect: () => createConnection({}),
        log,
        changed: () => this.#quality.apply(),
        broken: (connection) =>
          [...this.#peers.values()].find((peer) => peer.connection === connection)?.replace(),
      });
      this.#shared?.setTrack(this.#tracks.camera ?? null);
    } catch {
      log.warn('encode: no code');
    }
  }

  /** Finds out which of the ICE servers this browser accepts. */
  #tryOut(): void {
    try {
      this.#connect().close();
    } catch {
      // The error was reported already; the existing connections keep their servers.
    }
  }

  /** Creates a connection. Reports and throws if the browser cannot create one even without ICE servers. */
  #connect(): RTCPeerConnection {
    const { createConnection, log, on } = this.#options;
    const ice = this.#ice;
    try {
      const connection = connect(createConnection, ice, this.#certificate, (taken) => {
        log.warn('ICE servers rejected', { count: ice.servers.length - taken.length });
        this.#ice = { ...ice, servers: taken };
      });
      this.#shared?.adopt(connection);
      return connection;
    } catch (cause) {
      on.broken(cause);
      throw cause;
    }
  }

  #dropAllBut(members: readonly Member[], keep: (peer: Peer) => boolean = () => false): void {
    for (const peer of [...this.#peers.values()]) {
      const member = members.find(({ id }) => id === peer.id);
      // With another page they need another link.
      if (member ? member.sid !== peer.sid : !keep(peer)) this.remove(peer.id);
      else if (!member) this.away(peer.id);
    }
  }

  #received(from: Peer, message: PeerMessage): void {
    switch (message.type) {
      case 'key':
      case 'relay':
      case 'relayed':
        // They may know of the third participant before we do.
        void this.#loadRelay(true).then(() => this.#relay?.receive(from, message));
        return;
      case 'probe':
        if (this.#peerLiveness.heard(message.id)) from.tell({ type: 'vouch', id: message.id });
        return;
      case 'vouch':
        this.#peerLiveness.vouch(message.id);
        return;
      case 'view': {
        const { type: _, source, ...view } = message;
        from.views = { ...from.views, [source]: view };
        this.#quality.isDue = true;
        return;
      }
      default:
        if (message.type === 'presence') this.#quality.reached(from.id);
        this.#options.on.received(from, message);
    }
  }

  #tick(): void {
    const now = performance.now();
    const since = now - this.#tickedAt;
    const late = since - TICK;
    this.#tickedAt = now;
    this.#delay.observe(late, now);
    const delay = this.#delay.at(now);
    for (const peer of [...this.#peers.values()]) {
      if (since > MISSED_TICKS_AFTER) peer.health.excuse(since, now);
      if (peer.state === 'prepared' && peer.health.age(now) > PREPARED_FOR) void peer.prepare();
      else peer.tick(now, delay);
    }
    // Timers of a hidden page are late, and a page that slept was not busy.
    this.#quality.tick(now, this.#options.page?.hidden || late >= SLEPT ? 0 : late);
    this.#shared?.tick(now);
    this.#turn += 1;
    if (this.#turn % BEAT === 0)
      this.tell({ type: 'heartbeat', ...(delay > TOLD_DELAY && { delay: Math.round(delay) }) });
    const asks = this.#turn % ASK === 0;
    if (asks) void this.#loadRelay();
    for (const peer of this.#peerLiveness.tick(now, { asks, delay })) this.#options.on.lost(peer);
  }
}
