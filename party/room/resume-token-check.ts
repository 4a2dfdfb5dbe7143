/**
 * The resume token check: whether a token restores a membership, a lost membership, only an id, or is refused. Pure; `resume-token.ts`
 * makes and reads tokens.
 */
import type { PartyErrorCode } from '../../src/protocol/party.js';
import type { Membership, RoomRecord } from './host.js';
import { type Claim, readResume } from './resume-token.js';

/** The result of the check. */
export interface ResumeTokenCheck {
  claim: Claim;
  membership?: Membership;
  /** The membership that this page has lost; it will be restored. */
  lost?: Membership;
  /** May also enter a locked room. */
  passes?: boolean;
  /** The token is void and its owner may not know why: a client that reconnects by itself is told. */
  refusal?: PartyErrorCode;
}

/**
 * Checks a resume token presented by `sub`. A token is valid for its membership until a later one is used. If the answer to a `join`
 * was lost, the page does not know that it joined. So the token with which it came stays valid until it uses a token of its new
 * membership. After a membership has ended, its token restores it for the page that lost it, and gives the same id to another page
 * of the same person, unless the person may have been removed.
 */
export function checkResumeToken(
  record: RoomRecord,
  token: string | undefined,
  now: number,
  sub: string,
  sid?: string,
): ResumeTokenCheck | undefined {
  const claim = token === undefined ? undefined : readResume(record, token, now, sub);
  if (!claim) return undefined;
  const { departed, kicked, ended, voided = 0 } = record;
  if (kicked?.includes(claim.id)) return { claim, refusal: 'kicked' };
  if (ended?.includes(claim.id)) return { claim, refusal: 'room-ended' };
  const membership = record.memberships.find(({ id }) => id === claim.id);
  if (membership) {
    const { used, seq } = membership;
    const stands =
      seq === claim.seq ? claim.expires >= (used ?? 0) : used === undefined && membership.sid === sid;
    return stands ? { claim, membership, passes: true } : undefined;
  }
  const departure = departed?.find(({ id }) => id === claim.id);
  if (!departure && claim.expires <= voided) return undefined;
  const { membership: lost } = departure ?? {};
  if (lost?.sid === sid && lost?.seq === claim.seq && claim.expires >= (lost.used ?? 0))
    return { claim, lost, passes: !departure?.isOver };
  return { claim, passes: (departure?.until ?? 0) > now };
}
