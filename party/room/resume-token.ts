/**
 * Resume tokens: proof of an earlier membership in this room. Owns their format and lifetime. The room decides what a token is
 * good for.
 */
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { toBase64url } from '../../src/protocol/base64url.js';
import type { Membership, RoomRecord } from './host.js';

/** Lifetime of a token, longer than any call. A membership really ends by MEMBERSHIP_HOLD. */
export const RESUME_LIFETIME = 24 * 60 * 60 * 1000;

/** The content of a valid token. */
export interface Claim {
  id: string;
  seq: number;
  /** In milliseconds since 1970. Later tokens of a membership expire later, so this gives their order. */
  expires: number;
}

const TOKEN = /^([\w-]{1,43})\.([0-9a-z]{1,6})\.([0-9a-z]{1,10})\.([\w-]{43})$/;

/** Synchronous on purpose: with an `await` for WebCrypto, frames would overtake each other (B11). */
function mac(record: RoomRecord, { id, seq, expires }: Claim, sub = ''): string {
  const text = JSON.stringify(['video-room resume', record.room, id, seq, expires, sub]);
  const encoder = new TextEncoder();
  return toBase64url(hmac(sha256, encoder.encode(record.key), encoder.encode(text)));
}

/** Compares in constant time. */
function same(a: string, b: string): boolean {
  let difference = a.length ^ b.length;
  for (let i = 0; i < a.length; i++) difference |= a.charCodeAt(i) ^ b.charCodeAt(i);
  return difference === 0;
}

/** A new token for a membership; about 85 characters. */
export function issueResume(record: RoomRecord, membership: Membership, now: number): string {
  // Strictly later than the token just used, even within a millisecond, so that using the new one voids the old one.
  const expires = Math.max(now + RESUME_LIFETIME, (membership.used ?? 0) + 1);
  const { id, seq, sub } = membership;
  return `${id}.${seq.toString(36)}.${expires.toString(36)}.${mac(record, { id, seq, expires }, sub)}`;
}

/** The content of the token. `undefined` if it has expired, or if this room did not issue it to `sub`. */
export function readResume(record: RoomRecord, token: string, now: number, sub: string): Claim | undefined {
  const [, id, seqText, expiresText, proof] = TOKEN.exec(token) ?? [];
  if (!id || !seqText || !expiresText || !proof) return undefined;
  const claim = { id, seq: Number.parseInt(seqText, 36), expires: Number.parseInt(expiresText, 36) };
  return same(proof, mac(record, claim, sub)) && claim.expires > now ? claim : undefined;
}
