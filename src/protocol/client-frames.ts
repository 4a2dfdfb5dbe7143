/** Frames a client sends to the party. Decoded by the party; the client only needs the type. */
import { MAX_CAPACITY } from './limits.js';
import { bool, type Infer, list, object, optional, text, variant, whole } from './schema.js';
import { box, boxedOffer, id, name } from './schemas.js';

export const clientFrame = variant({
  /**
   * First frame of every socket. `resume` claims an earlier seat. `visiting`: this page is not in the call and not on its way in, so
   * a seat whose `joined` it never heard is held for its next `join`, and is not given back to it.
   */
  hello: { v: whole, sid: id, resume: optional(text(512)), visiting: optional(bool) },
  /** Take a seat, with an offer for each member seen from the lobby. */
  join: { name, offers: list(object({ to: id, toSid: id, ...boxedOffer }), MAX_CAPACITY) },
  /** One signal for one member, relayed with `from` and `fromSid` stamped. `n` counts per (from, to, sid). */
  signal: { to: id, toSid: id, gen: whole, n: whole, box },
  /** Sign of life. `mark`: that of the party's `ping` which this answers. */
  ping: { mark: optional(whole) },
  /**
   * Is this member's socket alive? Asked every 2 s or so while the link to them is dead: each time the party asks them
   * for a sign of life as well, so the first answer may be out of date and the next one is not.
   */
  probe: { id },
  /** Fresh ICE servers, please. */
  ice: {},
  /** Leaving for good: the seat is given up at once. */
  bye: {},
  /** Please let us in, under this name; from those who wait. */
  knock: { name },
  /** The rest is for members with the grant. Each is answered by `done` with its number, or by an `error` with it. */
  admit: { n: whole, id },
  refuse: { n: whole, id },
  /** Takes the seat from somebody, and the way back to it; `ban` keeps out whoever their token says that they are. */
  kick: { n: whole, id, ban: optional(bool) },
  /** Nobody plays that person's sound from now on, on whichever page of theirs, or everybody may again. */
  mute: { n: whole, id, on: bool },
  /** Newcomers wait from now on, or they do not. */
  lock: { n: whole, on: bool },
  /** Ends the call for everyone. */
  end: { n: whole },
});

/** Any frame a client sends to the party. */
export type ClientFrame = Infer<typeof clientFrame>;
