/** A mesh without features: only the messages that it needs itself are read. */
import type { PeerProtocol } from '../../src/mesh/peer/peer-protocol.js';
import { decoder } from '../../src/protocol/codec.js';
import { peerMessageWith } from '../../src/protocol/peer-messages.js';

export const coreProtocol: PeerProtocol = { decode: decoder(peerMessageWith()), hasOwnLimit: () => false };
