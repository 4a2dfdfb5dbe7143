/** Frames that a client sends to the party. The party decodes them; the client only needs the types. */
import { capabilities } from './capabilities.js';
import { MAX_CAPACITY } from './limits.js';
import { bool, type Infer, list, object, optional, text, variant, whole } from './schema.js';
import { encodedOffer, id, name, payload } from './schemas.js';

export const clientFrame = variant({
  /**
   * First frame of every socket. `resume` claims an earlier membership. `visiting`: this page is neither in the call nor joining.
   * A membership whose `joined` never arrived is then held for the next `join` instead of being restored.
   * `dial`: counts this page's sockets, from 1. A network that was stuck can deliver the hello of a socket that the page has given
   * up after that of its next socket; the party refuses the former as `replaced`. `can`: what this page can do.
   */
  hello: {
    v: whole,
    sid: id,
    resume: optional(text(512)),
    visiting: optional(bool),
    dial: optional(whole),
    can: optional(capabilities),
  },
  /** Joins the call, with an offer for each member seen from the lobby. `can`: for the roster that the others get. */
  join: {
    name,
    offers: list(object({ to: id, toSid: id, ...encodedOffer }), MAX_CAPACITY),
    can: optional(capabilities),
  },
  /** One signal for one member, relayed with `from` and `fromSid` added. `n` counts per (from, to, sid). */
  signal: { to: id, toSid: id, gen: whole, n: whole, payload },
  /** Heartbeat. `ackToken`: the ack token of the party's `ping` that this answers. */
  ping: { ackToken: optional(whole) },
  /**
   * Asks whether this member's socket is alive, about every 2 s while the link to them is dead. The party asks the member for a
   * sign of life each time, so the first answer may be out of date and the next one is not.
   */
  probe: { id },
  /** Asks for new ICE servers. */
  ice: {},
  /** Leaves for good: the membership ends at once. */
  bye: {},
  /** A waiting page asks to be let in, under this name. */
  knock: { name },
  /** The participant has another name from now on. The party answers with `renamed`. */
  rename: { name },
  /** The remaining frames need a grant. Each is answered by `done` or `error`, with its number. */
  admit: { n: whole, id },
  refuse: { n: whole, id },
  /** Ends a participant's membership and their resume token; `ban` also keeps out everyone with the `sub` of their token. */
  kick: { n: whole, id, ban: optional(bool) },
  /** Blocks or unblocks this participant's microphone for everyone, on any page of theirs. */
  mute: { n: whole, id, on: bool },
  /** Newcomers have to wait from now on, or no longer. */
  lock: { n: whole, on: bool },
  /** Ends the call for everyone. */
  end: { n: whole },
});

/** Any frame that a client sends to the party. */
export type ClientFrame = Infer<typeof clientFrame>;
