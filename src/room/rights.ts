/** What each participant may do, as the party says, and what that leaves of what they send: receivers enforce it. Pure. */
import { GRANTS } from '../protocol/grants.js';
import type { PeerMessage } from '../protocol/peer-messages.js';
import type { Member } from '../protocol/schemas.js';
import type { Participant, RoomState, Source, SourceState, Streams } from './state.js';

export type Rights = Pick<Participant, 'grants' | 'muted'>;
type Sources = Partial<Record<Source, SourceState>>;

/** What members may, as long as nobody has said anything else. */
export const USUAL: Rights = { grants: ['publish', 'chat'], muted: false };

/** Bits as words. */
export const rightsOf = ({ grants = 3, muted = false }: Pick<Member, 'grants' | 'muted'>): Rights => ({
  grants: GRANTS.filter((_, bit) => grants & (1 << bit)),
  muted,
});

/** Whether others are to see or hear that of somebody. */
export const mayShow = ({ grants, muted }: Rights, source: string): boolean =>
  grants.includes('publish') && !(muted && (source === 'microphone' || source === 'screenAudio'));

/** Streams that may be played; the same object as long as it is the same ones. */
export function playable(person: Participant, streams: Streams): Streams {
  const all = Object.entries(streams);
  const isKnown = person.verification !== 'unverified';
  const kept = all.filter(([source]) => isKnown && mayShow(person, source));
  if (kept.length === all.length) return streams;
  const before = Object.values(person.streams);
  const same = kept.length === before.length && kept.every(([, stream]) => before.includes(stream));
  return same ? person.streams : Object.fromEntries(kept);
}

/** What somebody says of their sources, as far as it is true for whoever does not see and hear them. */
export function credible<T extends Sources>(person: Rights, sources: T): T {
  const barred = Object.keys(sources).filter((source) => !mayShow(person, source));
  return { ...sources, ...Object.fromEntries(barred.map((source) => [source, 'off'])) };
}

/** Whether we read what somebody writes, shows or passes on; everybody may ask what was said. */
export function mayWrite({ participants, roster }: RoomState, id: string, message: PeerMessage): boolean {
  const { type } = message;
  if (type === 'read' || type === 'ack' || (type === 'history' && !message.list)) return true;
  const member = roster.find((one) => one.id === id);
  const rights = participants.find((one) => one.id === id) ?? (member && rightsOf(member));
  return !!rights?.grants.includes('chat');
}
