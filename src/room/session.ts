/**
 * One session in a room, from the lobby to leaving. The only place where the owners meet: facts go to the state, tracks to the
 * links, frames to the part that handles them.
 */
import type { LocalMedia } from '../media/local-media.js';
import type { ScreenShare } from '../media/screen-share.js';
import type { Mesh } from '../mesh/mesh.js';
import type { ClientFrame } from '../protocol/client-frames.js';
import type { RoomErrorCode } from '../protocol/errors.js';
import type { PeerMessage } from '../protocol/peer-messages.js';
import type { ServerFrame } from '../protocol/server-frames.js';
import { Handshakes } from './handshakes.js';
import { IceServerRefresher } from './ice-server-refresher.js';
import { JoinFlow } from './join-flow.js';
import { LazyLoader } from './lazy-loader.js';
import { createLinks } from './links.js';
import { ownMedia } from './own-media.js';
import { watchPage } from './page-lifecycle.js';
import { OwnPresence, presenceDiffers } from './presence.js';
import * as reducers from './reducers.js';
import { USUAL } from './rights.js';
import { withRoomKey } from './room-key.js';
import { RosterSync } from './roster-sync.js';
import type { Safety } from './safety.js';
import type { SessionContext } from './session-context.js';
import { SessionFeatures } from './session-features.js';
import { type SessionEnd, SignalingSession } from './signaling-session.js';
import type { RoomState } from './state.js';

/** Links that are not up after this long are not waited for (ms). */
const LISTEN_AFTER = 3_000;

type Welcome = Extract<ServerFrame, { type: 'welcome' }>;

export class Session {
  readonly media: LocalMedia;
  readonly screen: ScreenShare;
  readonly mesh: Mesh;
  readonly features: SessionFeatures;
  readonly safety: Safety;
  readonly #rosterSync: RosterSync;
  readonly #signalingSession: SignalingSession;
  readonly #context: SessionContext;
  readonly #life = new AbortController();
  readonly handshakes = new Handshakes();
  /** Devices have answered, and links can be made. A join waits only for the links: later tracks are put into their slots. */
  prepared: Promise<unknown> = Promise.resolve();
  #isListening = false;
  readonly #flow: JoinFlow;
  readonly #ice: IceServerRefresher;
  readonly #presence: OwnPresence;
  /** The browser could not create a connection; this was reported. */
  #isBroken = false;

  constructor(context: SessionContext) {
    this.#context = context;
    this.#presence = new OwnPresence(context.state);
    const { apply, options } = context;
    const { signal } = this.#life;
    const { media, screen } = ownMedia(context, (source, value, track) => {
      void this.mesh.setTrack(source, track);
      apply((state) => reducers.sourceChanged(state, source, value, track));
    });
    this.media = media;
    this.screen = screen;
    const send = (frame: ClientFrame) => this.#signalingSession.signaling.send(frame);
    const { mesh, safety } = createLinks(context, signal, {
      send,
      isConnected: () =>
        this.#signalingSession.signaling.state === 'connected' && this.#signalingSession.keyGate.isOurs,
      cipher: (id, sid) => this.#signalingSession.keyGate.cipher(id, sid),
      stalled: (all) => this.#signalingSession.signaling.check(all),
      opened: (peer) => {
        this.mesh.tell(this.#presence.message(), peer.id);
        this.#signalingSession.keyGate.opened(peer);
        this.#listen();
      },
      linked: (peer) => {
        if (peer.link === 'live') this.handshakes.end(peer.id);
        this.#signalingSession.keyGate.changed(peer);
      },
      received: (peer, message) =>
        this.#signalingSession.keyGate.hear(peer, message, () => this.#heard(peer.id, message)),
      cameraLimited: (limit) => void this.media.limitCamera(limit).then(() => this.mesh.cameraChanged()),
      // Reported in the middle of creating links, which has to finish first.
      broken: (cause) => queueMicrotask(() => this.#broken(cause)),
      ice: () => this.#ice,
    });
    this.mesh = mesh;
    this.safety = safety;
    this.#ice = new IceServerRefresher({
      options,
      ask: () => send({ type: 'ice' }),
      use: (ice) => this.mesh.setIce(ice),
      now: Date.now,
      log: context.platform.log,
      signal,
    });
    this.features = new SessionFeatures(context.platform.features, {
      ...context,
      ...{ mesh, media, screen, send, signal },
      tell: (message, to) => mesh.tell(message, to),
      now: Date.now,
    });
    this.#rosterSync = new RosterSync(context, this.mesh);
    this.#signalingSession = new SignalingSession(
      context,
      {
        stateChanged: (signaling) => {
          this.#flow.socketChanged();
          apply((state) => reducers.stateChanged(state, { signaling }));
          this.features.rosterChanged();
          // The cause of the lost socket may have broken the paths too.
          if (signaling === 'reconnecting') this.mesh.suspect();
        },
        received: (frame) => this.#received(frame),
        failed: (code) => this.#flow.fail(code, true),
        dialled: (attempts, isUnreachable) => {
          apply((state) => reducers.stateChanged(state, { attempts }));
          // A call goes on without the party.
          if (isUnreachable && context.state().phase !== 'joined')
            this.#flow.fail('server-unreachable', false);
        },
        refused: (key) => this.#flow.fail('verification-failed', true, new Error(`key ${key}`), { key }),
        met: ({ id, sid }, person) => this.features.opened(id, sid, person),
      },
      signal,
    );
    const { keyGate } = this.#signalingSession;
    this.#flow = new JoinFlow({
      state: context.state,
      apply,
      canOffer: () => this.mesh.isStarted && this.#ice.isReady,
      ownName: () => keyGate.ownName(),
      offers: () => this.mesh.offers(),
      send,
      secretReady: () => keyGate.ready(),
      failed: (...failure) => {
        this.handshakes.end('');
        return context.failed(...failure);
      },
      signal,
    });
  }

  /** Asks for devices, dials, and prepares to join. */
  start(): void {
    const { startAudioOff, startVideoOff, audioOnly } = this.#context.options();
    const { signal } = this.#life;
    const { signaling } = this.#signalingSession;
    this.applyLimits();
    watchPage(this.#context, { mesh: this.mesh, signaling, ice: this.#ice }, signal);
    signaling.open();
    const devices = this.media.start({ microphone: !startAudioOff, camera: !startVideoOff && !audioOnly });
    const links = this.mesh.start().then(
      () => {
        if (!signal.aborted) this.#prepareLinks();
      },
      (cause) => this.#broken(cause),
    );
    this.prepared = Promise.all([devices, links]).then(() => {
      if (this.#context.state().phase === 'lobby') this.#listen();
    });
  }

  /** Joins as soon as the party can be reached; devices may come later. */
  join(): Promise<void> {
    this.handshakes.begin('');
    this.#signalingSession.signaling.hurry();
    return this.#flow.join();
  }

  /** How many frames and messages of unknown types were ignored, by type. */
  get ignored(): { party: Record<string, number>; participants: Record<string, number> } {
    return { party: this.#signalingSession.signaling.ignored.counts, participants: this.mesh.ignored.counts };
  }

  /** The ICE servers or the ICE policy changed. */
  applyIce(): Promise<void> {
    return this.#ice.apply();
  }

  /** What this call may use of the network has changed. */
  applyLimits(): void {
    const { maxBitrate } = this.#context.options();
    this.mesh.setLimits({ maxBitrate, dataSaver: this.#context.state().dataSaver });
  }

  /** Sends the others what changed about ourselves. */
  stateChanged(next: RoomState, previous: RoomState): void {
    if (presenceDiffers(next, previous)) this.mesh.tell(this.#presence.message());
    if (next.dataSaver !== previous.dataSaver) this.applyLimits();
  }

  /** Ends everything that this session has opened. */
  end(how: SessionEnd): void {
    this.#life.abort();
    this.handshakes.endAll();
    if (how !== 'failed') this.mesh.tell({ type: 'bye' });
    this.#signalingSession.end(how);
    this.mesh.stop();
    this.screen.stop();
    this.media.stop();
    this.#flow.end();
  }

  #received(frame: ServerFrame): void {
    const { apply, state } = this.#context;
    switch (frame.type) {
      case 'welcome':
        this.#welcomed(frame);
        return;
      case 'waiting':
        this.#closed(frame.id, !!frame.locked);
        return;
      case 'joined':
        if (frame.member.id === state().self.id) {
          // A name from our token replaces the typed one. A participant who was muted still is.
          const { seq, name, muted = false } = frame.member;
          apply((before) => reducers.selfChanged(before, { name, muted }));
          // Members who joined after us are missing from this roster; we may have heard of them first, if this frame was late.
          const later = state().roster.filter((one) => one.seq > seq);
          const earlier = (frame.roster ?? []).filter(({ id }) => !later.some((one) => one.id === id));
          this.#enter(seq, [...earlier, ...later]);
        } else {
          if (frame.offer && state().phase === 'joined') this.handshakes.begin(frame.member.id);
          this.#rosterSync.joined(frame);
          this.#prepareLinks();
        }
        return;
      case 'signal':
        this.mesh.receive(frame.from, frame.fromSid, frame);
        return;
      case 'away':
      case 'back':
        this.#rosterSync.socket(frame);
        this.#prepareLinks();
        return;
      case 'left':
        this.#gone(frame.id, frame.reason);
        return;
      case 'ice':
        void this.#ice.take(frame);
        return;
      case 'error':
        // A member who is not let in again has left the call.
        if (frame.about === 'join')
          this.#flow.fail(frame.code as RoomErrorCode, state().phase !== 'joined' && !!state().self.joinedAt);
        else this.features.frameReceived(frame);
        return;
      case 'probe':
        if (frame.alive) this.mesh.vouch(frame.id);
        return;
      default:
        this.features.frameReceived(frame);
    }
  }

  #welcomed(welcome: Welcome): void {
    const { self, roster, ice, locked = false } = welcome;
    const { apply, state } = this.#context;
    const wasIn = state().phase === 'joined';
    const others = roster.filter(({ id }) => id !== self.id);
    this.#flow.welcomed();
    this.#rosterSync.welcomed(welcome);
    const { id, grants, muted = false } = self;
    apply((before) =>
      reducers.welcomed(before, { id, grants: grants ?? USUAL.grants, muted }, others, locked),
    );
    this.features.rosterChanged();
    void this.#ice.take(ice).then(() => {
      // The current roster: the host page's ICE servers may have taken some time.
      if (self.seq !== undefined && this.#flow.state !== 'lobby') this.#enter(self.seq, [...state().roster]);
      else if (wasIn) {
        // Our membership is lost (the party forgot it, or we were away too long): all links are made anew.
        this.#flow.membershipLost();
        this.mesh.prepare([]);
        apply((before) => reducers.stateChanged(before, { participants: [], phase: 'joining' }));
      }
      this.#prepareLinks();
    });
  }

  #enter(seq: number, roster: Welcome['roster']): void {
    const linked = new Set([...this.mesh.peers].map(({ id, link }) => (link === 'live' ? id : '')));
    this.#context.apply((state) => reducers.entered(state, roster, Date.now(), (id) => linked.has(id)));
    this.mesh.enter(seq, withRoomKey(roster));
    this.features.rosterChanged();
    this.#flow.entered();
    this.handshakes.end('');
    if (!this.#context.state().participants.length) this.#listen();
    if (this.#isListening) return;
    const timer = setTimeout(() => this.#listen(), LISTEN_AFTER);
    this.#life.signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  }

  /**
   * Starts to watch links and voices. The code is loaded when a link is up, or none is expected, so that it does not delay the
   * first picture.
   */
  #listen(): void {
    if (this.#isListening) return;
    this.#isListening = true;
    const { signal } = this.#life;
    new LazyLoader(async () => (await import('./in-call.js')).hearSpeakers, signal).tell((hearSpeakers) =>
      hearSpeakers(this.#context, this.mesh, this.media, signal),
    );
  }

  /** In the lobby: makes one offer per member and gathers candidates before the click. */
  #prepareLinks(): void {
    const { phase, signaling, roster } = this.#context.state();
    const canOffer = this.mesh.isStarted && this.#ice.isReady;
    if (!canOffer || phase === 'joined' || signaling !== 'connected') return;
    this.mesh.prepare(withRoomKey(roster).filter(({ away }) => !away));
    this.#flow.advance();
  }

  /** We are outside from now on: the room's state is cleared, and we knock if we were joining. */
  #closed(id: string, locked: boolean): void {
    this.handshakes.end('');
    this.mesh.prepare([]);
    this.#context.apply((before) => reducers.putOutside(before, id, locked));
    this.#flow.putOutside();
  }

  /** The browser cannot create connections or certificates. In a call this is reported once; it may just be one link too many. */
  #broken(cause: unknown): void {
    if (this.#isBroken || this.#life.signal.aborted) return;
    this.#isBroken = true;
    this.#flow.fail('browser-unsupported', this.#context.state().phase !== 'joined', cause);
  }

  #gone(id: string, reason: 'left' | 'lost' | 'kicked' | undefined): void {
    this.#rosterSync.gone(id, reason);
    this.#prepareLinks();
  }

  #heard(id: string, message: PeerMessage): void {
    if (message.type === 'presence')
      this.#context.apply((state) => reducers.presenceReceived(state, id, message, Date.now()));
    else if (message.type === 'bye') this.#gone(id, 'left');
    // They hear us again, but may have removed us meanwhile: send our presence.
    else if (message.type === 'refresh') this.mesh.tell(this.#presence.message(), id);
    else this.features.received(id, message);
  }
}
