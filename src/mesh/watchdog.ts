/** What a link is waiting for, when it has waited long enough, and what people are told of it. Pure: times in milliseconds come in, an action comes out. */

/** No offer, or no answer to one, for this long and it may be lost: we ask for it, or say it once more. */
const ANSWER_TIMEOUT = 4_000;
/** No answer at all, or no path, for this long and the link is built anew. */
const LINK_TIMEOUT = 12_000;
/** The same while the browser looks for a path: it says itself when it has given up, Chromium (156) after 15 s. */
const CHECKS_TIMEOUT = 20_000;
/** After the browser gave up a link that was never up, for so long nothing is done before it is built anew; doubled each time, up to 16 s. */
const FAILED_PAUSE = 500;
const LONGEST_FAILED_PAUSE = 16_000;
/** Each delay of an event loop counts this often: a step of the other side takes several turns of its loop, and of ours. */
const TURNS = 4;
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
  /** There has been a path. */
  wasLive: boolean;
  /** The browser has both descriptions, and looks for a path or sets up encryption. */
  isChecking: boolean;
  /** How late event loops are, ours or theirs, the larger (ms). */
  delay: number;
}

/** Each rebuild in vain doubles the patience: on a busy machine the first one may only have been slow, not lost. */
const patience = ({ rebuilds }: Waits): number => 2 ** Math.min(rebuilds, 3);

/**
 * What is due now, if anything. On a busy machine everything is late, and nothing is lost: another attempt would only be more work.
 * So every limit grows with the delay of the event loops.
 */
export function due(state: PeerState, waits: Waits): 'stall' | 'restart' | 'again' | 'rebuild' | undefined {
  const slack = TURNS * waits.delay;
  switch (state) {
    case 'live':
      return waits.lost ? 'stall' : undefined;
    case 'stalled': {
      if (!waits.wasLive) {
        const pause = Math.min(FAILED_PAUSE * 2 ** waits.rebuilds, LONGEST_FAILED_PAUSE);
        return waits.inState > pause + slack ? 'rebuild' : undefined;
      }
      const timeout = RESTART_TIMEOUTS[waits.tries - 1];
      if (timeout && waits.sinceRestart <= timeout + slack) return undefined;
      return waits.tries < RESTART_TIMEOUTS.length ? 'restart' : 'rebuild';
    }
    case 'idle':
      return waits.inState > ANSWER_TIMEOUT * patience(waits) + slack ? 'rebuild' : undefined;
    case 'connecting':
      return waits.inState > (waits.isChecking ? CHECKS_TIMEOUT : LINK_TIMEOUT) * patience(waits) + slack
        ? 'rebuild'
        : undefined;
    case 'offered':
      if (waits.inState > LINK_TIMEOUT * patience(waits) + slack) return 'rebuild';
      return waits.inState > (ANSWER_TIMEOUT * patience(waits) + slack) * (waits.tries + 1)
        ? 'again'
        : undefined;
    default:
      return undefined;
  }
}
