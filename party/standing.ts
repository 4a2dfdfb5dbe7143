/** What a resume token is worth in a room: a seat, the way back to a lost one, an id, or a refusal. Pure; `resume.ts` makes and reads tokens. */
import type { PartyErrorCode } from '../src/protocol/index.js';
import type { RoomRecord, Seat } from './host.js';
import { type Claim, readResume } from './resume.js';

/** What a resume token is good for. */
export interface Standing {
  claim: Claim;
  seat?: Seat;
  /** The seat that this page has lost; to be given back to it. */
  lost?: Seat;
  /** A closed door too. */
  passes?: boolean;
  /** Good for nothing, and its owner may not have heard why: whoever comes back by themselves is told. */
  refusal?: PartyErrorCode;
}

/**
 * What a resume token is good for in the hands of `sub`: it stands for the seat it was issued for, until a later one is used.
 * The page that took a seat may not have heard so: until a token of that seat is used, the one it came with stands for it too.
 * Once the seat is gone it still keeps the id, unless that may be somebody's who was removed, and brings the page that lost the seat back to it.
 */
export function standingOf(
  record: RoomRecord,
  token: string | undefined,
  now: number,
  sub: string,
  sid?: string,
): Standing | undefined {
  const claim = token === undefined ? undefined : readResume(record, token, now, sub);
  if (!claim) return undefined;
  const { departed, kicked, ended, voided = 0 } = record;
  if (kicked?.includes(claim.id)) return { claim, refusal: 'kicked' };
  if (ended?.includes(claim.id)) return { claim, refusal: 'room-ended' };
  const seat = record.seats.find(({ id }) => id === claim.id);
  if (seat) {
    const { used, seq } = seat;
    const stands = seq === claim.seq ? claim.expires >= (used ?? 0) : used === undefined && seat.sid === sid;
    return stands ? { claim, seat, passes: true } : undefined;
  }
  const departure = departed?.find(({ id }) => id === claim.id);
  if (!departure && claim.expires <= voided) return undefined;
  const { seat: lost } = departure ?? {};
  if (lost?.sid === sid && lost?.seq === claim.seq && claim.expires >= (lost.used ?? 0))
    return { claim, lost, passes: true };
  return { claim, passes: (departure?.until ?? 0) > now };
}
