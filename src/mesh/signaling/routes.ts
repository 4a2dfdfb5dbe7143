/** Chooses the route by which a signal reaches a participant. */
import type { ClientFrame } from '../../protocol/client-frames.js';
import type { Peer } from '../peer/peer.js';
import type { SignalFrame } from './payload.js';

export interface Ways {
  /** Sends through the party; `false` when the party cannot be reached. */
  toParty(frame: ClientFrame): boolean;
  /** The party can be reached, and is connected with this participant. */
  isAtParty(peer: Peer): boolean;
  /** Sends through a third participant; `false` when there is none. */
  toThird(peer: Peer, frame: SignalFrame): boolean;
}

/**
 * Sends a signal by the best available route: the link's own control channel while it lives, else the party, else a third
 * participant. Two cases use the party and a third participant together: a link that has stalled or failed to rebuild (a dead
 * socket still looks open for a while), and a link that only seems alive to us. The receiver reads duplicates once.
 */
export function route(peer: Peer, frame: SignalFrame, { toParty, isAtParty, toThird }: Ways): void {
  const { id: to, sid: toSid } = peer;
  const signal = { type: 'signal', ...frame, n: frame.n ?? 0 } as const;
  if (peer.state === 'live' && peer.tell(signal) && !peer.health.isMissed) return;
  const reached = isAtParty(peer);
  // Queued for the party anyway: it may be back in a moment.
  toParty({ ...signal, to, toSid });
  if (reached && !peer.health.isPressed) return;
  // No other route: the control channel keeps the signal until the path is back.
  if (!toThird(peer, frame) && !reached) peer.tell(signal);
}
