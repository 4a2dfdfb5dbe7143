/** The records of participants who left or lost their membership, so that they can resume it. Pure. */
import { MAX_CAPACITY, MEMBERSHIP_HOLD } from '../../src/protocol/party.js';
import type { Departure, Membership, RoomRecord } from './host.js';
import { pickTerms } from './terms.js';

export type Reason = 'left' | 'lost' | 'kicked';

/** Whether nothing is kept of this membership: after a token with `eject` has expired, links end together with access. */
export const isFinal = (reason: Reason, membership: Membership): boolean =>
  reason === 'lost' && membership.ends !== undefined;

/** So many participants who just left are kept in any case: they may be reloading their page. */
const LEAST_LEFT = 4;

/**
 * The earlier departures that are still valid, and the new one. If there are too many, those of participants who just left are
 * dropped first, but for the last {@link LEAST_LEFT}, then those of participants who were lost or muted, in the order of
 * {@link byWorth}. So nobody can push out a lost or muted participant by joining and leaving. Joining and being lost again and again
 * pushes out one's own earlier departures or, without a `sub`, those of others without one.
 */
export function departuresAfter(
  record: RoomRecord,
  membership: Membership,
  reason: Reason,
  now: number,
): Departure[] {
  const { id, sid, muted, sub } = membership;
  const counts = (one: Departure) => one.muted || one.until === undefined || one.until > now;
  const departed = record.departed?.filter((one) => one.id !== id && counts(one)) ?? [];
  if (reason === 'kicked') return departed;
  const isLost = reason === 'lost' && !isFinal(reason, membership);
  departed.push({
    id,
    sid,
    // A page that is being reloaded sends the same as one that leaves.
    ...(reason === 'left' && { until: now + MEMBERSHIP_HOLD }),
    ...(muted && { muted }),
    ...(sub && { sub }),
    ...(isLost ? { membership } : { terms: pickTerms(membership) }),
  });
  const hasLeft = (one: Departure) => !one.muted && one.until !== undefined;
  const left = departed.filter(hasLeft);
  const others = byWorth(departed.filter((one) => !hasLeft(one))).slice(
    Math.min(left.length, LEAST_LEFT) - MAX_CAPACITY,
  );
  const kept = new Set([...others, ...left.slice(others.length - MAX_CAPACITY)]);
  return departed.filter((one) => kept.has(one));
}

/**
 * Sorted: first those who have a newer departure with the same `sub`, then those without a `sub`, then all others; the oldest first.
 */
function byWorth(departures: readonly Departure[]): Departure[] {
  const worth = ({ sub }: Departure, at: number) => {
    if (!sub) return 1;
    return departures.some((newer, index) => index > at && newer.sub === sub) ? 0 : 2;
  };
  return departures
    .map((one, at) => ({ one, worth: worth(one, at) }))
    .sort((a, b) => a.worth - b.worth)
    .map(({ one }) => one);
}
