/** Frames the party sends to a client. Decoded by the client; the party only needs the type. */
import { CLOSE_CODES, type PartyErrorCode } from './errors.js';
import { MAX_CAPACITY, MAX_KICKED } from './limits.js';
import { bool, type Infer, list, object, oneOf, optional, text, variant, whole } from './schema.js';
import { box, boxedOffer, ice, iceFields, id, member, name, roster } from './schemas.js';

const resume = optional(text(512));
const someone = { id, sid: id };

export const serverFrame = variant({
  /**
   * Answer to `hello`. With `self.seq` we are (again) a member under that number; without it we look in from the lobby.
   * `grants`: what we may do, words of GRANTS and perhaps newer ones.
   */
  welcome: {
    self: object({
      id,
      seq: optional(whole),
      resume,
      grants: optional(list(text(64), 64)),
      /** A moderator keeps our sound from being played. */
      muted: optional(bool),
    }),
    /** Changes when the party lost its memory: who is missing then may just not be back yet. */
    epoch: text(64),
    roster,
    ice,
    limits: object({ capacity: whole }),
    locked: optional(bool),
    /** To a member who is back: ids that were removed lately; links to them end, whatever their own pages do. */
    kicked: optional(list(id, MAX_KICKED)),
    /** To the same: ids that lost their seats because the party has not heard of them; others may. */
    lost: optional(list(id, MAX_CAPACITY)),
  },
  /**
   * The other answer to `hello`: nothing more is told before somebody lets us in. It may also come later, to those who look in while
   * the room is being locked. `locked`: because of that; else there is a waiting room.
   */
  waiting: { id, locked: optional(bool) },
  /** We are let in; `welcome` follows. */
  admitted: {},
  /** To members who may let people in: somebody waits. `sid`: a sealed name is of a page. */
  knock: { ...someone, name },
  /** To the same: whoever waited does no longer, whatever the reason. */
  gone: { id },
  /** What somebody may do, as bits of GRANTS, or whether they are muted, has changed; about ourselves as well. */
  changed: { id, grants: whole, muted: bool },
  lock: { on: bool },
  /** What a moderator asked for has happened; `nobody`: there is nobody of that id, so nothing has. */
  done: { n: whole, nobody: optional(bool) },
  /**
   * Someone took a seat. To a member it brings the newcomer's offer for that member; to the newcomer itself
   * (`member.id` is ours) the authoritative roster without us, and the token that brings us back to this seat. `back`: their seat
   * was lost and is theirs again, with the page, and the links, of before.
   */
  joined: {
    member,
    offer: optional(object(boxedOffer)),
    roster: optional(roster),
    resume,
    back: optional(bool),
  },
  signal: { from: id, fromSid: id, gen: whole, n: whole, box },
  /** A member's socket is lost. Not a leave. */
  away: someone,
  /** A member's socket is back, same session. */
  back: someone,
  left: { ...someone, reason: optional(oneOf(['left', 'lost', 'kicked'])) },
  /** Answer to the client's `probe`: whether that member's socket was heard of within the last seconds. */
  probe: { id, alive: bool },
  /**
   * Answered at once with a `ping`, or the socket is taken for lost: somebody misses you, or the party has to know how far you have
   * read. Then there is a `mark`, which only whoever has read this can give back.
   */
  ping: { mark: optional(whole) },
  ice: iceFields,
  /** Answer to a `ping`; to a member with a fresh token, so that no call outlasts the way back. */
  pong: { resume },
  error: {
    code: oneOf(Object.keys(CLOSE_CODES) as PartyErrorCode[]),
    /** The type of the frame it answers, if it answers one. */
    about: optional(text(64)),
    /** The number of a moderator's frame. */
    n: optional(whole),
    /** The socket is closed after this frame. */
    fatal: optional(bool),
  },
});

/** Any frame the party sends to a client. */
export type ServerFrame = Infer<typeof serverFrame>;
