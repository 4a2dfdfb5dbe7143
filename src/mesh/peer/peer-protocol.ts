/** Which messages are read on a control channel: those of the mesh itself, and those that a caller adds. */
import type { Decoded } from '../../protocol/codec.js';
import type { PeerMessage } from '../../protocol/peer-messages.js';

/** The messages that are read on the control channel. */
export interface PeerProtocol {
  decode(data: unknown): Decoded<PeerMessage>;
  /** Whether messages of this type are limited by the code that handles them. */
  hasOwnLimit(type: PeerMessage['type']): boolean;
}
