/** Permissions of each participant, as the party sets them, and how they limit what we accept: receivers enforce them. Pure. */
import { GRANTS, type Grant } from '../protocol/grants.js';
import type { Member } from '../protocol/schemas.js';
import type { Participant, RoomState, Source, SourceState, Streams } from './state.js';

export type Permissions = Pick<Participant, 'grants' | 'muted'>;
type Sources = Readonly<Record<Source, SourceState>>;

const SOURCES = ['microphone', 'camera', 'screen', 'screenAudio'] as const;

/** The permissions of members, unless the party says otherwise. */
export const DEFAULT_PERMISSIONS: Permissions = { grants: ['publish', 'chat'], muted: false };

/** Converts permission bits to names. */
export const permissionsOf = ({
  grants = 3,
  muted = false,
}: Pick<Member, 'grants' | 'muted'>): Permissions => ({
  grants: GRANTS.filter((_, bit) => grants & (1 << bit)),
  muted,
});

/** Whether this source of a participant may be seen or heard. */
export const mayShow = ({ grants, muted }: Permissions, source: string): boolean =>
  grants.includes('publish') && !(muted && (source === 'microphone' || source === 'screenAudio'));

/** The streams that may be played; the same object while nothing changes. */
export function permittedStreams(person: Participant, streams: Streams): Streams {
  const all = Object.entries(streams);
  const isKnown = person.verification !== 'unverified';
  const kept = all.filter(([source]) => isKnown && mayShow(person, source));
  if (kept.length === all.length) return streams;
  const before = Object.values(person.streams);
  const same = kept.length === before.length && kept.every(([, stream]) => before.includes(stream));
  return same ? person.streams : Object.fromEntries(kept);
}

/** A participant's source states, without the sources that we do not play. `sources` may have more than these. */
export const permittedSources = (person: Permissions, sources: Sources): Sources =>
  Object.fromEntries(
    SOURCES.map((source) => [source, mayShow(person, source) ? sources[source] : 'off']),
  ) as Sources;

/** Whether a participant has a grant. A member whom we do not know as a participant yet has those of the roster. */
export function hasGrant({ participants, roster }: RoomState, id: string, grant: Grant): boolean {
  const member = roster.find((one) => one.id === id);
  const permissions = participants.find((one) => one.id === id) ?? (member && permissionsOf(member));
  return !!permissions?.grants.includes(grant);
}
