/** What a link is waiting for, when it has waited long enough, and what people are told of it. Pure: times in milliseconds come in, an action comes out. */

/** No offer, or no answer to one, for this long and it may be lost: we ask for it, or say it once more. */
const ANSWER_TIMEOUT = 4_000;
/** No answer at all, or no path, for this long and the link is built anew. */
const LINK_TIMEOUT = 12_000;
/** How long each ICE restart is given before the next; after the last one the link is built anew, 12 s after the first. */
const RESTART_TIMEOUTS = [2_000, 4_000, 6_000];

/** `idle`: no connection yet · `prepared`: offer made, not sent · then as in the picture in `src/README.md`. */
export type PeerState = 'idle' | 'prepared' | 'offered' | 'connecting' | 'live' | 'stalled' | 'closed';

/** The link as people need to know it. */
export type LinkState = 'connecting' | 'live' | 'reconnecting' | 'unreachable';

/** Without a path for this long, people are told that there is none. */
const TELL_AFTER = 20_000;

/** What people are told of a link that is in `state`, was live before or not, and has had no path for so many milliseconds. */
export function linkOf(state: PeerState, wasLive: boolean, down: number): LinkState {
  if (state === 'live') return 'live';
  if (down >= TELL_AFTER) return 'unreachable';
  return wasLive ? 'reconnecting' : 'connecting';
}

/** How long each thing has taken so far. */
export interface Waits {
  /** Since the state became what it is. */
  inState: number;
  /** Nothing was heard for longer than a living path allows. */
  lost: boolean;
  sinceRestart: number;
  /** Restarts in vain since the link stalled, or how often our offer was said again. */
  tries: number;
  /** Rebuilds in vain so far. */
  rebuilds: number;
}

/** Each rebuild in vain doubles the patience: on a busy machine the first one may only have been slow, not lost. */
const patience = ({ rebuilds }: Waits): number => 2 ** Math.min(rebuilds, 3);

/** What is due now, if anything. */
export function due(state: PeerState, waits: Waits): 'stall' | 'restart' | 'again' | 'rebuild' | undefined {
  switch (state) {
    case 'live':
      return waits.lost ? 'stall' : undefined;
    case 'stalled':
      if (waits.sinceRestart <= (RESTART_TIMEOUTS[waits.tries - 1] ?? 0)) return undefined;
      return waits.tries < RESTART_TIMEOUTS.length ? 'restart' : 'rebuild';
    case 'idle':
      return waits.inState > ANSWER_TIMEOUT * patience(waits) ? 'rebuild' : undefined;
    case 'offered':
    case 'connecting':
      if (waits.inState > LINK_TIMEOUT * patience(waits)) return 'rebuild';
      return state === 'offered' && waits.inState > ANSWER_TIMEOUT * patience(waits) * (waits.tries + 1)
        ? 'again'
        : undefined;
    default:
      return undefined;
  }
}
