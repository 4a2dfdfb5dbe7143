/** What a link is waiting for, when it has waited long enough, and what people are told of it. Pure: times in milliseconds come in, an action comes out. */

/** No answer to an offer for this long and it is made anew. */
const OFFER_TIMEOUT = 6_000;
/** No path found, or found again, for this long and the link is built anew. */
const CONNECT_TIMEOUT = 12_000;
/** Not a word on the control channel for this long and the path is taken for dead; heartbeats come each second. */
const SILENCE = 4_000;
/** Time given to an ICE restart before the next. */
const RESTART_TIMEOUT = 4_000;

/** `idle`: no connection yet · `prepared`: offer made, not sent · then as in the picture in `src/README.md`. */
export type PeerState = 'idle' | 'prepared' | 'offered' | 'connecting' | 'live' | 'stalled' | 'closed';

/** The link as people need to know it. */
export type LinkState = 'connecting' | 'live' | 'reconnecting' | 'unreachable';

/** Rebuilds in vain before people are told that there is no path. */
const TELL_AFTER = 3;

/** What people are told of a link that is in `state`, was live before or not, and was rebuilt so often in vain. */
export function linkOf(state: PeerState, wasLive: boolean, rebuilds: number): LinkState {
  if (state === 'live') return 'live';
  if (rebuilds >= TELL_AFTER) return 'unreachable';
  return wasLive ? 'reconnecting' : 'connecting';
}

/** How long each thing has taken so far. */
export interface Waits {
  /** Since the state became what it is. */
  inState: number;
  /** Since a word was heard on the control channel; `undefined` before it has opened. */
  sinceHeard: number | undefined;
  sinceRestart: number;
  /** Rebuilds in vain so far. */
  rebuilds: number;
}

/** Each rebuild in vain doubles the patience: on a busy machine the first one may only have been slow, not lost. */
const patience = ({ rebuilds }: Waits): number => 2 ** Math.min(rebuilds, 3);

/** What is due now, if anything. */
export function due(state: PeerState, waits: Waits): 'stall' | 'restart' | 'rebuild' | undefined {
  switch (state) {
    case 'live':
      return (waits.sinceHeard ?? 0) > SILENCE ? 'stall' : undefined;
    case 'stalled':
      if (waits.inState > CONNECT_TIMEOUT * patience(waits)) return 'rebuild';
      return waits.sinceRestart > RESTART_TIMEOUT ? 'restart' : undefined;
    case 'offered':
      return waits.inState > OFFER_TIMEOUT * patience(waits) ? 'rebuild' : undefined;
    case 'connecting':
      return waits.inState > CONNECT_TIMEOUT * patience(waits) ? 'rebuild' : undefined;
    default:
      return undefined;
  }
}
