/** The dependencies and callbacks of the mesh. */

import type { ClientFrame } from '../protocol/client-frames.js';
import type { PeerMessage } from '../protocol/peer-messages.js';
import type { Log } from '../shared/log.js';
import type { ScreenContent } from '../shared/screen-content.js';
import type { Peer } from './peer/peer.js';
import type { PeerProtocol } from './peer/peer-protocol.js';
import type { VideoLimit } from './quality/governor.js';
import type { SignalCipher } from './signaling/payload.js';

export interface MeshOptions {
  readonly protocol: PeerProtocol;
  createConnection(configuration: RTCConfiguration): RTCPeerConnection;
  /** Sends a frame to the party; `false` when the party cannot be reached. */
  send(frame: ClientFrame): boolean;
  /** Whether the party can be reached. */
  isConnected(): boolean;
  /** The encryption of payloads to and from a participant's page; `undefined`: none, the party can read them. */
  cipher?(id: string, sid: string): SignalCipher | undefined;
  /** `shared`: the camera is encoded once for several links where the browser can; default: `per-link`. */
  encode?: 'per-link' | 'shared' | undefined;
  log: Log;
  /** The page. While it is hidden, its timers are late without any load. Default: it is shown. */
  page?: { readonly hidden: boolean };
  on: {
    /** The state, link state or streams of this link changed. */
    changed(peer: Peer): void;
    /** The control channel to this peer is open. */
    opened(peer: Peer): void;
    received(peer: Peer, message: PeerMessage): void;
    /** A message arrived on the bulk channel of a peer (`Peer.bulk()`); they may send more once the promise resolves. */
    bulk?(peer: Peer, bytes: ArrayBuffer): void | Promise<void>;
    /** Nothing arrives from a peer any more; `all`: from no other peer either. */
    stalled(all: boolean): void;
    /** Nobody has heard from this peer for long enough to consider them gone. */
    lost(peer: Peer): void;
    /** The current limit of the camera for all peers: capturing more is useless. */
    cameraLimited(limit: VideoLimit): void;
    /** What our shared screen shows, after one more measurement: see `VideoQualityOptions`. */
    screenContent?(captured: number, asked: number): ScreenContent | undefined;
    /** The browser cannot create a connection: it throws with any configuration. */
    broken(cause: unknown): void;
    /**
     * A description carried a certificate that is not the pinned one, or the participant `relay` altered a signal that they
     * passed on. It was dropped.
     */
    distrusted(peer: Peer, relay?: Peer): void;
  };
}
