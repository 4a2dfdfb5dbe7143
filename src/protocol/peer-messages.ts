/** Messages between two peers: signals (inside payloads, by any route) and messages on the control channel. */
import { capabilities } from './capabilities.js';
import {
  MAX_CANDIDATE_BYTES,
  MAX_CANDIDATES,
  MAX_CHAT_BYTES,
  MAX_DATA_BYTES,
  MAX_EMOJI_BYTES,
  MAX_HISTORY,
  MAX_INFLATED_BYTES,
} from './limits.js';
import { bool, type Infer, json, list, object, oneOf, optional, text, variant, whole } from './schema.js';
import { box, id, name } from './schemas.js';

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

/** `n` numbers the messages to one participant, `after` is the previous number: none is lost or delivered twice. */
const delivery = { n: whole, after: whole };

/** `age`: how long ago it was written (ms), so that clocks need not agree. */
const said = { id, text: text(MAX_CHAT_BYTES, /\S/), age: whole };

/** One emoji as people see it: a picture with variations, several joined pictures, a flag or a keycap. */
const EMOJI =
  /^(\p{RI}{2}|[#*\d]\ufe0f?\u20e3|(\p{ExtPict}(\p{EMod}|\ufe0f|[\u{e0020}-\u{e007f}])*(\u200d(?=.)|$))+)$/u;

const source = oneOf(['off', 'starting', 'on', 'blocked', 'lost']);

export const peerMessage = variant({
  /** What a participant reports about themselves. `rev` increases: an older presence never replaces a newer one. */
  presence: {
    rev: whole,
    microphone: source,
    camera: source,
    screen: source,
    screenAudio: source,
    hand: bool,
    speaking: optional(bool),
    /** What their page can do. */
    can: optional(capabilities),
  },
  /** `delay`: event loop delay of the sender (ms). */
  heartbeat: { delay: optional(whole) },
  /** Sent when the peer is heard again: asks for a key frame and for presence. */
  refresh: {},
  /** A signal on the link's own control channel. */
  signal: { gen: whole, n: whole, box },
  /** The key that encrypts the sender's signals when a third participant relays them: 256 bits in base64url. */
  key: { key: text(43, /^[\w-]{43}$/) },
  /** Asks the receiver to relay this encrypted signal to `to`. */
  relay: { to: id, toSid: id, gen: whole, n: whole, box },
  /** A relayed signal: the relay adds `from` and `fromSid`. */
  relayed: { from: id, fromSid: id, gen: whole, n: whole, box },
  /** Asks whether the receiver has heard this participant lately. */
  probe: { id },
  /** Answers yes. */
  vouch: { id },
  bye: {},
  /** With a secret: asks the receiver to prove the identity in their name, by signing this nonce. */
  challenge: { nonce: text(22, /^[\w-]{22}$/) },
  /** The answer: a public key (P-256) and a signature (ECDSA) of the nonce, both pages and both certificates of this link. */
  proof: { nonce: text(22, /^[\w-]{22}$/), key: text(87, /^[\w-]{87}$/), signature: text(86, /^[\w-]{86}$/) },
  /** A chat message; `private`: for this participant only. */
  chat: { ...delivery, ...said, private: optional(bool) },
  /** App data from the host page. */
  data: { ...delivery, value: json(MAX_DATA_BYTES) },
  /** How far we have read their messages, sent on each new channel: later messages are sent again. */
  read: { n: whole },
  /** The same during a channel: messages up to this one are never sent again, not even to another page of ours. */
  ack: { n: whole },
  /**
   * The bulk channel (capability `bulk`): the sender has created its side, and the receiver may send that many bytes more. The
   * other side answers the first one by creating its own.
   */
  bulk: { credit: whole },
  /** Shown for a moment. */
  reaction: { emoji: text(MAX_EMOJI_BYTES, EMOJI) },
  /** The history for a newcomer; without `list`: a request for it. `more`: another part follows. */
  history: { list: optional(list(object({ ...said, from: id, name }), MAX_HISTORY)), more: optional(bool) },
});

/** A message on the control channel. */
export type PeerMessage = Infer<typeof peerMessage>;

/** What a participant reports about themselves. */
export type Presence = Omit<Extract<PeerMessage, { type: 'presence' }>, 'type' | 'rev'>;
