/** By which way a signal reaches a participant: their own control channel while it lives, else the party. */
import type { ClientFrame } from '../protocol/client-frames.js';
import type { SignalFrame } from './mailbox.js';
import type { Peer } from './peer.js';

/** Sends a signal by the best way there is. A third participant as relay of last resort has its place here. */
export function route(peer: Peer, frame: SignalFrame, toParty: (frame: ClientFrame) => boolean): void {
  const n = frame.n ?? 0;
  if (peer.state === 'live' && peer.tell({ type: 'signal', ...frame, n })) return;
  if (toParty({ type: 'signal', to: peer.id, toSid: peer.sid, ...frame, n })) return;
  peer.tell({ type: 'signal', ...frame, n });
}
