/** Converts a membership to the form that others see. Pure. */
import { isEncryptedName, MEMBER_GRANTS, type Member, memberName } from '../../src/protocol/party.js';
import type { Membership } from './host.js';

/** The public data of a membership. */
export function memberOf({
  id,
  sid,
  seq,
  name,
  until,
  grants = MEMBER_GRANTS,
  muted,
  can,
}: Membership): Member {
  return {
    id,
    sid,
    seq,
    name,
    ...(until !== undefined && { away: true }),
    ...(grants !== MEMBER_GRANTS && { grants }),
    ...(muted && { muted }),
    ...(can?.length && { can }),
  };
}

/**
 * The name of a participant, from the typed name and the token's name. Encrypted names are allowed if a member already has one,
 * or if the room is empty: elsewhere a name in that form would only hide the token's name.
 */
export const nameAmong = (memberships: readonly Membership[], said: string, claimed: string): string =>
  memberName(said, claimed, !memberships.length || memberships.some(({ name }) => isEncryptedName(name)));

/**
 * The name that a participant is given who is called `before` and asks for another one. A token's name (`named`) stays. An encrypted
 * name may hide a token's name, so only another encrypted one replaces it, and no plain name becomes one.
 */
export const nameAfter = (before: string, named: boolean | undefined, said: string): string =>
  named || isEncryptedName(before) !== isEncryptedName(said) ? before : memberName(said, '');

/** The part of a socket's name that takes precedence over the one in its `join`: a token's name, and an encrypted one, which may hide it. */
export const claimedName = ({ name, named }: { name: string; named?: boolean }): string =>
  named || isEncryptedName(name) ? name : '';
