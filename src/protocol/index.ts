/** The wire contract, for developers of another client or party: `import … from 'video-room/protocol'`. */

import { features } from '../features/index.js';
import { clientFrame } from './client-frames.js';
import { decoder } from './codec.js';
import { peerMessageWith } from './peer-messages.js';
import { serverFrame } from './server-frames.js';

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
/** Decodes a party frame; for a client. */
export const decodeServerFrame = decoder(serverFrame);
/** Decodes a message of the control channel. */
export const decodePeerMessage = decoder(peerMessageWith(...features.map(({ messages }) => messages)));
