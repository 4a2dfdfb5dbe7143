/** Facts and what they make of the state: pure functions, named in the past tense, one per fact. */
import type { Presence } from '../protocol/peer-messages.js';
import type { Member } from '../protocol/schemas.js';
import type {
  DeviceErrorCode,
  Devices,
  LinkState,
  Participant,
  Phase,
  RoomFault,
  RoomState,
  SignalingState,
  Source,
  SourceState,
  Streams,
} from './state.js';

const nobody: Participant = {
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
};

const noDevices: Devices = {
  list: { microphone: [], camera: [], speaker: [] },
  selected: { microphone: null, camera: null, speaker: null },
};

/** A room that nobody has touched yet. */
export function created(roomId: string, name: string): RoomState {
  return {
    roomId,
    phase: 'idle',
    signaling: 'idle',
    self: {
      ...nobody,
      name,
      microphone: 'off',
      camera: 'off',
      screen: 'off',
      screenAudio: 'off',
      link: 'live',
    },
    participants: [],
    roster: [],
    devices: noDevices,
    deviceErrors: {},
    fault: null,
    activeSpeaker: null,
    pinned: null,
  };
}

/** The session is over: what belonged to it is gone, what the person chose stays. */
export function sessionEnded(state: RoomState, phase: Phase, fault = state.fault): RoomState {
  const { name } = state.self;
  const { devices } = state;
  return { ...created(state.roomId, name), signaling: 'closed', phase, devices, fault };
}

export function phaseChanged(state: RoomState, phase: Phase): RoomState {
  return phase === state.phase ? state : { ...state, phase };
}

export function signalingChanged(state: RoomState, signaling: SignalingState): RoomState {
  return { ...state, signaling };
}

export function faultRaised(state: RoomState, fault: RoomFault | null): RoomState {
  return fault === state.fault ? state : { ...state, fault };
}

/** The party has told us who we are and who is here. */
export function welcomed(state: RoomState, id: string, roster: readonly Member[]): RoomState {
  return { ...selfUpdated(state, { id }), roster };
}

/** We have (or still have) a seat; the roster is the party's word. Whom it misses stays for as long as `stays` says. */
export function entered(
  state: RoomState,
  roster: readonly Member[],
  now: number,
  stays: (id: string) => boolean,
): RoomState {
  const kept = state.participants.filter(({ id }) => roster.some((member) => member.id === id) || stays(id));
  const added = roster.filter(({ id }) => !kept.some((participant) => participant.id === id));
  return {
    ...state,
    phase: 'joined',
    fault: null,
    roster,
    self: state.phase === 'joined' ? state.self : { ...state.self, joinedAt: now },
    participants: [...kept, ...added.sort((a, b) => a.seq - b.seq).map((member) => newcomer(member, now))],
  };
}

/** Someone took a seat, or took it again with a new page: then they keep their place. */
export function memberJoined(state: RoomState, member: Member, now: number): RoomState {
  const roster = [...state.roster.filter(({ id }) => id !== member.id), member];
  if (state.phase !== 'joined') return { ...state, roster };
  const known = state.participants.some(({ id }) => id === member.id);
  const participants = known
    ? state.participants.map((one) => (one.id === member.id ? newcomer(member, one.joinedAt) : one))
    : [...state.participants, newcomer(member, now)];
  return { ...state, roster, participants };
}

export function memberLeft(state: RoomState, id: string): RoomState {
  return {
    ...state,
    roster: state.roster.filter((member) => member.id !== id),
    participants: state.participants.filter((participant) => participant.id !== id),
    activeSpeaker: state.activeSpeaker === id ? null : state.activeSpeaker,
    pinned: state.pinned === id ? null : state.pinned,
  };
}

/** What a participant has told about themselves. */
export function presenceReceived(state: RoomState, id: string, presence: Presence): RoomState {
  const { microphone, camera, screen, screenAudio, hand } = presence;
  return participantUpdated(state, id, { microphone, camera, screen, screenAudio, hand });
}

export function linkChanged(state: RoomState, id: string, link: LinkState, streams: Streams): RoomState {
  return participantUpdated(state, id, { link, streams });
}

export function pathMeasured(
  state: RoomState,
  id: string,
  path: Participant['path'],
  quality: Participant['quality'],
): RoomState {
  return participantUpdated(state, id, { path, quality });
}

/** Who speaks now; `loudest` is the one of the others to look at. Silence keeps the last speaker. */
export function speakersHeard(state: RoomState, ids: ReadonlySet<string>, loudest: string | null): RoomState {
  let next = selfUpdated(state, { speaking: ids.has(state.self.id) });
  for (const { id } of state.participants) next = participantUpdated(next, id, { speaking: ids.has(id) });
  return loudest === null || loudest === next.activeSpeaker ? next : { ...next, activeSpeaker: loudest };
}

/** One of our own sources changed, with the track we capture (shown to ourselves), if any. */
export function sourceChanged(
  state: RoomState,
  source: Source,
  value: SourceState,
  track: MediaStreamTrack | null,
): RoomState {
  const { [source]: before, ...others } = state.self.streams;
  const same = before?.getTracks()[0] === track;
  const stream = track ? (same ? before : new MediaStream([track])) : undefined;
  const streams = stream === before ? state.self.streams : { ...others, ...(stream && { [source]: stream }) };
  const next = selfUpdated(state, { [source]: value, streams });
  return value === 'on' && source !== 'screenAudio' ? deviceErrorCleared(next, source) : next;
}

export function selfUpdated(state: RoomState, change: Partial<Participant>): RoomState {
  const self = patched(state.self, change);
  return self === state.self ? state : { ...state, self };
}

export function devicesChanged(state: RoomState, devices: Devices): RoomState {
  return { ...state, devices };
}

export function deviceFailed(
  state: RoomState,
  kind: 'microphone' | 'camera' | 'screen',
  code: DeviceErrorCode,
): RoomState {
  return { ...state, deviceErrors: { ...state.deviceErrors, [kind]: code } };
}

export function deviceErrorCleared(state: RoomState, kind: 'microphone' | 'camera' | 'screen'): RoomState {
  if (!(kind in state.deviceErrors)) return state;
  const { [kind]: _, ...deviceErrors } = state.deviceErrors;
  return { ...state, deviceErrors };
}

export function pinned(state: RoomState, id: string | null): RoomState {
  return id === state.pinned ? state : { ...state, pinned: id };
}

function newcomer({ id, name }: Member, joinedAt: number): Participant {
  return { ...nobody, id, name, joinedAt };
}

function participantUpdated(state: RoomState, id: string, change: Partial<Participant>): RoomState {
  const index = state.participants.findIndex((participant) => participant.id === id);
  const before = state.participants[index];
  if (!before) return state;
  const after = patched(before, change);
  return after === before ? state : { ...state, participants: state.participants.with(index, after) };
}

/** The same object when nothing differs, so that listeners hear of real changes only. */
function patched(participant: Participant, change: Partial<Participant>): Participant {
  const differs = (Object.keys(change) as (keyof Participant)[]).some(
    (key) => change[key] !== participant[key],
  );
  return differs ? Object.freeze({ ...participant, ...change }) : participant;
}
