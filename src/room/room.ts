/**
 * A call without a user interface: state, actions, events. Keeps the state and fires the events. A `Session` owns everything that
 * exists from the lobby until the room is left.
 */

import { Preferences } from '../media/preferences.js';
import type { TrackProcessor } from '../media/processing.js';
import type { View, ViewedSource } from '../mesh/quality/video-quality.js';
import type { RoomErrorCode } from '../protocol/errors.js';
import { VideoRoomError } from '../shared/errors.js';
import { TypedEventTarget } from '../shared/events.js';
import { type Listener, Store } from '../shared/store.js';
import type { RoomActions } from './actions.js';
import { roomName, socketUrl } from './address.js';
import { eventsBetween, type RoomEvent } from './changes.js';
import { type LeaveReason, reasonOf, type VideoRoomEventMap } from './events.js';
import {
  actionsOf,
  derivedState,
  type Feature,
  type FeatureActions,
  type Moment,
  type RoomAccess,
  stateOf,
} from './feature.js';
import type { RoomOptions } from './options.js';
import { mayShow } from './permissions.js';
import { browserPlatform, type Platform } from './platform.js';
import * as reducers from './reducers.js';
import { TokenSlot } from './resume-token-store.js';
import { checkSecret } from './secret.js';
import { Session } from './session.js';
import type { SessionEnd } from './signaling-session.js';
import type { DataSaver, DeviceKind, FaultDetail, FeatureState, RoomState, Settings } from './state.js';

/** Failures that the party does not know about. */
const OURS: readonly RoomErrorCode[] = ['browser-unsupported', 'server-unreachable', 'internal'];

/** How much of the past a report covers (ms). */
const REMEMBERED = 60_000;

/** The methods that features add. */
export interface Room extends FeatureActions {}

// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the constructor defines what features add.
export class Room extends TypedEventTarget<VideoRoomEventMap> implements RoomActions {
  readonly #platform: Platform;
  readonly #preferences: Preferences;
  readonly #store: Store<RoomState>;
  readonly #featureState: FeatureState;
  readonly #tokenSlot: TokenSlot;
  #options: RoomOptions;
  #session: Session | undefined;
  #processors: Partial<Record<'microphone' | 'camera', TrackProcessor | null>> = {};
  /** The states of the last minute; unchanged parts are shared objects. */
  readonly #past: Moment[] = [];
  /** Events that were not fired yet. */
  readonly #events: RoomEvent[] = [];

  /**
   * Does nothing until `prepare()` or `join()`. Throws a `VideoRoomError`: `room-missing`, `room-invalid` or `server-missing`
   * when the address is incomplete or wrong, `verification-failed` when the secret is invalid.
   */
  constructor(options: RoomOptions, platform?: Partial<Platform>) {
    super();
    socketUrl(options);
    const { secret } = options;
    if (typeof secret !== 'function' && secret !== undefined) checkSecret(secret);
    this.#options = options;
    this.#platform = { ...browserPlatform(), ...platform };
    this.#preferences = new Preferences(options.remember);
    const name = options.displayName || this.#preferences.value.name;
    const { server, party = 'main', room } = options;
    const verification = secret === undefined ? 'trusted-server' : 'verified';
    const { features } = this.#platform;
    this.#featureState = stateOf(features);
    const created = reducers.created(roomName(room), name ?? '', verification, this.#featureState);
    const { settings, value } = this.#preferences;
    this.#store = new Store({ ...created, settings, dataSaver: value.dataSaver ?? 'off' });
    this.#tokenSlot = new TokenSlot(this.#platform.tokenStorage(), `${server} ${party} ${roomName(room)}`);
    for (const feature of features)
      for (const action of actionsOf(feature))
        Object.defineProperty(this, action, {
          value: (...args: unknown[]) => this.#call(feature, action, args),
        });
  }

  get state(): RoomState {
    return this.#store.value;
  }

  subscribe(listener: Listener<RoomState>, signal?: AbortSignal): () => void {
    return this.#store.subscribe(listener, signal);
  }

  /** Changes options of a room in use. `room`, `server` and `party` need a new `Room`; another `secret` throws `verification-failed`. */
  update(options: Partial<RoomOptions>): void {
    if ('secret' in options && options.secret !== this.#options.secret) checkSecret(null);
    this.#options = { ...this.#options, ...options };
    if (options.displayName !== undefined) this.setDisplayName(options.displayName);
    if ('iceServers' in options || 'relayOnly' in options) void this.#session?.call?.applyIce();
    if ('maxBitrate' in options) this.#session?.call?.applyLimits();
  }

  async prepare(): Promise<void> {
    await this.#open().prepared;
  }

  /**
   * Resolves when no handshake is running that slow drawing would delay (our own join, or the answer to a newcomer's offer),
   * after 150 ms at the latest; `blank` (nothing has been drawn yet): after 500 ms. An interface that waits for it shows first
   * pictures sooner.
   */
  async drawable(blank = false): Promise<void> {
    await this.#session?.handshakes.settled(blank);
  }

  rest(): void {
    if (this.state.phase === 'lobby') this.#end('idle', 'hidden');
  }

  async retryDevices(): Promise<void> {
    const { media } = this.#open();
    if (mayShow(this.state.self, 'camera')) await media.retry();
  }

  setDisplayName(displayName: string): void {
    this.#preferences.set({ name: displayName });
    this.#apply((state) => reducers.selfChanged(state, { name: displayName }));
  }

  async join(): Promise<void> {
    if (this.state.phase !== 'joined') await this.#open().join();
  }

  leave(reason: LeaveReason = 'left'): void {
    const asked = reason === 'left' && this.state.phase === 'joined';
    if (asked && !this.emit('before-leave', { reason }, true)) return;
    this.#leave(reason);
  }

  async toggleMicrophone(force?: boolean): Promise<boolean> {
    return this.#toggle('microphone', force);
  }

  async toggleCamera(force?: boolean): Promise<boolean> {
    return this.#toggle('camera', force);
  }

  async toggleScreenShare(force?: boolean): Promise<boolean> {
    const screen = this.#session?.call?.screen;
    const { phase, self } = this.state;
    // Pressing the button again cancels a picker that was lost behind other windows.
    const on = force ?? !(self.screen === 'on' || screen?.share?.isOverdue);
    if (!on || !mayShow(self, 'screen')) {
      // Also while we are being let in again: what is shared would be seen after that.
      screen?.stop();
      return false;
    }
    return !!screen && phase === 'joined' && this.emit('before-screen-share', {}, true) && screen.start();
  }

  async toggleHand(force = !this.state.self.hand): Promise<boolean> {
    if (this.state.phase !== 'joined') return false;
    this.#apply((state) => reducers.handToggled(state, force, Date.now()));
    return force;
  }

  async setDevice(kind: DeviceKind, deviceId: string): Promise<void> {
    await this.#open().media.setDevice(kind, deviceId);
  }

  async setProcessor(kind: 'microphone' | 'camera', processor: TrackProcessor | null): Promise<void> {
    this.#processors = { ...this.#processors, [kind]: processor };
    await this.#session?.media.setProcessor(kind, processor);
  }

  setView(participantId: string, view: View & { readonly source?: ViewedSource }): void {
    const { source = 'camera', width, height, visible } = view;
    this.#session?.call?.mesh.setView(participantId, source, { width, height, visible });
  }

  setDataSaver(mode: DataSaver): void {
    this.#preferences.set({ dataSaver: mode });
    this.#apply((state) => reducers.stateChanged(state, { dataSaver: mode }));
    // Also one that is lost or blocked: it would be opened as soon as it can be.
    if (mode === 'audio-only' && this.state.self.camera !== 'off') void this.toggleCamera(false);
  }

  changeSettings(change: Settings): void {
    this.#preferences.set(change);
    this.#apply((state) => reducers.stateChanged(state, { settings: this.#preferences.settings }));
    if ('noiseSuppression' in change || 'backgroundBlur' in change)
      void this.#session?.media.settingsChanged();
  }

  pin(participantId: string | null, on?: boolean): void {
    this.#apply((state) => reducers.pinChanged(state, participantId, on));
  }

  microphoneLevel(): number {
    return this.#session?.media.level() ?? 0;
  }

  /** Eight groups of five digits. Both sides see the same, unless an attacker is between them; `null` while there is no link. */
  async safetyCode(participantId: string): Promise<string | null> {
    return this.#session?.call?.safety.of(participantId) ?? null;
  }

  /** Leaves without asking, for when the page or the element is removed. */
  dispose(): void {
    this.#leave('detached');
  }

  #open(): Session {
    if (this.#session) return this.#session;
    const session = new Session({
      options: () => this.#options,
      platform: this.#platform,
      preferences: this.#preferences,
      processors: () => this.#processors,
      tokenSlot: this.#tokenSlot,
      state: () => this.state,
      apply: (fact, reason) => {
        if (session === this.#session) this.#apply(fact, reason);
      },
      emit: (name, detail) => this.emit(name, detail),
      failed: (...trouble) => this.#failed(...trouble),
      pageLeft: () => this.#leave('detached', 'hidden'),
    });
    this.#session = session;
    this.#apply((state) => reducers.stateChanged(state, { phase: 'lobby', fault: null }));
    // A listener may have ended it.
    if (session === this.#session) session.start();
    return session;
  }

  /** Runs an action of a feature. */
  async #call(feature: Feature, action: keyof FeatureActions, args: readonly unknown[]): Promise<unknown> {
    const direct = feature.roomActions?.[action] as
      | ((room: RoomAccess, ...args: unknown[]) => unknown)
      | undefined;
    if (direct)
      return direct({ past: [...this.#past, [Date.now(), this.state]], session: this.#session }, ...args);
    const prevention = feature.actions?.[action]?.(this.state);
    const call = this.#session?.call;
    if (prevention || !call) throw new VideoRoomError(prevention ?? 'not-joined');
    return call.features.call(feature, action, args);
  }

  async #toggle(source: 'microphone' | 'camera', force?: boolean): Promise<boolean> {
    const value = this.state.self[source];
    const on = force ?? !(value === 'on' || value === 'starting');
    return this.#open().media.setEnabled(source, on && mayShow(this.state.self, source));
  }

  #leave(reason: LeaveReason, how: SessionEnd = 'left'): void {
    const { phase, self } = this.state;
    if (!this.#session) {
      this.#tokenSlot.leave();
      return;
    }
    // A page that returns from the back/forward cache behaves as if loaded anew.
    const unseen = how === 'hidden' || (phase === 'lobby' && reason === 'detached');
    this.#end(unseen ? 'idle' : 'left', how);
    if (self.joinedAt) this.emit('room-left', { reason });
  }

  #end(phase: 'idle' | 'left', how: SessionEnd, fault: RoomState['fault'] = null): void {
    const session = this.#session;
    const slot = this.#tokenSlot;
    // What was switched off stays off, also in the lobby.
    if (session) slot.sourcesOff = session.media.switchedOff(slot.sourcesOff);
    // Before it ends: its last changes may make the page leave once more.
    this.#session = undefined;
    session?.end(how);
    slot.leave();
    this.#apply((state) => reducers.sessionEnded({ ...state, fault }, phase, this.#featureState));
  }

  #failed(
    code: RoomErrorCode,
    fatal: boolean,
    cause: unknown = undefined,
    detail?: FaultDetail,
    change: Partial<RoomState> = {},
  ): VideoRoomError {
    const error = new VideoRoomError(code, { cause });
    const { phase, self } = this.state;
    const fault = { code, fatal, phase, ...detail };
    // The party is told that we leave, unless the party itself refused us.
    const isOurs = detail?.key || OURS.includes(code);
    if (fatal) this.#end(self.joinedAt ? 'left' : 'idle', isOurs ? 'left' : 'failed', fault);
    else this.#apply((state) => reducers.stateChanged(state, { ...change, fault }));
    this.emit('room-error', { code, fatal, message: error.message, cause });
    if (fatal && self.joinedAt) this.emit('room-left', { reason: reasonOf(code) });
    return error;
  }

  #apply(
    fact: (state: RoomState) => RoomState,
    reason?: VideoRoomEventMap['participant-left']['reason'],
  ): void {
    const previous = this.state;
    const { features } = this.#platform;
    const next = derivedState(features, fact(previous));
    if (next === previous) return;
    // A subscriber may change the state again at once. Each change fires its events once, in the order of the changes.
    this.#events.push(...eventsBetween(features, next, previous, reason));
    const now = Date.now();
    this.#past.push([now, next]);
    while (now - this.#past[0]![0] >= REMEMBERED) this.#past.shift();
    this.#store.set(next);
    this.#session?.call?.stateChanged(this.state, previous);
    while (this.#events.length) {
      const [name, detail] = this.#events.shift()!;
      this.emit(name, detail);
    }
  }
}
