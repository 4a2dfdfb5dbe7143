/** What is kept of those who have given up their seats or lost them, so that they find the way back. Pure. */
import { MAX_CAPACITY, SEAT_HOLD } from '../src/protocol/index.js';
import type { Departure, RoomRecord, Seat } from './host.js';
import { pickTerms } from './terms.js';

export type Reason = 'left' | 'lost' | 'kicked';

/** Whether nothing of a seat stays once it is lost: where a token has `eject`, links end with access. */
export const isFinal = (reason: Reason, seat: Seat): boolean => reason === 'lost' && seat.ends !== undefined;

/** Those who went before, as far as they still count, and whoever goes now; the oldest give way. */
export function departuresAfter(record: RoomRecord, seat: Seat, reason: Reason, now: number): Departure[] {
  const { id, sid, muted, sub } = seat;
  const counts = (one: Departure) => one.muted || one.until === undefined || one.until > now;
  const departed = record.departed?.filter((one) => one.id !== id && counts(one)) ?? [];
  if (reason === 'kicked') return departed;
  const isLost = reason === 'lost' && !isFinal(reason, seat);
  departed.push({
    id,
    sid,
    // A page that is being reloaded says the same as one that leaves.
    ...(reason === 'left' && { until: now + SEAT_HOLD }),
    ...(muted && { muted }),
    ...(sub && { sub }),
    ...(isLost ? { seat } : { terms: pickTerms(seat) }),
  });
  return departed.slice(-MAX_CAPACITY);
}
