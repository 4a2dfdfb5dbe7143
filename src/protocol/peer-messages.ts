/** Messages between two peers: signals (inside payloads, by any route) and messages on the control channel. */
import { capabilities } from './capabilities.js';
import { MAX_CANDIDATE_BYTES, MAX_CANDIDATES, MAX_INFLATED_BYTES } from './limits.js';
import {
  bool,
  type Infer,
  list,
  object,
  oneOf,
  optional,
  type Schema,
  type Shapes,
  text,
  type VariantOf,
  variant,
  whole,
} from './schema.js';
import { id, payload } from './schemas.js';

const description = { neg: whole, sdp: text(MAX_INFLATED_BYTES) };

export const signal = variant({
  /** `neg` numbers the offers of one link; the answer repeats it. */
  offer: description,
  answer: description,
  /** Candidates as browsers report them; `usernameFragment` names their ICE generation. */
  candidates: {
    list: list(
      object({
        candidate: text(MAX_CANDIDATE_BYTES),
        sdpMid: text(16),
        sdpMLineIndex: whole,
        usernameFragment: text(256),
      }),
      MAX_CANDIDATES,
    ),
  },
  /** Asks Firefox to restart ICE. `live`: there is a path, but another one is needed. */
  restart: { live: optional(bool) },
  /** Asks the other side to rebuild the link; sent by the side that does not make the first offer. `gen`: the dead generation. */
  rebuild: { gen: whole },
});

/** The content of a payload. */
export type Signal = Infer<typeof signal>;

const source = oneOf(['off', 'starting', 'on', 'blocked', 'lost']);

/** The messages that every client knows. Features add theirs. */
export const coreMessages = {
  /** What a participant reports about themselves. `rev` increases: an older presence never replaces a newer one. */
  presence: {
    rev: whole,
    microphone: source,
    camera: source,
    screen: source,
    screenAudio: source,
    hand: bool,
    /** For how long the hand has been up (ms). */
    handFor: optional(whole),
    /** The place of the hand: one more than the highest that its page knew. All pages list hands in this order, then by id. */
    handTurn: optional(whole),
    speaking: optional(bool),
    /** What their page can do. */
    can: optional(capabilities),
  },
  /** `delay`: event loop delay of the sender (ms). */
  heartbeat: { delay: optional(whole) },
  /** Sent when the peer is heard again: asks for a key frame and for presence. */
  refresh: {},
  /** A signal on the link's own control channel. */
  signal: { gen: whole, n: whole, payload },
  /** The key that encrypts the sender's signals when a third participant relays them: 256 bits in base64url. */
  key: { key: text(43, /^[\w-]{43}$/) },
  /** Asks the receiver to relay this encrypted signal to `to`. */
  relay: { to: id, toSid: id, gen: whole, n: whole, payload },
  /** A relayed signal: the relay adds `from` and `fromSid`. */
  relayed: { from: id, fromSid: id, gen: whole, n: whole, payload },
  /** Asks whether the receiver has heard this participant lately. */
  probe: { id },
  /** Answers yes. */
  vouch: { id },
  bye: {},
  /**
   * How the sender shows the receiver's video (capability `view`), in device pixels. `large`: much larger than all others;
   * `frameRate`: pictures per second that are enough.
   */
  view: {
    source: oneOf(['camera', 'screen']),
    width: whole,
    height: whole,
    visible: bool,
    large: optional(bool),
    frameRate: optional(whole),
  },
  /**
   * The bulk channel (capability `bulk`): the sender has created its side, and the receiver may send that many bytes more. The
   * other side answers the first one by creating its own.
   */
  bulk: { credit: whole },
};

/**
 * The messages of features, by type. A feature adds its own:
 * `declare module '../../protocol/peer-messages.js' { interface FeatureMessages extends MessagesOf<typeof messages> {} }`.
 */
// biome-ignore lint/suspicious/noEmptyInterface: features add to it.
export interface FeatureMessages {}

/** A message on the control channel. */
export type PeerMessage = VariantOf<typeof coreMessages> | FeatureMessages[keyof FeatureMessages];

/** The schema of all messages on the control channel, with those of some features. */
export const peerMessageWith = (...features: readonly (Shapes | undefined)[]): Schema<PeerMessage> =>
  variant(Object.assign({}, coreMessages, ...features)) as Schema<PeerMessage>;

/** What a participant reports about themselves. */
export type Presence = Omit<Extract<PeerMessage, { type: 'presence' }>, 'type' | 'rev'>;
