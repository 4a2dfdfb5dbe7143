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
