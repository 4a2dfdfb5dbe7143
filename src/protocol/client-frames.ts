/** Frames a client sends to the party. Decoded by the party; the client only needs the type. */
import * as v from 'valibot';
import { MAX_CAPACITY } from './limits.js';
import { box, boxedOffer, counter, id, name } from './schemas.js';

/** First frame of every socket. `resume` claims an earlier seat. */
const hello = v.object({
  type: v.literal('hello'),
  v: counter,
  sid: id,
  resume: v.optional(v.pipe(v.string(), v.maxBytes(512))),
});
/** Take a seat, with an offer for each member seen from the lobby. */
const join = v.object({
  type: v.literal('join'),
  name,
  offers: v.pipe(v.array(v.object({ to: id, toSid: id, ...boxedOffer })), v.maxLength(MAX_CAPACITY)),
});
/** One signal for one member, relayed with `from` and `fromSid` stamped. `n` counts per (from, to, sid). */
const signal = v.object({ type: v.literal('signal'), to: id, toSid: id, gen: counter, n: counter, box });
/** Sign of life; `rx` is how many frames this socket has received so far. */
const ping = v.object({ type: v.literal('ping'), rx: counter });
/** Is this member's socket alive? Asked when the link to them is dead. */
const probe = v.object({ type: v.literal('probe'), id });
/** Fresh ICE servers, please. */
const iceRequest = v.object({ type: v.literal('ice') });
/** Leaving for good: the seat is given up at once. */
const bye = v.object({ type: v.literal('bye') });

export const clientFrame = v.variant('type', [hello, join, signal, ping, probe, iceRequest, bye]);

/** Any frame a client sends to the party. */
export type ClientFrame = v.InferOutput<typeof clientFrame>;
