/** What the links are given, and whom they tell what. */
import type { Log } from '../base/log.js';
import type { ClientFrame } from '../protocol/client-frames.js';
import type { PeerMessage } from '../protocol/peer-messages.js';
import type { Envelope } from './box.js';
import type { Peer } from './peer.js';
import type { CameraLimit } from './quality/governor.js';

export interface MeshOptions {
  createConnection(configuration: RTCConfiguration): RTCPeerConnection;
  /** Sends a frame to the party; `false` when the party is out of reach. */
  send(frame: ClientFrame): boolean;
  /** Whether the party is within reach. */
  isConnected(): boolean;
  /** What boxes to and from a participant's page are put into; `undefined`: nothing, the party can read them. */
  envelope?(id: string, sid: string): Envelope | undefined;
  log: Log;
  on: {
    /** State, link or streams of this link changed. */
    changed(peer: Peer): void;
    /** The control channel to them is open. */
    opened(peer: Peer): void;
    received(peer: Peer, message: PeerMessage): void;
    /** Nothing comes from them any more; `all`: nor from anyone else. */
    stalled(all: boolean): void;
    /** Nobody has heard of them for long enough. */
    lost(peer: Peer): void;
    /** Nobody gets more of our camera than this: there is no use in capturing more. */
    cameraLimited(limit: CameraLimit): void;
    /** The browser makes no connection: it throws whatever it is given. */
    broken(cause: unknown): void;
    /** A description came with somebody else's certificate, or a signal was changed by `relay`, who passed it on; it was dropped. */
    distrusted(peer: Peer, relay?: Peer): void;
  };
}
