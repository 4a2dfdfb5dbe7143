/** Who sits in a seat, as the others may know it. Pure. */
import { isSealedName, MEMBER_GRANTS, type Member, seatName } from '../src/protocol/index.js';
import type { Seat } from './host.js';

/** Who sits in a seat, as others may know it. */
export function memberOf({ id, sid, seq, name, until, grants = MEMBER_GRANTS, muted }: Seat): Member {
  return {
    id,
    sid,
    seq,
    name,
    ...(until !== undefined && { away: true }),
    ...(grants !== MEMBER_GRANTS && { grants }),
    ...(muted && { muted }),
  };
}

/**
 * What somebody is called in a room, by what they say and what their token says. Names may be sealed where somebody's is, and where nobody
 * is: elsewhere one that only looks so would hide who somebody is.
 */
export const nameAmong = (seats: readonly Seat[], said: string, claimed: string): string =>
  seatName(said, claimed, !seats.length || seats.some(({ name }) => isSealedName(name)));
