/** The parts of frames: ids, counters, payloads, names. Nothing here is specific to one direction. */
import { capabilities } from './capabilities.js';
import type { IceServer } from './ice-servers.js';
import { MAX_NAME_BYTES, MAX_PAYLOAD_BYTES, MAX_ROSTER } from './limits.js';
import { anything, base64urlText, bool, type Infer, list, object, optional, text, whole } from './schema.js';

/** An id on the wire: participant, session or connection; base64url, 1 to 43 characters. */
export const id = base64urlText(43, 1);

/** A payload: base64url of a deflated signal, which may be encrypted. The party relays it and never reads it. */
export const payload = base64urlText(MAX_PAYLOAD_BYTES);

/** A display name in wire form: plain or encrypted. */
export const name = text(MAX_NAME_BYTES);

/** An offer inside `join` or `joined`. */
export const encodedOffer = { gen: whole, neg: whole, payload };

/** A member of the room, in the party's roster. */
export const member = object({
  /** The participant id: created by the party, kept for the whole membership. */
  id,
  /** The session of their `Room`: a new one means another page, so a new link. */
  sid: id,
  /** The join number: in a pair, the later one makes the first offer. */
  seq: whole,
  name,
  /** Their socket is lost; media may continue. */
  away: optional(bool),
  /** Their permissions, as bits of GRANTS; absent: those of a member without a token. Receivers enforce them. */
  grants: optional(whole),
  /** A moderator has muted them for everyone. */
  muted: optional(bool),
  /** What their page can do, as far as the party knows. Their presence, which comes over the link itself, takes precedence. */
  can: optional(capabilities),
});

/** A member of the room, in the party's roster. */
export type Member = Infer<typeof member>;

export const roster = list(member, MAX_ROSTER);

/** The fields of {@link ice}, for the frames that carry them at the top. */
export const iceFields = {
  /** Decoded by `readIceServers` where they are used: an invalid server must cost neither the frame nor the valid servers. */
  servers: anything,
  /** Lifetime of the credentials in seconds; absent: no expiry. */
  ttl: optional(whole),
  /** Credentials are still being fetched; if that succeeds, they follow in an `ice` frame. */
  later: optional(bool),
};

/** ICE servers. */
export const ice = object(iceFields);

/** ICE servers as received. */
export type IceFrame = Infer<typeof ice>;

/** ICE servers as the party sends them. */
export type IceConfig = Omit<IceFrame, 'servers'> & { servers: IceServer[] };
