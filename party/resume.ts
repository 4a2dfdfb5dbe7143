/**
 * Resume tokens: proof that one has sat in a seat of this room. Owns their format and their life.
 * Never decides what a token is good for: that is the room's business.
 */
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import type { RoomRecord, Seat } from './host.js';

/** How long a token is good for. Longer than any call; what really ends a seat is SEAT_HOLD. */
export const RESUME_LIFETIME = 24 * 60 * 60 * 1000;

/** What a valid token says. */
export interface Claim {
  id: string;
  seq: number;
  /** In milliseconds since 1970. Later tokens of a seat expire later, so this tells their order. */
  expires: number;
}

const TOKEN = /^([\w-]{1,43})\.([0-9a-z]{1,6})\.([0-9a-z]{1,10})\.([\w-]{43})$/;

/** Bytes as base64url without padding. */
export function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

/** Synchronous on purpose: awaiting WebCrypto would let frames overtake each other (B11). */
function mac(record: RoomRecord, { id, seq, expires }: Claim, sub = ''): string {
  const text = JSON.stringify(['video-room resume', record.room, id, seq, expires, sub]);
  const encoder = new TextEncoder();
  return base64url(hmac(sha256, encoder.encode(record.key), encoder.encode(text)));
}

/** Compares without telling by its duration where the texts differ. */
function same(a: string, b: string): boolean {
  let difference = a.length ^ b.length;
  for (let i = 0; i < a.length; i++) difference |= a.charCodeAt(i) ^ b.charCodeAt(i);
  return difference === 0;
}

/** A new token for a seat; about 85 characters. */
export function issueResume(record: RoomRecord, seat: Seat, now: number): string {
  // Strictly later than the one just used, even within a millisecond, so that using this one voids that one.
  const expires = Math.max(now + RESUME_LIFETIME, (seat.used ?? 0) + 1);
  const { id, seq, sub } = seat;
  return `${id}.${seq.toString(36)}.${expires.toString(36)}.${mac(record, { id, seq, expires }, sub)}`;
}

/** What the token says, or `undefined` if this room did not issue it to `sub` or it has expired. */
export function readResume(record: RoomRecord, token: string, now: number, sub: string): Claim | undefined {
  const [, id, seqText, expiresText, proof] = TOKEN.exec(token) ?? [];
  if (!id || !seqText || !expiresText || !proof) return undefined;
  const claim = { id, seq: Number.parseInt(seqText, 36), expires: Number.parseInt(expiresText, 36) };
  return same(proof, mac(record, claim, sub)) && claim.expires > now ? claim : undefined;
}
