/** Building blocks of the wire schemas: ids, counters, boxes, names. Nothing here is specific to one direction. */
import * as v from 'valibot';
import { MAX_BOX_BYTES, MAX_NAME_BYTES } from './limits.js';

/** An id on the wire: participant, session or connection; base64url, 1 to 43 characters. */
export const id = v.pipe(v.string(), v.regex(/^[\w-]{1,43}$/));

/** A counter on the wire (`seq`, `gen`, `neg`, `n`, `rx`): a whole number from 0 to 2³¹−1. */
export const counter = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0x7fff_ffff));

/** A box: base64url of a (sealed) deflated signal. The party relays it and never looks inside. */
export const box = v.pipe(v.string(), v.maxLength(MAX_BOX_BYTES), v.regex(/^[\w-]*$/));

/** A display name as it travels, or sealed text that stands for one. */
export const name = v.pipe(v.string(), v.maxBytes(MAX_NAME_BYTES));

/** An offer inside `join` or `joined`. */
export const boxedOffer = { gen: counter, neg: counter, box };

/** Someone who has a seat in the room, as the party lists them. */
export const member = v.object({
  /** The participant: minted by the party, kept for the seat. */
  id,
  /** The session of their `Room`: another one means another page, so a new link. */
  sid: id,
  /** The join number: of a pair, the later one makes the first offer. */
  seq: counter,
  name,
  /** Their socket is lost; media may well go on. */
  away: v.optional(v.boolean()),
});

/** Someone who has a seat in the room, as the party lists them. */
export type Member = v.InferOutput<typeof member>;

const iceServer = v.object({
  urls: v.union([v.string(), v.array(v.string())]),
  username: v.optional(v.string()),
  credential: v.optional(v.string()),
});

/** ICE servers with the seconds their credentials are good for (absent: no expiry). */
export const ice = v.object({ servers: v.array(iceServer), ttl: v.optional(counter) });

/** ICE servers as the party hands them out. */
export type IceConfig = v.InferOutput<typeof ice>;
