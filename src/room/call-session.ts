/**
 * The part of a session that has links: from the lobby, where they are prepared, to the end of the call. Facts go to the state,
 * tracks to the links, frames to the part that handles them. Loaded while the socket is dialed.
 */
import { Mesh } from '../mesh/mesh.js';
import type { Peer } from '../mesh/peer/peer.js';
import type { ClientFrame } from '../protocol/client-frames.js';
import type { RoomErrorCode } from '../protocol/errors.js';
import type { PeerMessage } from '../protocol/peer-messages.js';
import type { ServerFrame } from '../protocol/server-frames.js';
import * as reducers from './call-reducers.js';
import { protocolWith } from './feature-messages.js';
import { IceServerRefresher } from './ice-server-refresher.js';
import type { Changed } from './own-media.js';
import { OwnScreen } from './own-screen.js';
import { watchPage } from './page-lifecycle.js';
import { DEFAULT_PERMISSIONS } from './permissions.js';
import { presenceDiffers, presenceOf } from './presence.js';
import { withRoomKey } from './room-key.js';
import { RosterSync } from './roster-sync.js';
import { Safety } from './safety.js';
import type { Session } from './session.js';
import { SessionFeatures } from './session-features.js';
import type { RoomState, SignalingState, Source } from './state.js';

type Welcome = Extract<ServerFrame, { type: 'welcome' }>;

/** The participants who speak, and who spoke last. */
const speakersOf = ({ participants, activeSpeaker }: RoomState): readonly string[] =>
  participants.filter(({ id, speaking }) => speaking || id === activeSpeaker).map(({ id }) => id);

/** Sharing a screen is prepared this long after joining (ms). */
const SCREEN_AFTER = 5_000;

export class CallSession {
  readonly screen: OwnScreen;
  readonly mesh: Mesh;
  readonly features: SessionFeatures;
  readonly safety: Safety;
  readonly #session: Session;
  readonly #rosterSync: RosterSync;
  readonly #ice: IceServerRefresher;
  /** Our presence for the others. */
  readonly #presence: () => PeerMessage;
  /** The browser could not create a connection; this was reported. */
  #isBroken = false;

  constructor(session: Session) {
    this.#session = session;
    const { context, signal, media } = session;
    const { keyGate, signaling } = session.signalingSession;
    const { options, apply, state, platform } = context;
    this.#presence = presenceOf(state);
    const screenChanged: Changed = (source, value, track) => {
      void this.mesh.setTrack(source, track);
      apply((before) => reducers.sourceChanged(before, source, value, track));
    };
    this.screen = new OwnScreen(context, screenChanged, signal);
    const send = (frame: ClientFrame) => signaling.send(frame);
    const mesh = new Mesh({
      protocol: protocolWith(platform.features),
      encode: options().encode,
      createConnection: (configuration) => platform.createConnection(configuration),
      send,
      isConnected: () => signaling.state === 'connected' && keyGate.isOurs,
      cipher: (id, sid) => keyGate.cipher(id, sid),
      log: platform.log,
      page: platform.page,
      on: {
        stalled: (all) => {
          signaling.check(all);
          this.#ice.check();
        },
        changed: (peer) => this.#linkChanged(peer),
        opened: (peer) => {
          mesh.tell(this.#presence(), peer.id);
          keyGate.opened(peer);
        },
        received: (peer, message) => keyGate.hear(peer, message, () => this.#heard(peer.id, message)),
        screenContent: (captured, asked) => this.screen.share?.contentAfter(captured, asked),
        cameraLimited: (limit) => void media.limitCamera(limit).then(() => mesh.cameraChanged()),
        // Reported in the middle of creating links, which has to finish first.
        broken: (cause) => queueMicrotask(() => this.#broken(cause)),
        lost: ({ id }) => {
          apply((before) => reducers.participantLost(before, id), 'lost');
          // The link is kept and retried as long as the party holds their membership.
          if (!state().roster.some((member) => member.id === id)) mesh.remove(id);
        },
        distrusted: () => context.failed('verification-failed', false),
      },
    });
    this.mesh = mesh;
    this.safety = new Safety(context, mesh, signal);
    this.#ice = new IceServerRefresher({
      options,
      ask: () => send({ type: 'ice' }),
      use: (ice) => mesh.setIce(ice),
      now: Date.now,
      log: platform.log,
      signal,
    });
    this.features = new SessionFeatures(platform.features, {
      ...context,
      ...{ mesh, media, keyGate, screen: this.screen, send, signal },
      tell: (message, to) => mesh.tell(message, to),
      now: Date.now,
    });
    this.#rosterSync = new RosterSync(context, mesh);
    watchPage(platform.page, { mesh, signaling, ice: this.#ice }, signal);
    this.applyLimits();
    // Devices may have answered before this code was loaded.
    for (const [source, stream] of Object.entries(state().self.streams))
      void mesh.setTrack(source as Source, stream.getTracks()[0] ?? null);
  }

  /** The certificate and the ICE servers are there. */
  get canOffer(): boolean {
    return this.mesh.isStarted && this.#ice.isReady;
  }

  /** Makes links possible, and prepares them. */
  async start(): Promise<void> {
    try {
      await this.mesh.start();
    } catch (cause) {
      return this.#broken(cause);
    }
    if (this.#session.signal.aborted) this.mesh.stop();
    else this.#prepareLinks();
  }

  /** The ICE servers or the ICE policy changed. */
  applyIce(): Promise<void> {
    return this.#ice.apply();
  }

  /** What this call may use of the network has changed. */
  applyLimits(): void {
    const { options, state } = this.#session.context;
    this.mesh.want({ limits: { maxBitrate: options().maxBitrate, dataSaver: state().dataSaver } });
  }

  /** Sends the others what changed about ourselves. */
  stateChanged(next: RoomState, previous: RoomState): void {
    this.features.stateChanged(next);
    if (next.self.name !== previous.self.name) this.features.rosterChanged();
    if (presenceDiffers(next, previous)) this.mesh.tell(this.#presence());
    if (next.dataSaver !== previous.dataSaver) this.applyLimits();
    const speakers = speakersOf(next);
    if (`${speakers}` !== `${speakersOf(previous)}` || next.pinned !== previous.pinned)
      this.mesh.want({ speakers: new Set(speakers), pinned: next.pinned });
  }

  socketChanged(signaling: SignalingState): void {
    this.features.rosterChanged();
    // The cause of the lost socket may have broken the paths too.
    if (signaling === 'reconnecting') this.mesh.suspect();
  }

  /** Ends links and screen share. `graceful`: our last messages have time to arrive. */
  end(graceful = false): void {
    this.mesh.stop(graceful);
    this.screen.stop();
  }

  received(frame: ServerFrame): void {
    const { apply, state } = this.#session.context;
    switch (frame.type) {
      case 'welcome':
        this.#welcomed(frame);
        return;
      case 'waiting':
        this.#closed(frame.id, !!frame.locked);
        return;
      case 'joined':
        if (frame.member.id === state().self.id) {
          // A participant who was muted still is.
          const { seq, name, muted = false } = frame.member;
          apply((before) => reducers.selfChanged(reducers.nameAnswered(before, name), { muted }));
          // Members who joined after us are missing from this roster; we may have heard of them first, if this frame was late.
          const later = state().roster.filter((one) => one.seq > seq);
          const earlier = (frame.roster ?? []).filter(({ id }) => !later.some((one) => one.id === id));
          this.#enter(seq, [...earlier, ...later]);
        } else {
          if (frame.offer && state().phase === 'joined') this.#session.handshakes.begin(frame.member.id);
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
          this.#session.flow.fail(
            frame.code as RoomErrorCode,
            state().phase !== 'joined' && !!state().self.joinedAt,
          );
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
    const { apply, state } = this.#session.context;
    const wasIn = state().phase === 'joined';
    this.#session.flow.welcomed();
    this.#rosterSync.welcomed(welcome);
    const { id, grants, muted = false } = self;
    apply((before) =>
      reducers.welcomed(before, { id, grants: grants ?? DEFAULT_PERMISSIONS.grants, muted }, roster, locked),
    );
    this.features.rosterChanged();
    void this.#ice.take(ice).then(() => {
      if (this.#session.signal.aborted) return;
      // The current roster: the host page's ICE servers may have taken some time.
      if (self.seq !== undefined && this.#session.flow.state !== 'lobby')
        this.#enter(self.seq, [...state().roster]);
      else if (wasIn) {
        // Our membership is lost (the party forgot it, or we were away too long): all links are made anew.
        this.#session.flow.membershipLost();
        this.mesh.prepare([]);
        apply((before) => reducers.stateChanged(before, { participants: [], phase: 'joining' }));
      }
      this.#prepareLinks();
    });
  }

  #enter(seq: number, roster: Welcome['roster']): void {
    const isLinked = (id: string) =>
      [...this.mesh.peers].some((peer) => peer.id === id && peer.link === 'live');
    this.#session.context.apply((state) => reducers.entered(state, roster, Date.now(), isLinked));
    this.mesh.enter(seq, withRoomKey(roster));
    this.features.rosterChanged();
    this.#session.flow.entered();
    this.#session.handshakes.end('');
    // First pictures are more urgent.
    setTimeout(() => this.screen.prepare(), SCREEN_AFTER);
  }

  /** In the lobby: makes one offer per member and gathers candidates before the click. */
  #prepareLinks(): void {
    const { phase, signaling, roster } = this.#session.context.state();
    if (!this.canOffer || phase === 'joined' || signaling !== 'connected') return;
    this.mesh.prepare(withRoomKey(roster).filter(({ away }) => !away));
    this.#session.flow.advance();
  }

  /** We are outside from now on: the room's state is cleared, and we knock if we were joining. */
  #closed(id: string, locked: boolean): void {
    this.#session.handshakes.end('');
    this.mesh.prepare([]);
    this.#session.context.apply((before) => reducers.putOutside(before, id, locked));
    this.#session.flow.putOutside();
  }

  #linkChanged(peer: Peer): void {
    const { id, link, streams } = peer;
    const { apply, failed, state } = this.#session.context;
    const { keyGate } = this.#session.signalingSession;
    const before = state().participants.find((one) => one.id === id)?.link;
    apply((state) => reducers.linkChanged(state, id, { link, streams }, Date.now()));
    if (link === 'unreachable' && before && before !== link)
      failed('peer-unreachable', false, this.#ice.hasTurn ? undefined : new Error('no TURN server'));
    if (link === 'live') this.#session.handshakes.end(id);
    keyGate.changed(peer);
    this.safety.linked(peer);
  }

  /** The browser cannot create connections or certificates. In a call this is reported once; it may just be one link too many. */
  #broken(cause: unknown): void {
    if (this.#isBroken || this.#session.signal.aborted) return;
    this.#isBroken = true;
    this.#session.flow.fail('browser-unsupported', this.#session.context.state().phase !== 'joined', cause);
  }

  #gone(id: string, reason: 'left' | 'lost' | 'kicked' | undefined): void {
    this.#session.handshakes.end(id);
    this.#rosterSync.gone(id, reason);
    this.#prepareLinks();
  }

  #heard(id: string, message: PeerMessage): void {
    if (message.type === 'presence')
      this.#session.context.apply((state) => reducers.presenceReceived(state, id, message, Date.now()));
    else if (message.type === 'bye') this.#gone(id, 'left');
    // They hear us again, but may have removed us meanwhile: send our presence.
    else if (message.type === 'refresh') this.mesh.tell(this.#presence(), id);
    else this.features.received(id, message);
  }
}
