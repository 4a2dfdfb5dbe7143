/** Facts about the others and how they change the state, loaded with the links; and those about ourselves. */
import type { Presence } from '../protocol/peer-messages.js';
import { permissionsOf, permittedSources, permittedStreams } from './permissions.js';
import { changed, nobody, raisedAt, selfChanged } from './reducers.js';
import { lacksRoomKey } from './room-key.js';
import type { Listed, Participant, RoomState } from './state.js';

export * from './reducers.js';

const unverified = { name: '', verification: 'unverified' } as const;

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

/** The party has answered with our name. One from our token replaces the one that we have told; a newer one stays. */
export function nameAnswered(state: RoomState, name: string): RoomState {
  const change = state.self.name === state.nameAtParty ? { name } : {};
  return selfChanged({ ...state, nameAtParty: name }, change);
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
    const member = roster.find(({ id }) => id === participant.id);
    if (!member) return stays(participant.id) ? participant : [];
    const { name, verified } = member;
    return {
      ...participant,
      ...permissionsOf(member),
      // A new page of theirs is not verified yet. The name may have changed while we were away.
      ...(verified === false
        ? unverified
        : participant.verification !== 'unverified' && !lacksRoomKey(member) && { name }),
    };
  });
  // A member without a socket is not shown as a newcomer; if they come back, the party says so.
  const added = roster.filter(({ id, away }) => !away && !kept.some((participant) => participant.id === id));
  return relieved({
    ...state,
    phase: 'joined',
    fault: lasting(state),
    roster,
    self: state.phase === 'joined' ? state.self : { ...state.self, joinedAt: now },
    participants: [...kept, ...added.sort((a, b) => a.seq - b.seq).map((member) => newcomer(member, now))],
  });
}

/** A member joined, or returned with a new page and keeps their place. */
export function memberJoined(state: RoomState, member: Listed, now: number): RoomState {
  const { phase, participants } = state;
  const roster = [...state.roster.filter(({ id }) => id !== member.id), member];
  const place = participants.findIndex(({ id }) => id === member.id);
  const joined = newcomer(member, participants[place]?.joinedAt ?? now);
  return {
    ...state,
    roster,
    ...(phase === 'joined' && {
      participants: place < 0 ? [...participants, joined] : participants.with(place, joined),
    }),
  };
}

/** The party has lost a member's socket, or has it again. In the second case we may not have met them yet. */
export function socketChanged(state: RoomState, id: string, away: boolean, now: number): RoomState {
  const member = state.roster.find((one) => one.id === id);
  if (!member) return state;
  const news = { ...member, away };
  const next = { ...state, roster: state.roster.map((one) => (one === member ? news : one)) };
  const known = away || state.participants.some((participant) => participant.id === id);
  return known ? next : memberJoined(next, news, now);
}

/** A participant left for good, according to the party or to themselves. */
export const memberLeft = (state: RoomState, gone: string): RoomState =>
  membershipLost(participantLost(state, gone), gone);

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
    pinned: pinned.filter((id) => id !== gone),
  });
}

/** A participant sent their presence. */
export function presenceReceived(state: RoomState, id: string, presence: Presence, now: number): RoomState {
  const { hand, handFor = 0, handTurn = 0, speaking = false } = presence;
  // This may arrive before the news that their link is live.
  const next = heard(state, id, now);
  const person = next.participants.find((one) => one.id === id) ?? next.self;
  const sources = permittedSources(person, presence);
  const isHeard = speaking && sources.microphone === 'on' && !person.muted;
  const handRaisedAt = raisedAt(person, hand, now - handFor);
  const place = { handRaisedAt, handTurn: hand ? handTurn : undefined };
  return participantChanged(next, id, { ...sources, hand, ...place, speaking: isHeard });
}

function newcomer(member: Listed, joinedAt: number): Participant {
  const { id, name, verified } = member;
  // With a secret, a participant who joins has to prove their identity over their link, even if they were here before.
  const isUnknown = verified !== undefined || lacksRoomKey(member);
  return { ...nobody, ...permissionsOf(member), id, name, joinedAt, ...(isUnknown && unverified) };
}
