/** Facts and how they change the state: pure functions, named in the past tense, one per fact. */
import type { Presence } from '../protocol/peer-messages.js';
import { DEFAULT_PERMISSIONS, permissionsOf, permittedSources, permittedStreams } from './permissions.js';
import { lacksRoomKey } from './room-key.js';
import type {
  DeviceErrorCode,
  Devices,
  FeatureState,
  Listed,
  Participant,
  Phase,
  RoomState,
  Source,
  SourceState,
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
  ...DEFAULT_PERMISSIONS,
};

const unverified = { name: '', verification: 'unverified' } as const;

const noDevices: Devices = {
  list: { microphone: [], camera: [], speaker: [] },
  selected: { microphone: null, camera: null, speaker: null },
};

/** Returns the same object when nothing differs, so that listeners see real changes only. */
function changed<T extends object>(before: T, change: Partial<T>): T {
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
    participants: [],
    roster: [],
    locked: false,
    waiting: [],
    devices: noDevices,
    deviceErrors: {},
    fault: null,
    attempts: 0,
    pinned: null,
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

/** A value that a single owner sets: phase, socket, fault, devices, roster, pin. */
export function stateChanged(state: RoomState, change: Partial<RoomState>): RoomState {
  return changed(state, change);
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

/** The party has shown us the room. A participant who was waiting is now joining. */
export function welcomed(
  state: RoomState,
  self: Partial<Participant>,
  roster: readonly Listed[],
  locked: boolean,
): RoomState {
  const phase = state.phase === 'waiting' ? 'joining' : state.phase;
  return { ...selfChanged(state, self), phase, roster, locked, waiting: [], fault: lasting(state) };
}

/** We are outside the room: clears what we knew about it. */
export function putOutside(state: RoomState, id: string, locked: boolean): RoomState {
  const { phase } = state;
  return {
    ...selfChanged(state, { id }),
    phase: phase === 'joined' ? 'joining' : phase,
    roster: [],
    participants: [],
    waiting: [],
    locked,
    fault: null,
  };
}

/** One of the others changed: link, path or quality. */
export function participantChanged(state: RoomState, id: string, change: Partial<Participant>): RoomState {
  const index = state.participants.findIndex((participant) => participant.id === id);
  const before = state.participants[index];
  const after = before && changed(before, change);
  return after === before ? state : { ...state, participants: state.participants.with(index, after!) };
}

/** A link changed. A live link brings back a participant who was given up. */
export function linkChanged(
  state: RoomState,
  id: string,
  change: Pick<Participant, 'link' | 'streams'>,
  now: number,
): RoomState {
  const next = change.link === 'live' ? heard(state, id, now) : state;
  const person = next.participants.find((one) => one.id === id);
  if (!person) return relieved(next);
  const { link, streams } = change;
  // Without a link, nobody tells us that they have stopped speaking.
  const speaking = person.speaking && link === 'live';
  return relieved(
    participantChanged(next, id, { link, streams: permittedStreams(person, streams), speaking }),
  );
}

/** A member of the roster was heard: if they were given up, they are back. */
function heard(state: RoomState, id: string, now: number): RoomState {
  const known = state.participants.some((participant) => participant.id === id);
  const member = state.roster.find((one) => one.id === id);
  return known || !member ? state : memberJoined(state, member, now);
}

/** Faults that an answer of the party does not clear: a participant is out of reach. */
const lasting = ({ fault }: RoomState) => (fault?.code === 'peer-unreachable' ? fault : null);

/** Clears a fault about participants out of reach when there are none left. */
function relieved(state: RoomState): RoomState {
  const isOver =
    state.fault?.code === 'peer-unreachable' &&
    state.participants.every(({ link }) => link !== 'unreachable');
  return isOver ? { ...state, fault: null } : state;
}

/** We have joined, or resumed; the roster is the party's. Participants missing from it stay as long as `stays` allows. */
export function entered(
  state: RoomState,
  roster: readonly Listed[],
  now: number,
  stays: (id: string) => boolean,
): RoomState {
  const kept = state.participants.flatMap((participant) => {
    const { id } = participant;
    const member = roster.find((one) => one.id === id);
    // A new page of theirs, which is not verified yet.
    if (member?.verified === false) return changed(participant, unverified);
    return stays(id) || member ? participant : [];
  });
  // Participants missing from the roster keep their permissions.
  const permissions = (id: string) => {
    const member = roster.find((one) => one.id === id);
    return member && permissionsOf(member);
  };
  // A member without a socket is not shown as a newcomer; if they come back, the party says so.
  const added = roster.filter(({ id, away }) => !away && !kept.some((participant) => participant.id === id));
  return relieved({
    ...state,
    phase: 'joined',
    fault: lasting(state),
    roster,
    self: state.phase === 'joined' ? state.self : { ...state.self, joinedAt: now },
    participants: [
      ...kept.map((one) => ({ ...one, ...permissions(one.id) })),
      ...added.sort((a, b) => a.seq - b.seq).map((member) => newcomer(member, now)),
    ],
  });
}

/** A member joined, or returned with a new page and keeps their place. */
export function memberJoined(state: RoomState, member: Listed, now: number): RoomState {
  const { phase, participants } = state;
  const roster = [...state.roster.filter(({ id }) => id !== member.id), member];
  const place = participants.findIndex(({ id }) => id === member.id);
  const joined = newcomer(member, participants[place]?.joinedAt ?? now);
  if (phase !== 'joined') return { ...state, roster };
  return {
    ...state,
    roster,
    participants: place < 0 ? [...participants, joined] : participants.with(place, joined),
  };
}

/** The party has lost a member's socket, or has it again. In the second case we may not have met them yet. */
export function socketChanged(state: RoomState, id: string, away: boolean, now: number): RoomState {
  const member = state.roster.find((one) => one.id === id);
  if (!member) return state;
  const next = { ...state, roster: state.roster.map((one) => (one === member ? { ...member, away } : one)) };
  const known = away || state.participants.some((participant) => participant.id === id);
  return known ? next : memberJoined(next, { ...member, away }, now);
}

/** A participant left for good, according to the party or to themselves. */
export function memberLeft(state: RoomState, gone: string): RoomState {
  return membershipLost(participantLost(state, gone), gone);
}

/** The party gave up their membership after a long silence. We may still hear them. */
export function membershipLost(state: RoomState, lost: string): RoomState {
  return { ...state, roster: state.roster.filter(({ id }) => id !== lost) };
}

/** A member whose membership was lost has it again with the same page: what we know of them is still valid. */
export function memberBack(state: RoomState, member: Listed, now: number): RoomState {
  const next = memberJoined(state, member, now);
  const { participants } = state;
  if (!participants.some(({ id }) => id === member.id)) return next;
  return participantChanged({ ...next, participants }, member.id, permissionsOf(member));
}

/** Nobody hears them any more. The party still holds their membership, and may report that they are back. */
export function participantLost(state: RoomState, gone: string): RoomState {
  const { participants, pinned } = state;
  if (!participants.some(({ id }) => id === gone)) return state;
  return relieved({
    ...state,
    participants: participants.filter(({ id }) => id !== gone),
    pinned: pinned === gone ? null : pinned,
  });
}

/** We raise or lower our hand. */
export function handToggled(state: RoomState, hand: boolean, now: number): RoomState {
  const { self, participants } = state;
  const highest = Math.max(0, ...participants.map(({ handTurn = 0 }) => handTurn));
  const handTurn = hand ? (self.handTurn ?? Math.min(highest + 1, LAST_TURN)) : undefined;
  return selfChanged(state, { hand, handRaisedAt: raisedAt(self, hand, now), handTurn });
}

/** The largest number that the protocol allows. */
const LAST_TURN = 2 ** 31 - 1;

/** When a hand went up: a hand that is up already keeps its place. A message that was late on its way gives a later time than the next. */
const raisedAt = (before: Participant, hand: boolean, at: number): number | undefined =>
  hand ? Math.min(before.handRaisedAt ?? at, at) : undefined;

/** A participant sent their presence. */
export function presenceReceived(state: RoomState, id: string, presence: Presence, now: number): RoomState {
  const {
    microphone,
    camera,
    screen,
    screenAudio,
    hand,
    handFor = 0,
    handTurn = 0,
    speaking = false,
  } = presence;
  // This may arrive before the news that their link is live.
  const next = heard(state, id, now);
  const person = next.participants.find((one) => one.id === id) ?? next.self;
  const sources = permittedSources(person, { microphone, camera, screen, screenAudio });
  const isHeard = speaking && sources.microphone === 'on' && !person.muted;
  const handRaisedAt = raisedAt(person, hand, now - handFor);
  const place = { handRaisedAt, handTurn: hand ? handTurn : undefined };
  return participantChanged(next, id, { ...sources, hand, ...place, speaking: isHeard });
}

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
  return value === 'on' && failure ? { ...next, deviceErrors } : next;
}

export function deviceFailed(
  state: RoomState,
  kind: 'microphone' | 'camera' | 'screen',
  code: DeviceErrorCode,
): RoomState {
  return { ...state, deviceErrors: { ...state.deviceErrors, [kind]: code } };
}

function newcomer(member: Listed, joinedAt: number): Participant {
  const { id, name, verified } = member;
  // With a secret, a participant who joins has to prove their identity over their link, even if they were here before.
  const isUnknown = verified !== undefined || lacksRoomKey(member);
  return { ...nobody, ...permissionsOf(member), id, name, joinedAt, ...(isUnknown && unverified) };
}
