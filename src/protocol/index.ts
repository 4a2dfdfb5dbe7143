/** The wire contract, for developers of another client or party: `import … from 'video-room/protocol'`. */

import { features } from '../features/index.js';
import { decoder } from './codec.js';
import { peerMessageWith } from './peer-messages.js';
import { serverFrame } from './server-frames.js';

export * from './party.js';

/** Decodes a party frame; for a client. */
export const decodeServerFrame = decoder(serverFrame);
/** Decodes a message of the control channel. */
export const decodePeerMessage = decoder(peerMessageWith(...features.map(({ messages }) => messages)));
