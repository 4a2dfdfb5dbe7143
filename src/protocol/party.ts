/**
 * The part of the wire contract that a party needs. It imports no feature: messages between peers never reach the party, and features
 * bring code for browsers.
 */
import { clientFrame } from './client-frames.js';
import { decoder } from './codec.js';

export {
  CAPABILITIES,
  type Capability,
  MAX_CAPABILITIES,
  MAX_CAPABILITY_LENGTH,
  PARTY_CAPABILITIES,
} from './capabilities.js';
export type { ClientFrame } from './client-frames.js';
export type { Decoded } from './codec.js';
export { isEncryptedName } from './encrypted-name.js';
export * from './errors.js';
export * from './grants.js';
export * from './limits.js';
export { cleanName, memberName } from './name.js';
export type { PeerMessage, Presence, Signal } from './peer-messages.js';
export { canonicalRoom } from './room-name.js';
export type { IceConfig, Member } from './schemas.js';
export type { ServerFrame } from './server-frames.js';

/** Decodes a client frame; for the party. */
export const decodeClientFrame = decoder(clientFrame);
