/** What the frames are made of: ids, counters, boxes, names. Nothing here is specific to one direction. */
import type { IceServer } from './ice-servers.js';
import { MAX_BOX_BYTES, MAX_NAME_BYTES, MAX_ROSTER } from './limits.js';
import { anything, bool, type Infer, list, object, optional, text, whole } from './schema.js';

/** An id on the wire: participant, session or connection; base64url, 1 to 43 characters. */
export const id = text(43, /^[\w-]+$/);

/** A box: base64url of a (sealed) deflated signal. The party relays it and never looks inside. */
export const box = text(MAX_BOX_BYTES, /^[\w-]*$/);

/** A display name as it travels, or sealed text that stands for one. */
export const name = text(MAX_NAME_BYTES);

/** An offer inside `join` or `joined`. */
export const boxedOffer = { gen: whole, neg: whole, box };

/** Someone who has a seat in the room, as the party lists them. */
export const member = object({
  /** The participant: minted by the party, kept for the seat. */
  id,
  /** The session of their `Room`: another one means another page, so a new link. */
  sid: id,
  /** The join number: of a pair, the later one makes the first offer. */
  seq: whole,
  name,
  /** Their socket is lost; media may well go on. */
  away: optional(bool),
  /** What they may do, as bits of GRANTS; absent: what members may. Receivers enforce it. */
  grants: optional(whole),
  /** A moderator keeps their sound from being played. */
  muted: optional(bool),
});

/** Someone who has a seat in the room, as the party lists them. */
export type Member = Infer<typeof member>;

export const roster = list(member, MAX_ROSTER);

/** The fields of {@link ice}, for the frames that carry them at the top. */
export const iceFields = {
  /** Read by `readIceServers` where they are used: a bad one must cost neither the frame nor the good ones. */
  servers: anything,
  /** Seconds for which the credentials are good; absent: no expiry. */
  ttl: optional(whole),
  /** Credentials are being fetched: they follow in an `ice` frame, if they come. */
  later: optional(bool),
};

/** ICE servers. */
export const ice = object(iceFields);

/** ICE servers as they arrive. */
export type IceFrame = Infer<typeof ice>;

/** ICE servers as the party hands them out. */
export type IceConfig = Omit<IceFrame, 'servers'> & { servers: IceServer[] };
