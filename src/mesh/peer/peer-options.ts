/** The dependencies and callbacks of a `Peer`, as the mesh provides them. Types only. */

import type { PeerMessage } from '../../protocol/peer-messages.js';
import type { Log } from '../../shared/log.js';
import type { Tracks } from '../connection/slots.js';
import type { SignalCipher, SignalFrame } from '../signaling/payload.js';
import type { Allowance } from './cpu-allowance.js';
import type { Peer } from './peer.js';
import type { PeerProtocol } from './peer-protocol.js';

export interface PeerOptions {
  readonly id: string;
  readonly sid: string;
  /** What their page can do, according to the party; default: nothing. */
  readonly can?: readonly string[] | undefined;
  /** We make the first offer of every generation, because our join number is the later one. We are also the polite side. */
  readonly offers: boolean;
  /** The generation of our first offer. */
  readonly gen: number;
  readonly protocol: PeerProtocol;
  /** Creates a connection with the current ICE servers. */
  connect(): RTCPeerConnection;
  /** Our current tracks. */
  tracks: Readonly<Tracks>;
  /** Whether our voice is sent so that lost packets are not heard, at twice the bitrate; default: no. */
  usesRed?: () => boolean;
  send(peer: Peer, frame: SignalFrame): void;
  /** The time budget of this participant. */
  readonly allowance: Allowance;
  /** The encryption of payloads; default: none. */
  cipher?: SignalCipher | undefined;
  /** Whether this is the certificate that the participant showed first. */
  trusts(peer: Peer, fingerprint: string | undefined): boolean;
  /** Whether a signal can currently reach the participant by a route other than this link. */
  isReachable(peer: Peer): boolean;
  log: Log;
  on: {
    changed(peer: Peer): void;
    opened(peer: Peer): void;
    received(peer: Peer, message: PeerMessage): void;
    /** A message arrived on the bulk channel; the peer may send more once the promise resolves. Default: it is dropped. */
    bulk?(peer: Peer, bytes: ArrayBuffer): void | Promise<void>;
    /** A message of a type that we do not know arrived. */
    ignored(type: string): void;
    /** Nothing arrives from the participant any more. */
    stalled(peer: Peer): void;
  };
}
