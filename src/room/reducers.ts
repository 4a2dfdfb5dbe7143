/**
 * Facts and how they change the state: pure functions, named in the past tense, one per fact. This file has those about ourselves and
 * the room; `call-reducers.ts` has those about the others.
 */
import { MAX_WHOLE } from '../protocol/schema.js';
import { DEFAULT_PERMISSIONS } from './permissions.js';
import type {
  DeviceErrorCode,
  Devices,
  FeatureState,
  Participant,
  Phase,
  RoomState,
  Source,
  SourceState,
} from './state.js';

/** Before anything is known of a participant. */
export const nobody: Participant = {
  id: '',
  name: '',
  joinedAt: 0,
  microphone: 'unknown',
  camera: 'unknown',
  screen: 'unknown',
  screenAudio: 'unknown',
  hand: false,
  speaking: false,
  link: 'connecting',
  path: 'unknown',
  quality: 'unknown',
  verification: 'trusted-server',
  streams: {},
  ...DEFAULT_PERMISSIONS,
};

const noDevices: Devices = {
  list: { microphone: [], camera: [], speaker: [] },
  selected: { microphone: null, camera: null, speaker: null },
};

/** Returns the same object when nothing differs, so that listeners see real changes only. */
export function changed<T extends object>(before: T, change: Partial<T>): T {
  const differs = Object.entries(change).some(([key, value]) => value !== before[key as keyof T]);
  return differs ? Object.freeze({ ...before, ...change }) : before;
}

/** A new room. */
export function created(
  roomId: string,
  name: string,
  verification: Participant['verification'] = 'trusted-server',
  features = {} as FeatureState,
): RoomState {
  return {
    ...features,
    roomId,
    phase: 'idle',
    signaling: 'idle',
    self: {
      ...nobody,
      name,
      verification,
      microphone: 'off',
      camera: 'off',
      screen: 'off',
      screenAudio: 'off',
      link: 'live',
    },
    nameAtParty: null,
    participants: [],
    roster: [],
    locked: false,
    waiting: [],
    devices: noDevices,
    deviceErrors: {},
    fault: null,
    attempts: 0,
    pinned: [],
    dataSaver: 'off',
    settings: {},
  };
}

/** The session is over: its data is cleared, the user's choices stay. `features`: their initial state. */
export function sessionEnded(
  { roomId, self, devices, fault, dataSaver, settings }: RoomState,
  phase: Phase,
  features: FeatureState,
): RoomState {
  return {
    ...created(roomId, self.name, self.verification, features),
    signaling: 'closed',
    phase,
    devices,
    fault,
    dataSaver,
    settings,
  };
}

/** A value that a single owner sets: phase, socket, fault, devices, roster. */
export function stateChanged(state: RoomState, change: Partial<RoomState>): RoomState {
  return changed(state, change);
}

/** Without `on` this participant alone is pinned; with `null` nobody. */
export function pinChanged(state: RoomState, id: string | null, on?: boolean): RoomState {
  const others = on === undefined ? [] : state.pinned.filter((one) => one !== id);
  return { ...state, pinned: id && on !== false ? [...others, id] : others };
}

export function selfChanged(state: RoomState, change: Partial<Participant>): RoomState {
  return changed(state, { self: changed(state.self, change) });
}

/** The user wants to join. A fault that still prevents it stays: the server may still be out of reach. */
export function joinBegun(state: RoomState): RoomState {
  const { fault, signaling } = state;
  const holds = fault?.code === 'server-unreachable' && !fault.fatal && signaling !== 'connected';
  return stateChanged(state, { phase: 'joining', fault: holds ? fault : null });
}

/** We raise or lower our hand. */
export function handToggled(state: RoomState, hand: boolean, now: number): RoomState {
  const { self, participants } = state;
  const highest = Math.max(0, ...participants.map(({ handTurn = 0 }) => handTurn));
  const handTurn = hand ? (self.handTurn ?? Math.min(highest + 1, MAX_WHOLE)) : undefined;
  return selfChanged(state, { hand, handRaisedAt: raisedAt(self, hand, now), handTurn });
}

/** When a hand went up: a hand that is up already keeps its place. A message that was late on its way gives a later time than the next. */
export const raisedAt = (before: Participant, hand: boolean, at: number): number | undefined =>
  hand ? Math.min(before.handRaisedAt ?? at, at) : undefined;

/** One of our own sources changed; `track` is what we capture, if anything. */
export function sourceChanged(
  state: RoomState,
  source: Source,
  value: SourceState,
  track: MediaStreamTrack | null,
): RoomState {
  const streams: Partial<Record<Source, MediaStream>> = { ...state.self.streams };
  const before = streams[source];
  delete streams[source];
  if (track) streams[source] = before?.getTracks()[0] === track ? before : new MediaStream([track]);
  const same = streams[source] === before;
  const next = selfChanged(state, { [source]: value, ...(!same && { streams }) });
  const { [source as 'camera']: failure, ...deviceErrors } = state.deviceErrors;
  return (value === 'on' || value === 'off') && failure ? { ...next, deviceErrors } : next;
}

export function deviceFailed(
  state: RoomState,
  kind: 'microphone' | 'camera' | 'screen',
  code: DeviceErrorCode,
): RoomState {
  return { ...state, deviceErrors: { ...state.deviceErrors, [kind]: code } };
}
