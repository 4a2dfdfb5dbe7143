/** Frames that the party sends to a client. The client decodes them; the party only needs the types. */
import { capabilities } from './capabilities.js';
import { CLOSE_CODES, type PartyErrorCode } from './errors.js';
import { MAX_CAPACITY, MAX_KICKED } from './limits.js';
import { bool, type Infer, list, object, oneOf, optional, text, variant, whole } from './schema.js';
import { encodedOffer, ice, iceFields, id, member, name, payload, roster } from './schemas.js';

const resume = optional(text(512));
const someone = { id, sid: id };

export const serverFrame = variant({
  /**
   * Answer to `hello`. With `self.seq` we are a member (again) with that join number, without it a visitor. `grants`: our
   * permissions, words of GRANTS and perhaps newer ones.
   */
  welcome: {
    self: object({
      id,
      seq: optional(whole),
      resume,
      grants: optional(list(text(64), 64)),
      /** A moderator has muted us for everyone. */
      muted: optional(bool),
    }),
    /** Changes when the party has lost its memory: missing members may just not be back yet. */
    epoch: text(64),
    roster,
    ice,
    limits: object({ capacity: whole }),
    /** What the party can do. */
    can: optional(capabilities),
    locked: optional(bool),
    /** For a member who is back: ids that were removed lately. Links to them end, whatever their own pages do. */
    kicked: optional(list(id, MAX_KICKED)),
    /** For a member who is back: ids that lost their membership because the party did not hear them; other members may. */
    lost: optional(list(id, MAX_CAPACITY)),
  },
  /**
   * The other answer to `hello`: the party tells us nothing more before we are let in. Visitors get it later, when the room is
   * locked. `locked`: because of a lock; otherwise there is a waiting room.
   */
  waiting: { id, locked: optional(bool) },
  /** We are let in; `welcome` follows. */
  admitted: {},
  /** To members who may admit: a participant is waiting. `sid`: the page of an encrypted name. */
  knock: { ...someone, name },
  /** To the same members: this participant no longer waits, for any reason. */
  gone: { id },
  /**
   * A participant's name has changed; also the answer to our own `rename`, with the name that we have now: one from a token cannot
   * be changed. `sid`: the page of an encrypted name.
   */
  renamed: { ...someone, name },
  /** A participant's permissions (bits of GRANTS) or mute state changed; sent to the participant as well. */
  changed: { id, grants: whole, muted: bool },
  lock: { on: bool },
  /** A moderator's action is done; `nobody`: the id is unknown, so nothing was done, except that a kick is announced. */
  done: { n: whole, nobody: optional(bool) },
  /**
   * A participant joined. A member gets the newcomer's offer for that member. The newcomer (`member.id` is theirs) gets the
   * authoritative roster of the others, and a resume token. `back`: their membership was lost and is restored, with the same page
   * and the same links.
   */
  joined: {
    member,
    offer: optional(object(encodedOffer)),
    roster: optional(roster),
    resume,
    back: optional(bool),
  },
  signal: { from: id, fromSid: id, gen: whole, n: whole, payload },
  /** A member's socket is lost. They have not left. */
  away: someone,
  /** A member's socket is back, with the same session. */
  back: someone,
  left: { ...someone, reason: optional(oneOf(['left', 'lost', 'kicked'])) },
  /** Answer to the client's `probe`: whether the party heard that member's socket within the last seconds. */
  probe: { id, alive: bool },
  /**
   * Must be answered at once with a `ping`, otherwise the socket counts as lost. Sent when a participant misses us, or to learn
   * how far we have read. In the second case it carries `ackToken`. The client echoes it to prove that it has read everything
   * sent before it.
   */
  ping: { ackToken: optional(whole) },
  ice: iceFields,
  /** Answer to a `ping`; members also get a new resume token, so that it never expires during a call. */
  pong: { resume },
  error: {
    code: oneOf(Object.keys(CLOSE_CODES) as PartyErrorCode[]),
    /** The type of the frame that it answers, if any. */
    about: optional(text(64)),
    /** The number of a moderator's frame. */
    n: optional(whole),
    /** The party closes the socket after this frame. */
    fatal: optional(bool),
  },
});

/** Any frame that the party sends to a client. */
export type ServerFrame = Infer<typeof serverFrame>;
