/** What two peers tell each other: signals (inside boxes, by any route) and messages on the control channel. */
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
  /** `neg` numbers the offers of one link; the answer echoes it. */
  offer: description,
  answer: description,
  /** Candidates as browsers give them out; `usernameFragment` names the ICE generation they belong to. */
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
  /** Please restart ICE, asked of Firefox. `live`: there is a path, another is wanted. */
  restart: { live: optional(bool) },
  /** Please start the link anew: asked by the side that does not make the first offer. `gen` is the dead generation. */
  rebuild: { gen: whole },
});

/** What is inside a box. */
export type Signal = Infer<typeof signal>;

/** `n` numbers what is delivered to one participant, `after` is the number of what came before: neither lost nor told twice. */
const delivery = { n: whole, after: whole };

/** `age` is how long ago it was written, in milliseconds: no two clocks need to agree. */
const said = { id, text: text(MAX_CHAT_BYTES, /\S/), age: whole };

/** One emoji as people see it: a picture with its variations, several of them joined, a flag or a keycap. */
const EMOJI =
  /^(\p{RI}{2}|[#*\d]\ufe0f?\u20e3|(\p{ExtPict}(\p{EMod}|\ufe0f|[\u{e0020}-\u{e007f}])*(\u200d(?=.)|$))+)$/u;

const source = oneOf(['off', 'starting', 'on', 'blocked', 'lost']);

export const peerMessage = variant({
  /** What a participant tells about themselves. `rev` counts up: an older one never replaces a newer one. */
  presence: {
    rev: whole,
    microphone: source,
    camera: source,
    screen: source,
    screenAudio: source,
    hand: bool,
    speaking: optional(bool),
  },
  /** `delay`: how late the teller's event loop is, in milliseconds. */
  heartbeat: { delay: optional(whole) },
  /** We hear you again: please begin your pictures anew, with a key frame, and tell us your presence. */
  refresh: {},
  /** A signal by the link's own control channel. */
  signal: { gen: whole, n: whole, box },
  /** Signals that the teller sends by way of a third participant are sealed with this key: 256 bits in base64url. */
  key: { key: text(43, /^[\w-]{43}$/) },
  /** Please pass this on to `to`, sealed. */
  relay: { to: id, toSid: id, gen: whole, n: whole, box },
  /** Passed on: `from` and `fromSid` are stamped by the one who relays. */
  relayed: { from: id, fromSid: id, gen: whole, n: whole, box },
  /** Have you heard of this participant lately? */
  probe: { id },
  /** Yes. */
  vouch: { id },
  bye: {},
  /** Where there is a secret: prove that you are who you were in your name, by signing this number that was never used before. */
  challenge: { nonce: text(22, /^[\w-]{22}$/) },
  /** The answer: a public key (P-256) and a signature (ECDSA) under the nonce, both pages and both certificates of this link. */
  proof: { nonce: text(22, /^[\w-]{22}$/), key: text(87, /^[\w-]{87}$/), signature: text(86, /^[\w-]{86}$/) },
  /** A message of the chat; `private`: for this participant alone. */
  chat: { ...delivery, ...said, private: optional(bool) },
  /** What the page itself has to tell. */
  data: { ...delivery, value: json(MAX_DATA_BYTES) },
  /** How far we have read what they deliver, told over each new channel: what comes after it is sent again. */
  read: { n: whole },
  /** The same in the course of a channel: what came up to here is never sent again, also not to another page of ours. */
  ack: { n: whole },
  /** Shown for a moment. */
  reaction: { emoji: text(MAX_EMOJI_BYTES, EMOJI) },
  /** What was said before somebody came; without `list`: please pass it on. `more`: another part follows. */
  history: { list: optional(list(object({ ...said, from: id, name }), MAX_HISTORY)), more: optional(bool) },
});

/** A message on the control channel. */
export type PeerMessage = Infer<typeof peerMessage>;

/** What a participant tells about themselves. */
export type Presence = Omit<Extract<PeerMessage, { type: 'presence' }>, 'type' | 'rev'>;
