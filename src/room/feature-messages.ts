/** The messages that we read on the control channel: those of the core, and those of the features. */
import type { PeerProtocol } from '../mesh/peer/peer-protocol.js';
import { decoder } from '../protocol/codec.js';
import { peerMessageWith } from '../protocol/peer-messages.js';
import type { Feature } from './feature.js';

export function protocolWith(features: readonly Feature[]): PeerProtocol {
  const ownLimits = new Set<string>(features.flatMap((feature) => feature.ownLimits ?? []));
  return {
    decode: decoder(peerMessageWith(...features.map(({ messages }) => messages))),
    hasOwnLimit: (type) => ownLimits.has(type),
  };
}
