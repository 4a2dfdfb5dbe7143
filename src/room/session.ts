/**
 * One stay in a room, from the lobby to the goodbye. The only place where the owners meet: facts go into the state, tracks to
 * the links, frames to whom they concern.
 */
import { VideoRoomError } from '../base/errors.js';
import type { PageFact } from '../base/page.js';
import type { LocalMedia } from '../media/local-media.js';
import type { Preferences } from '../media/preferences.js';
import type { ScreenShare } from '../media/screen-share.js';
import { Mesh } from '../mesh/mesh.js';
import type { RoomErrorCode } from '../protocol/errors.js';
import type { PeerMessage } from '../protocol/peer-messages.js';
import type { ServerFrame } from '../protocol/server-frames.js';
import type { VideoRoomEventMap } from './events.js';
import { IceSupply } from './ice-supply.js';
import type { RoomOptions } from './options.js';
import { ownMedia } from './own-media.js';
import { PartyLine, type StayEnd } from './party-line.js';
import type { Platform } from './platform.js';
import { OwnPresence, presenceDiffers } from './presence.js';
import type { Place } from './seat.js';
import { hearSpeakers } from './speakers.js';
import type { RoomState } from './state.js';
import { Talk } from './talk.js';
import * as facts from './transitions.js';

type Welcome = Extract<ServerFrame, { type: 'welcome' }>;

export interface SessionContext {
  /** The options as they are now. */
  options(): RoomOptions;
  platform: Platform;
  preferences: Preferences;
  place: Place;
  state(): RoomState;
  apply(fact: (state: RoomState) => RoomState, reason?: 'left' | 'lost' | 'kicked'): void;
  emit<K extends keyof VideoRoomEventMap>(name: K, detail: VideoRoomEventMap[K]): void;
  /** Something is wrong with the room; `fatal` ends this session. */
  failed(code: RoomErrorCode, fatal: boolean, cause?: unknown): VideoRoomError;
  /** The page goes away. */
  pageLeft(): void;
}

export class Session {
  readonly media: LocalMedia;
  readonly screen: ScreenShare;
  readonly mesh: Mesh;
  readonly talk: Talk;
  readonly #line: PartyLine;
  readonly #context: SessionContext;
  readonly #life = new AbortController();
  /** Devices have answered, links can be made: the lobby is ready for a click. */
  prepared: Promise<void> = Promise.resolve();
  #ready = false;
  /** Our `join` over the present socket: made, or on its way. */
  #asked: object | undefined;
  readonly #ice: IceSupply;
  readonly #presence: OwnPresence;
  #joining: { resolve(): void; reject(error: VideoRoomError): void } | undefined;

  constructor(context: SessionContext) {
    this.#context = context;
    this.#presence = new OwnPresence(context.state);
    const { platform, apply, failed, options } = context;
    const { media, screen } = ownMedia(context, (source, value, track) => {
      void this.mesh.setTrack(source, track);
      apply((state) => facts.sourceChanged(state, source, value, track));
    });
    this.media = media;
    this.screen = screen;
    this.mesh = new Mesh({
      createConnection: (configuration) => platform.createConnection(configuration),
      send: (frame) => this.#line.signaling.send(frame),
      isConnected: () => this.#line.signaling.state === 'connected',
      log: platform.log,
      on: {
        stalled: (all) => {
          this.#line.signaling.check(all);
          this.#ice.check();
        },
        changed: ({ id, link, streams }) => {
          const before = context.state().participants.find((one) => one.id === id)?.link;
          apply((state) => facts.linkChanged(state, id, { link, streams }, Date.now()));
          if (link === 'unreachable' && before && before !== link)
            failed('peer-unreachable', false, this.#ice.hasTurn ? undefined : new Error('no TURN server'));
        },
        opened: ({ id, sid }) => {
          this.mesh.tell(this.#presence.message(), id);
          this.talk.tell((chat) => chat.opened(id, sid));
        },
        received: ({ id }, message) => this.#heard(id, message),
        // The link is kept, and tried again, for as long as the party holds their seat.
        lost: ({ id }) => apply((state) => facts.participantLost(state, id), 'lost'),
        distrusted: () => failed('verification-failed', false),
      },
    });
    this.#ice = new IceSupply({
      options,
      ask: () => this.#line.signaling.send({ type: 'ice' }),
      use: (ice) => this.mesh.setIce(ice),
      now: Date.now,
      signal: this.#life.signal,
    });
    this.talk = new Talk(context, this.mesh, this.#life.signal);
    this.#line = new PartyLine(platform, options, context.place, {
      stateChanged: (signaling) => {
        apply((state) => facts.stateChanged(state, { signaling }));
        // Whatever took the socket may have taken the paths as well.
        this.mesh.doubt();
      },
      received: (frame) => this.#received(frame),
      failed: (code, fatal) => this.#failed(code, fatal),
    });
  }

  /** Asks for devices, dials, and gets ready to join. */
  start(): void {
    const { platform, options, pageLeft } = this.#context;
    const { startAudioOff, startVideoOff, audioOnly } = options();
    const { signal } = this.#life;
    const { signaling } = this.#line;
    const at = (fact: PageFact, work: () => void) => platform.page.addEventListener(fact, work, { signal });
    at('hide', pageLeft);
    at('online', () => {
      signaling.check(true);
      this.mesh.renew();
    });
    at('visible', () => signaling.check());
    // A frozen or sleeping page does not leave: it looks what is left of its call when it wakes.
    at('wake', () => {
      signaling.check();
      this.#ice.check();
      this.mesh.doubt();
    });
    signaling.open();
    this.prepared = Promise.all([
      this.media.start({ microphone: !startAudioOff, camera: !startVideoOff && !audioOnly }),
      this.mesh.start(),
    ]).then(() => {
      if (signal.aborted) return;
      this.#ready = true;
      this.#prepareLinks();
    });
    hearSpeakers(this.#context, this.mesh, this.media, signal);
  }

  /** Takes a seat as soon as devices have answered and the party is there. */
  join(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#joining = { resolve, reject };
      this.#asked = undefined;
      void this.#sendJoin();
    });
  }

  /** ICE servers or policy changed. */
  applyIce(): Promise<void> {
    return this.#ice.apply();
  }

  /** Tells everyone what changed about ourselves. */
  stateChanged(next: RoomState, previous: RoomState): void {
    if (presenceDiffers(next, previous)) this.mesh.tell(this.#presence.message());
  }

  /** Ends everything that this stay has opened. */
  end(how: StayEnd): void {
    this.#life.abort();
    if (how !== 'failed') this.mesh.tell({ type: 'bye' });
    this.#line.end(how);
    this.mesh.stop();
    this.screen.stop();
    this.media.stop();
    this.#joining?.reject(new VideoRoomError('internal'));
  }

  #received(frame: ServerFrame): void {
    const { apply, state } = this.#context;
    switch (frame.type) {
      case 'welcome':
        this.#welcomed(frame);
        return;
      case 'joined':
        if (frame.member.id === state().self.id) {
          // Where a token names us, it is not what we typed.
          apply((before) => facts.selfChanged(before, { name: frame.member.name }));
          this.#enter(frame.member.seq, frame.roster ?? []);
        } else {
          apply((before) => facts.memberJoined(before, frame.member, Date.now()));
          if (state().phase === 'joined') this.mesh.joined(frame.member, frame.offer);
          else this.#prepareLinks();
        }
        return;
      case 'signal':
        this.mesh.receive(frame.from, frame.fromSid, frame);
        return;
      case 'away':
      case 'back':
        apply((before) => facts.socketChanged(before, frame.id, frame.type === 'away', Date.now()));
        this.#prepareLinks();
        if (state().phase !== 'joined') return;
        if (frame.type === 'away') this.mesh.away(frame.id);
        else for (const member of state().roster) if (member.id === frame.id) this.mesh.meet(member);
        return;
      case 'left':
        this.#gone(frame.id, frame.reason);
        return;
      case 'ice':
        void this.#ice.take(frame);
        return;
      case 'error':
        if (frame.about === 'join') this.#failed(frame.code as RoomErrorCode, false);
        return;
      case 'probe':
        if (frame.alive) this.mesh.vouch(frame.id);
        return;
      default: // The socket's own affairs.
    }
  }

  #welcomed({ self, roster, ice }: Welcome): void {
    const { apply, state } = this.#context;
    const wasIn = state().phase === 'joined';
    const others = roster.filter(({ id }) => id !== self.id);
    this.#asked = undefined;
    apply((before) =>
      facts.selfChanged(facts.stateChanged(before, { roster: others, fault: null }), { id: self.id }),
    );
    void this.#ice.take(ice).then(() => {
      // The roster as it is by now: ICE servers of the host may have taken their time.
      if (self.seq !== undefined && (wasIn || this.#joining)) this.#enter(self.seq, [...state().roster]);
      else if (wasIn) {
        // Our seat is gone (the party forgot it, or we were away too long): everyone is met anew.
        this.mesh.prepare([]);
        apply((before) => facts.stateChanged(before, { participants: [], phase: 'joining' }));
        this.#joining ??= { resolve() {}, reject() {} };
      }
      this.#prepareLinks();
    });
  }

  #enter(seq: number, roster: Welcome['roster']): void {
    const linked = new Set(Array.from(this.mesh.peers, ({ id, link }) => (link === 'live' ? id : '')));
    this.#context.apply((state) => facts.entered(state, roster, Date.now(), (id) => linked.has(id)));
    this.mesh.enter(seq, roster);
    this.#joining?.resolve();
    this.#joining = undefined;
  }

  /** In the lobby: an offer per member, made and gathered before anyone clicks. */
  #prepareLinks(): void {
    const { phase, signaling, roster } = this.#context.state();
    if (!this.#ready || !this.#ice.isReady || phase === 'joined' || signaling !== 'connected') return;
    this.mesh.prepare(roster.filter(({ away }) => !away));
    void this.#sendJoin();
  }

  async #sendJoin(): Promise<void> {
    const { signaling, self } = this.#context.state();
    if (!this.#joining || this.#asked || !this.#ready || !this.#ice.isReady || signaling !== 'connected')
      return;
    const asked = {};
    this.#asked = asked;
    const offers = await this.mesh.offers();
    // Over another socket, or for another click, it is made anew.
    if (this.#asked === asked) this.#line.signaling.send({ type: 'join', name: self.name, offers });
  }

  #failed(code: RoomErrorCode, fatal: boolean): void {
    const joining = this.#joining;
    this.#joining = undefined;
    const error = this.#context.failed(code, fatal);
    joining?.reject(error);
  }

  #gone(id: string, reason: 'left' | 'lost' | 'kicked' | undefined): void {
    this.mesh.remove(id);
    this.#context.apply((state) => facts.memberLeft(state, id), reason);
    this.#prepareLinks();
  }

  #heard(id: string, message: PeerMessage): void {
    if (message.type === 'presence')
      this.#context.apply((state) => facts.presenceReceived(state, id, message, Date.now()));
    else if (message.type === 'bye') this.#gone(id, 'left');
    // They hear us again, and may have taken us for gone meanwhile.
    else if (message.type === 'refresh') this.mesh.tell(this.#presence.message(), id);
    else this.talk.tell((chat) => chat.received(id, message));
  }
}
