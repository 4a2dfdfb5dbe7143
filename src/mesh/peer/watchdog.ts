/**
 * The timeouts of a link: how long it may wait in each state, which action follows, and which link state the public API shows.
 * Pure: times in milliseconds go in, an action comes out.
 */

/** Without an offer or an answer for this long, it may be lost: ask for it, or send it again (ms). */
const ANSWER_TIMEOUT = 4_000;
/** Without an answer or a path for this long, the link is rebuilt (ms). */
const LINK_TIMEOUT = 12_000;
/**
 * The same while the browser checks candidates, and for the control channel of a connection that is up (ms). The browser itself
 * reports when it gives up the checks, Chromium (156) after 15 s; it does not give up the channel.
 */
const CHECKS_TIMEOUT = 20_000;
/** Pause before a rebuild when the browser gave up a connection that was never up; doubled each time, up to 16 s (ms). */
const FAILED_PAUSE = 500;
const LONGEST_FAILED_PAUSE = 16_000;
/** Factor for the event loop delay: one step of the other side takes several turns of both event loops. */
const TURNS = 4;
/** How long each ICE restart may take before the next one (ms). After the last, 12 s after the first, the link is rebuilt. */
const RESTART_TIMEOUTS = [2_000, 4_000, 6_000];
/**
 * Where only one restart is possible, rebuilds take the place of the others, so that new addresses are found: 6 s after the
 * restart, and for a link that was live before after 6 s more, doubled each time (ms). Firefox (153) itself gives up after 11 s.
 */
const TIMEOUTS_OF_ONE_RESTART = 2;
const CHECKS_TIMEOUT_OF_ONE_RESTART = 3_000;

/** `idle`: no connection yet · `prepared`: offer made, not sent · the others: see the diagram in `src/README.md`. */
export type PeerState = 'idle' | 'prepared' | 'offered' | 'connecting' | 'live' | 'stalled' | 'closed';

/** The state of a link, for the public API. */
export type LinkState = 'connecting' | 'live' | 'reconnecting' | 'unreachable';

/** After this long without a path, the link is shown as `unreachable` (ms). */
const TELL_AFTER = 20_000;

/** The link state to show, from the internal state, whether the link was ever live, and how long it has had no path (ms). */
export function linkOf(state: PeerState, wasLive: boolean, down: number): LinkState {
  if (state === 'live') return 'live';
  if (down >= TELL_AFTER) return 'unreachable';
  return wasLive ? 'reconnecting' : 'connecting';
}

/** How long each thing has taken so far. */
export interface Waits {
  /** Time since the last change of state (ms). */
  inState: number;
  /** The silence is longer than a living path allows. */
  lost: boolean;
  /** The control channel of this generation has opened. */
  isChannelOpen: boolean;
  sinceRestart: number;
  /** Failed restarts since the link stalled, or how often our offer was sent again. */
  tries: number;
  /** Failed rebuilds so far. */
  rebuilds: number;
  /** The connection of this generation has had a path: it can be restarted. */
  hadPath: boolean;
  /** The browser has both descriptions, and checks candidates or sets up encryption. */
  isChecking: boolean;
  /** The link once had a path. */
  wasLive: boolean;
  /** Only one restart is possible until there is a path (`Negotiation.restartsOnce`). */
  restartsOnce: boolean;
  /** The event loop delay, ours or theirs, whichever is larger (ms). */
  delay: number;
}

/** Each failed rebuild doubles the timeouts: on a busy machine the first one may have been slow, not lost. */
const patience = ({ rebuilds }: Waits): number => 2 ** Math.min(rebuilds, 3);

function connectingTimeout({ isChecking, wasLive, restartsOnce }: Waits): number {
  if (!isChecking) return LINK_TIMEOUT;
  return wasLive && restartsOnce ? CHECKS_TIMEOUT_OF_ONE_RESTART : CHECKS_TIMEOUT;
}

/**
 * The action that is due now, if any. On a busy machine messages are late, not lost, and another attempt would only add work. So
 * every limit grows with the event loop delay.
 */
export function due(state: PeerState, waits: Waits): 'stall' | 'restart' | 'resend' | 'rebuild' | undefined {
  const slack = TURNS * waits.delay;
  switch (state) {
    case 'live':
      if (waits.lost) return 'stall';
      return !waits.isChannelOpen && waits.inState > CHECKS_TIMEOUT * patience(waits) + slack
        ? 'rebuild'
        : undefined;
    case 'stalled': {
      if (!waits.hadPath) {
        const pause = Math.min(FAILED_PAUSE * 2 ** waits.rebuilds, LONGEST_FAILED_PAUSE);
        return waits.inState > pause + slack ? 'rebuild' : undefined;
      }
      const timeout = RESTART_TIMEOUTS[waits.tries - 1];
      if (timeout && waits.sinceRestart <= timeout + slack) return undefined;
      const most = waits.restartsOnce ? TIMEOUTS_OF_ONE_RESTART : RESTART_TIMEOUTS.length;
      return waits.tries < most ? 'restart' : 'rebuild';
    }
    case 'idle':
      return waits.inState > ANSWER_TIMEOUT * patience(waits) + slack ? 'rebuild' : undefined;
    case 'connecting':
      return waits.inState > connectingTimeout(waits) * patience(waits) + slack ? 'rebuild' : undefined;
    case 'offered':
      if (waits.inState > LINK_TIMEOUT * patience(waits) + slack) return 'rebuild';
      return waits.inState > (ANSWER_TIMEOUT * patience(waits) + slack) * (waits.tries + 1)
        ? 'resend'
        : undefined;
    default:
      return undefined;
  }
}
