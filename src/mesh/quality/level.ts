/** How good a link is for people, with hysteresis: a single bad measurement is not shown, and neither is a single good one. Pure. */
import type { LinkStats } from './stats.js';

/** `lost`: there was a path, and nothing arrives over it now. */
export type LinkLevel = 'good' | 'fair' | 'poor' | 'lost' | 'unknown';

export interface LevelState {
  readonly level: LinkLevel;
  /** The level that the last measurements showed instead, and how many of them. */
  readonly next: LinkLevel;
  readonly count: number;
  /** The measurement up to which packets are counted. */
  readonly base: LinkStats | undefined;
}

export const UNKNOWN_LEVEL: LevelState = { level: 'unknown', next: 'unknown', count: 0, base: undefined };

/** Loss (0 to 1) and round trip time (ms) above which a call feels worse (ITU-T G.114 for the delay). */
const FAIR = { loss: 0.02, roundTripTime: 300 };
const POOR = { loss: 0.08, roundTripTime: 600 };

/** With fewer packets a single lost one would count as much: a silent microphone sends five a second. */
const ENOUGH_PACKETS = 40;
/** Measurements in a row that make a level worse, and better. */
const TO_WORSE = 2;
const TO_BETTER = 3;

const ORDER: readonly LinkLevel[] = ['good', 'fair', 'poor', 'lost'];

function packets(stats: LinkStats | undefined): { received: number; lost: number } {
  let received = 0;
  let lost = 0;
  for (const { packetsReceived = 0, packetsLost = 0 } of Object.values(stats?.sources ?? {})) {
    received += packetsReceived;
    lost += packetsLost;
  }
  return { received, lost };
}

/** The level between two measurements; `undefined`: too few packets to tell. */
export function levelBetween(before: LinkStats | undefined, now: LinkStats): LinkLevel | undefined {
  const [start, end] = [packets(before), packets(now)];
  const received = end.received - start.received;
  const lost = Math.max(0, end.lost - start.lost);
  if (received + lost < ENOUGH_PACKETS) return undefined;
  const loss = lost / (received + lost);
  const { roundTripTime = 0 } = now;
  const beyond = (limit: typeof FAIR) => loss > limit.loss || roundTripTime > limit.roundTripTime;
  return beyond(POOR) ? 'poor' : beyond(FAIR) ? 'fair' : 'good';
}

/** The level after one more measurement. `isLost`: there is no path now. */
export function levelAfter(state: LevelState, stats: LinkStats | undefined, isLost: boolean): LevelState {
  if (isLost) return { ...state, level: 'lost', next: 'lost', count: 0, base: stats };
  if (!stats || stats.at === state.base?.at) return state;
  const shown = levelBetween(state.base, stats);
  // A new connection counts from zero.
  if (!shown)
    return packets(stats).received < packets(state.base).received || !state.base
      ? { ...state, base: stats }
      : state;
  const { level } = state;
  if (shown === level) return { level, next: level, count: 0, base: stats };
  const isNews = level === 'unknown' || level === 'lost';
  const worseBy = (other: LinkLevel) => ORDER.indexOf(other) - ORDER.indexOf(level);
  const needed = worseBy(shown) > 0 ? TO_WORSE : TO_BETTER;
  // Two levels worse count for the one in between as well.
  const isSameWay = Math.sign(worseBy(shown)) === Math.sign(worseBy(state.next));
  const count = isSameWay ? state.count + 1 : 1;
  if (isNews || count >= needed) return { level: shown, next: shown, count: 0, base: stats };
  return { level, next: shown, count, base: stats };
}
