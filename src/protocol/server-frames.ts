/** Frames the party sends to a client. Decoded by the client; the party only needs the type. */
import * as v from 'valibot';
import { CLOSE_CODES, type PartyErrorCode } from './errors.js';
import { box, boxedOffer, counter, ice, id, member } from './schemas.js';

const resume = v.optional(v.string());
const roster = v.array(member);

/** Answer to `hello`. With `self.seq` we are (again) a member under that number; without it we look in from the lobby. */
const welcome = v.object({
  type: v.literal('welcome'),
  self: v.object({ id, seq: v.optional(counter), resume }),
  /** Changes when the party lost its memory: who is missing then may just not be back yet. */
  epoch: v.string(),
  roster,
  ice,
  limits: v.object({ capacity: counter }),
});
/**
 * Someone took a seat. To a member it brings the newcomer's offer for that member; to the newcomer itself
 * (`member.id` is ours) the authoritative roster without us, and the token that brings us back to this seat.
 */
const joined = v.object({
  type: v.literal('joined'),
  member,
  offer: v.optional(v.object(boxedOffer)),
  roster: v.optional(roster),
  resume,
});
const signal = v.object({ type: v.literal('signal'), from: id, fromSid: id, gen: counter, n: counter, box });
/** A member's socket is lost. Not a leave. */
const away = v.object({ type: v.literal('away'), id, sid: id });
/** A member's socket is back, same session. */
const back = v.object({ type: v.literal('back'), id, sid: id });
const left = v.object({
  type: v.literal('left'),
  id,
  sid: id,
  reason: v.optional(v.picklist(['left', 'lost', 'kicked'])),
});
/** Answer to `probe`. */
const probe = v.object({ type: v.literal('probe'), id, alive: v.boolean() });
const iceFrame = v.object({ type: v.literal('ice'), ...ice.entries });
const pong = v.object({ type: v.literal('pong') });
const error = v.object({
  type: v.literal('error'),
  code: v.picklist(Object.keys(CLOSE_CODES) as PartyErrorCode[]),
  /** The type of the frame it answers, if it answers one. */
  about: v.optional(v.string()),
  /** The socket is closed after this frame. */
  fatal: v.optional(v.boolean()),
});

export const serverFrame = v.variant('type', [
  welcome,
  joined,
  signal,
  away,
  back,
  left,
  probe,
  iceFrame,
  pong,
  error,
]);

/** Any frame the party sends to a client. */
export type ServerFrame = v.InferOutput<typeof serverFrame>;
