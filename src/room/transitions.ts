/** Facts and what they make of the state: pure functions, named in the past tense, one per fact. */
import type { Presence } from '../protocol/peer-messages.js';
import { credible, playable, rightsOf, USUAL } from './rights.js';
import type {
  DeviceErrorCode,
  Devices,
  Listed,
  Participant,
  Phase,
  RoomState,
  Source,
  SourceState,
} from './state.js';
import { isStranger } from './strangers.js';

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
  ...USUAL,
};

const unverified = { name: '', verification: 'unverified' } as const;

const noDevices: Devices = {
  list: { microphone: [], camera: [], speaker: [] },
  selected: { microphone: null, camera: null, speaker: null },
};

/** The same object when nothing differs, so that listeners hear of real changes only. */
function changed<T extends object>(before: T, change: Partial<T>): T {
  const differs = Object.entries(change).some(([key, value]) => value !== before[key as keyof T]);
  return differs ? Object.freeze({ ...before, ...change }) : before;
}

/** A room that nobody has touched yet. */
export function created(
  roomId: string,
  name: string,
  verification: Participant['verification'] = 'trusted-server',
): RoomState {
  return {
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
    activeSpeaker: null,
    pinned: null,
    messages: [],
    reactions: [],
  };
}

/** The session is over: what belonged to it is gone, what the person chose stays. */
export function sessionEnded({ roomId, self, devices, fault }: RoomState, phase: Phase): RoomState {
  return { ...created(roomId, self.name, self.verification), signaling: 'closed', phase, devices, fault };
}

/** Something that one owner alone says: phase, socket, fault, devices, roster, pin. */
export function stateChanged(state: RoomState, change: Partial<RoomState>): RoomState {
  return changed(state, change);
}

export function selfChanged(state: RoomState, change: Partial<Participant>): RoomState {
  return changed(state, { self: changed(state.self, change) });
}

/** Somebody wants in. What is known to keep them out is not forgotten: the server may still be out of reach. */
export function joinBegun(state: RoomState): RoomState {
  const { fault, signaling } = state;
  const holds = fault?.code === 'server-unreachable' && !fault.fatal && signaling !== 'connected';
  return stateChanged(state, { phase: 'joining', fault: holds ? fault : null });
}

/** The party shows us the room. Whoever waited to be let in is on the way in now. */
export function welcomed(
  state: RoomState,
  self: Partial<Participant>,
  roster: readonly Listed[],
  locked: boolean,
): RoomState {
  const phase = state.phase === 'waiting' ? 'joining' : state.phase;
  return { ...selfChanged(state, self), phase, roster, locked, waiting: [], fault: lasting(state) };
}

/** The door is closed to us: of the room we know nothing from here on. */
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

/** Something about one of the others: their link, its path, its quality. */
export function participantChanged(state: RoomState, id: string, change: Partial<Participant>): RoomState {
  const index = state.participants.findIndex((participant) => participant.id === id);
  const before = state.participants[index];
  const after = before && changed(before, change);
  return after === before ? state : { ...state, participants: state.participants.with(index, after!) };
}

/** A link changed. One that lives brings back whoever was given up. */
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
  // Without a link nobody tells us that they have stopped speaking.
  const speaking = person.speaking && link === 'live';
  return relieved(
    withSpeaker(participantChanged(next, id, { link, streams: playable(person, streams), speaking })),
  );
}

/** Somebody of the roster is heard: if they were given up, they are back. */
function heard(state: RoomState, id: string, now: number): RoomState {
  const known = state.participants.some((participant) => participant.id === id);
  const member = state.roster.find((one) => one.id === id);
  return known || !member ? state : memberJoined(state, member, now);
}

/** What the party's word does not end: that somebody is out of reach. */
const lasting = ({ fault }: RoomState) => (fault?.code === 'peer-unreachable' ? fault : null);

/** A fault that was about people out of reach is over when there is none. */
function relieved(state: RoomState): RoomState {
  const isOver =
    state.fault?.code === 'peer-unreachable' &&
    state.participants.every(({ link }) => link !== 'unreachable');
  return isOver ? { ...state, fault: null } : state;
}

/** We have (or still have) a seat; the roster is the party's word. Whom it misses stays for as long as `stays` says. */
export function entered(
  state: RoomState,
  roster: readonly Listed[],
  now: number,
  stays: (id: string) => boolean,
): RoomState {
  const kept = state.participants.flatMap((participant) => {
    const { id } = participant;
    const member = roster.find((one) => one.id === id);
    // Another page of theirs, of which we have seen nothing yet.
    if (member?.verified === false) return changed(participant, unverified);
    return stays(id) || member ? participant : [];
  });
  // Whom the roster misses may do what they might before.
  const rights = (id: string) => {
    const member = roster.find((one) => one.id === id);
    return member && rightsOf(member);
  };
  // Whom even the party has lost is nobody to wait for; if they come back, the party says so.
  const added = roster.filter(({ id, away }) => !away && !kept.some((participant) => participant.id === id));
  return relieved({
    ...state,
    phase: 'joined',
    fault: lasting(state),
    roster,
    self: state.phase === 'joined' ? state.self : { ...state.self, joinedAt: now },
    participants: [
      ...kept.map((one) => ({ ...one, ...rights(one.id) })),
      ...added.sort((a, b) => a.seq - b.seq).map((member) => newcomer(member, now)),
    ],
  });
}

/** Someone took a seat, or took it again with a new page: then they keep their place. */
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

/** The party has lost the socket of a member, or found it again: then they may be somebody whom we have not met. */
export function socketChanged(state: RoomState, id: string, away: boolean, now: number): RoomState {
  const member = state.roster.find((one) => one.id === id);
  if (!member) return state;
  const next = { ...state, roster: state.roster.map((one) => (one === member ? { ...member, away } : one)) };
  const known = away || state.participants.some((participant) => participant.id === id);
  return known ? next : memberJoined(next, { ...member, away }, now);
}

/** Someone is gone for good: the party says so, or they do themselves. */
export function memberLeft(state: RoomState, gone: string): RoomState {
  return seatLost(participantLost(state, gone), gone);
}

/** The party has not heard of them for so long that it gave their seat up. We may hear them well. */
export function seatLost(state: RoomState, lost: string): RoomState {
  return { ...state, roster: state.roster.filter(({ id }) => id !== lost) };
}

/** Whose seat was lost has it again, with the page of before: whatever we know of them still holds. */
export function memberBack(state: RoomState, member: Listed, now: number): RoomState {
  const next = memberJoined(state, member, now);
  const { participants } = state;
  if (!participants.some(({ id }) => id === member.id)) return next;
  return participantChanged({ ...next, participants }, member.id, rightsOf(member));
}

/** Nobody hears of them any more. The party still holds their seat: it may say that they are back. */
export function participantLost(state: RoomState, gone: string): RoomState {
  const { participants, activeSpeaker, pinned } = state;
  if (!participants.some(({ id }) => id === gone)) return state;
  return relieved({
    ...state,
    participants: participants.filter(({ id }) => id !== gone),
    activeSpeaker: activeSpeaker === gone ? null : activeSpeaker,
    pinned: pinned === gone ? null : pinned,
  });
}

/** What a participant has told about themselves. */
export function presenceReceived(state: RoomState, id: string, presence: Presence, now: number): RoomState {
  const { microphone, camera, screen, screenAudio, hand, speaking = false } = presence;
  // It may come ahead of the news that their link lives.
  const next = heard(state, id, now);
  const person = next.participants.find((one) => one.id === id) ?? next.self;
  const sources = credible(person, { microphone, camera, screen, screenAudio });
  const isHeard = speaking && sources.microphone === 'on' && !person.muted;
  return withSpeaker(participantChanged(next, id, { ...sources, hand, speaking: isHeard }));
}

/** Who is the one to look at: stays the same while they speak, and in silence. */
function withSpeaker(state: RoomState): RoomState {
  const speaking = state.participants.filter((one) => one.speaking).map(({ id }) => id);
  const [first = state.activeSpeaker] = speaking;
  return speaking.includes(state.activeSpeaker ?? '') ? state : changed(state, { activeSpeaker: first });
}

/** One of our own sources changed, with the track we capture (shown to ourselves), if any. */
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
  // Where there is a secret, whoever comes proves it over their link, also if they were here before.
  const isUnknown = verified !== undefined || isStranger(member);
  return { ...nobody, ...rightsOf(member), id, name, joinedAt, ...(isUnknown && unverified) };
}
