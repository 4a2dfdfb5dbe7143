/** What a link is told by the mesh that it is part of. Types only. */
import type { Log } from '../base/log.js';
import type { PeerMessage } from '../protocol/peer-messages.js';
import type { Allowance } from './allowance.js';
import type { Envelope, SignalFrame } from './box.js';
import type { Peer } from './peer.js';
import type { Tracks } from './slots.js';
import type { CameraEncoding } from './uplink.js';

export interface PeerOptions {
  readonly id: string;
  readonly sid: string;
  /** We make the first offer of every generation, because our join number is the later one. Also: we are polite. */
  readonly offers: boolean;
  /** A fresh connection with the present ICE servers. */
  connect(): RTCPeerConnection;
  /** What we send at present. */
  tracks: Readonly<Tracks>;
  /** What our camera may send at present. */
  encoding(): CameraEncoding;
  send(peer: Peer, frame: SignalFrame): void;
  /** How much of our time they may take; default: as much as anybody. */
  allowance?: Allowance;
  /** What its boxes are put into; default: they are plain. */
  envelope?: Envelope | undefined;
  /** Whether a certificate is the one that this participant showed first. */
  trusts(peer: Peer, fingerprint: string | undefined): boolean;
  /** Whether a signal could reach them at present by another way than this link. */
  isReachable(peer: Peer): boolean;
  log: Log;
  on: {
    changed(peer: Peer): void;
    opened(peer: Peer): void;
    received(peer: Peer, message: PeerMessage): void;
    /** Nothing comes from them any more. */
    stalled(peer: Peer): void;
  };
}
