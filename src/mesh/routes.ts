/** By which way a signal reaches a participant. */
import type { ClientFrame } from '../protocol/client-frames.js';
import type { SignalFrame } from './box.js';
import type { Peer } from './peer.js';

export interface Ways {
  /** Through the party; `false` when it is out of reach. */
  toParty(frame: ClientFrame): boolean;
  /** The party is there, and has them at hand. */
  isAtParty(peer: Peer): boolean;
  /** Through a third participant; `false` when there is none. */
  toThird(peer: Peer, frame: SignalFrame): boolean;
}

/**
 * Sends a signal by the best way there is: their own control channel while it lives, else the party, else a third
 * participant. A link that stalled or that was rebuilt in vain is in a hurry, and a socket that has just died looks like
 * a good one: its signals go by both. So do those of a link that seems to live, but only to us. One that comes twice is read once.
 */
export function route(peer: Peer, frame: SignalFrame, { toParty, isAtParty, toThird }: Ways): void {
  const { id: to, sid: toSid } = peer;
  const signal = { type: 'signal', ...frame, n: frame.n ?? 0 } as const;
  if (peer.state === 'live' && peer.tell(signal) && !peer.health.isMissed) return;
  const reached = isAtParty(peer);
  // Said to the party even so: it may be back in a moment, and waits for us in the outbox.
  toParty({ ...signal, to, toSid });
  if (reached && !peer.health.isPressed) return;
  // Nobody else is there: the channel holds it until their path is back.
  if (!toThird(peer, frame) && !reached) peer.tell(signal);
}
