/**
 * A room without network or devices, for tests of the interface and the gallery: tests set its state, and it records the
 * requested actions. It reacts like a real room would, in the simplest way.
 */

import { type Message, features as ours } from '../../src/features/index.js';
import type { LinkStats } from '../../src/mesh/quality/stats.js';
import type { RoomActions } from '../../src/room/actions.js';
import type { LeaveReason, VideoRoomEventMap } from '../../src/room/events.js';
import type { Feature, FeatureActions } from '../../src/room/feature.js';
import type { RoomOptions } from '../../src/room/options.js';
import { pinChanged } from '../../src/room/reducers.js';
import type { DeviceKind, Participant, RoomState } from '../../src/room/state.js';
import { TypedEventTarget } from '../../src/shared/events.js';
import { Store } from '../../src/shared/store.js';

/** A participant in a call, with everything on and working. */
export function participant(patch: Partial<Participant> = {}): Participant {
  return {
    id: 'ada',
    name: 'Ada',
    joinedAt: 0,
    microphone: 'on',
    camera: 'on',
    screen: 'off',
    screenAudio: 'off',
    hand: false,
    speaking: false,
    link: 'live',
    path: 'direct',
    quality: 'good',
    verification: 'trusted-server',
    streams: {},
    grants: ['publish', 'chat'],
    muted: false,
    ...patch,
  };
}

/** The state of a new room. */
export function roomState(patch: Partial<RoomState> = {}): RoomState {
  return {
    roomId: 'standup',
    phase: 'idle',
    signaling: 'idle',
    self: participant({ id: '', name: '', microphone: 'off', camera: 'off' }),
    nameAtParty: null,
    participants: [],
    roster: [],
    locked: false,
    waiting: [],
    devices: {
      list: { microphone: [], camera: [], speaker: [] },
      selected: { microphone: null, camera: null, speaker: null },
    },
    deviceErrors: {},
    fault: null,
    attempts: 0,
    activeSpeaker: null,
    pinned: [],
    dataSaver: 'off',
    settings: {},
    messages: [],
    reactions: [],
    mutedSpeech: 0,
    ...patch,
  };
}

/** The methods of features: recorded like the others. */
export interface FakeRoom extends FeatureActions {}

// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the constructor defines what features add.
export class FakeRoom extends TypedEventTarget<VideoRoomEventMap> implements RoomActions {
  /** Every requested action, in order: its name, then its arguments. */
  readonly calls: unknown[][] = [];
  disposed = false;
  /** The effect of `join()`; replace it to fail or to wait. */
  joining: () => Promise<void> = async () => {
    this.set({ phase: 'joined', signaling: 'connected' });
  };
  readonly #store: Store<RoomState>;

  constructor(
    readonly options: Partial<RoomOptions> = {},
    state: Partial<RoomState> = {},
    features: readonly Feature[] = ours,
  ) {
    super();
    for (const name of features.flatMap(({ actions = {} }) => Object.keys(actions)))
      if (!(name in this))
        Object.defineProperty(this, name, {
          configurable: true,
          value: async (...args: unknown[]) => void this.calls.push([name, ...args]),
        });
    this.#store = new Store(roomState({ roomId: options.room ?? 'standup', ...state }));
  }

  get state(): RoomState {
    return this.#store.value;
  }

  get subscribe(): Store<RoomState>['subscribe'] {
    return this.#store.subscribe.bind(this.#store);
  }

  /** Changes the state like a fact from an owner. */
  set(patch: Partial<RoomState>): void {
    this.#store.set({ ...this.state, ...patch });
  }

  /** How often an action was requested. */
  count(name: keyof RoomActions | 'update' | 'dispose'): number {
    return this.calls.filter(([called]) => called === name).length;
  }

  async prepare(): Promise<void> {
    this.calls.push(['prepare']);
    this.set({ phase: 'lobby' });
  }
  /** Replace it to delay the interface's drawing. */
  drawable: () => Promise<void> = async () => {};
  rest(): void {
    this.calls.push(['rest']);
    this.set({ phase: 'idle' });
  }
  async retryDevices(): Promise<void> {
    this.calls.push(['retryDevices']);
  }
  setDisplayName(name: string): void {
    this.calls.push(['setDisplayName', name]);
    this.set({ self: { ...this.state.self, name } });
  }
  join(): Promise<void> {
    this.calls.push(['join']);
    return this.joining();
  }
  leave(reason: LeaveReason = 'left'): void {
    this.calls.push(['leave', reason]);
    const { phase } = this.state;
    if (phase === 'idle' || phase === 'left') return;
    if (phase === 'joined' && reason === 'left' && !this.emit('before-leave', { reason }, true)) return;
    this.set({ phase: phase === 'lobby' && reason === 'detached' ? 'idle' : 'left', participants: [] });
    if (phase === 'joined') this.emit('room-left', { reason });
  }
  async kick(id: string, options?: { ban?: boolean }): Promise<void> {
    this.calls.push(['kick', id, options]);
  }
  async mute(id: string, on?: boolean): Promise<void> {
    this.calls.push(['mute', id, on]);
  }
  async lock(force?: boolean): Promise<void> {
    this.calls.push(['lock', force]);
  }
  async admit(id: string): Promise<void> {
    this.calls.push(['admit', id]);
  }
  async refuse(id: string): Promise<void> {
    this.calls.push(['refuse', id]);
  }
  async end(): Promise<void> {
    this.calls.push(['end']);
  }
  async toggleMicrophone(force?: boolean): Promise<boolean> {
    this.calls.push(['toggleMicrophone', force]);
    return force ?? true;
  }
  async toggleCamera(force?: boolean): Promise<boolean> {
    this.calls.push(['toggleCamera', force]);
    return force ?? true;
  }
  async toggleScreenShare(force?: boolean): Promise<boolean> {
    this.calls.push(['toggleScreenShare', force]);
    return force ?? true;
  }
  async toggleHand(force?: boolean): Promise<boolean> {
    this.calls.push(['toggleHand', force]);
    return force ?? true;
  }
  async setDevice(kind: DeviceKind, deviceId: string): Promise<void> {
    this.calls.push(['setDevice', kind, deviceId]);
  }
  async setProcessor(kind: 'microphone' | 'camera'): Promise<void> {
    this.calls.push(['setProcessor', kind]);
  }
  setView(participantId: string, view: object): void {
    this.calls.push(['setView', participantId, view]);
  }
  setDataSaver(mode: RoomState['dataSaver']): void {
    this.calls.push(['setDataSaver', mode]);
    this.set({ dataSaver: mode });
  }
  changeSettings(change: RoomState['settings']): void {
    this.calls.push(['changeSettings', change]);
    this.set({ settings: { ...this.state.settings, ...change } });
  }
  pin(participantId: string | null, on?: boolean): void {
    this.calls.push(['pin', participantId, on]);
    this.set(pinChanged(this.state, participantId, on));
  }
  async sendMessage(text: string, { to }: { to?: string } = {}): Promise<Message> {
    this.calls.push(['sendMessage', text, to]);
    const { id: from, name } = this.state.self;
    const at = Date.now();
    const message = { id: `m${at}`, from, name, text, at, private: !!to, ...(to && { to }) };
    this.set({ messages: [...this.state.messages, message] });
    return message;
  }
  async sendData(value: unknown, { to }: { to?: string } = {}): Promise<void> {
    this.calls.push(['sendData', value, to]);
  }
  async react(emoji: string): Promise<void> {
    this.calls.push(['react', emoji]);
    this.set({
      reactions: [...this.state.reactions, { key: `r${Date.now()}`, from: this.state.self.id, emoji }],
    });
  }
  async safetyCode(participantId: string): Promise<string | null> {
    this.calls.push(['safetyCode', participantId]);
    return '01234 56789 01234 56789 01234 56789 01234 56789';
  }
  microphoneLevel(): number {
    return 0;
  }
  update(options: Partial<RoomOptions>): void {
    this.calls.push(['update', options]);
  }
  async getStats(): Promise<Record<string, LinkStats>> {
    this.calls.push(['getStats']);
    return {};
  }
  async report(): Promise<Record<string, unknown>> {
    this.calls.push(['report']);
    return { phase: this.state.phase };
  }
  dispose(): void {
    this.leave('detached');
    this.calls.push(['dispose']);
    this.disposed = true;
  }
}
