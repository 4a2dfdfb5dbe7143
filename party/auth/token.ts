/**
 * Access tokens: signed JWTs of type `video-room+jwt`. Decides whether a token is valid for a room at a given time, and returns
 * its claims. Takes no keys from tokens, follows no links in them, and never logs their content.
 */
import { base64url, decodeProtectedHeader, errors, type JWTPayload, jwtVerify } from 'jose';
import { Malformed } from '../../src/protocol/schema.js';
import { type Env, setting, type Warn } from '../settings.js';
import { type Claims, readAdmission } from './claims.js';
import { type Key, keyOf } from './keys.js';

/** The type in the header of a token, so that no other token of the same issuer is accepted. */
export const TOKEN_TYPE = 'video-room+jwt';
export const DEFAULT_AUDIENCE = 'video-room';

/** Longest token, in characters. */
const MAX_TOKEN = 3 * 1024;
/** Accepted difference between the clocks of issuer and party (seconds). */
const SKEW = 30;
/** Longest lifetime of a token (seconds): a leaked one must not be valid forever. */
export const MAX_LIFE = 24 * 60 * 60;
/** How long an expired token can still resume a held membership (seconds). */
const WAY_BACK = 24 * 60 * 60;

/** `forbidden`: a valid token, but for another room. */
export type TokenRefusal = 'token-invalid' | 'token-expired' | 'forbidden';

export interface TokenCheck {
  /** Canonical name of the requested room. */
  room: string;
  env: Env;
  keys: readonly Key[];
  /** Milliseconds since 1970. */
  now: number;
  /** Gets the reason, once per kind; the refused client only learns a code. */
  warn: Warn;
  /** Also accepts a token that has expired, as `late`. */
  allowLate: boolean;
}

/** The reason for a refusal. The text is for the operator, and never contains data of the token. */
class Refusal extends Error {
  constructor(
    readonly code: TokenRefusal,
    text: string,
  ) {
    super(text);
  }
}

/** The claims of a token, or the reason for the refusal. Never throws. */
export async function checkToken(token: string, check: TokenCheck): Promise<Claims | TokenRefusal> {
  try {
    return await verify(token, check);
  } catch (error) {
    const { code, message } = asRefusal(error);
    if (code !== 'token-expired') check.warn(`a token was refused: ${message}.`);
    return code;
  }
}

async function verify(token: string, check: TokenCheck): Promise<Claims> {
  const { env, keys, now } = check;
  if (token.length > MAX_TOKEN) throw new Refusal('token-invalid', 'it is longer than 3 kB');
  for (const part of token.split('.').slice(0, 2)) {
    if (hasTwins(decodeText(part))) throw new Refusal('token-invalid', 'it says something twice');
  }
  const key = keyOf(keys, decodeProtectedHeader(token).kid);
  if (!key) throw new Refusal('token-invalid', 'its kid names no key of VR_KEYS');
  let late = false;
  const { payload } = await jwtVerify(token, key.key, {
    // One algorithm per key: neither `none`, nor a public key used as a secret.
    algorithms: [key.alg],
    typ: TOKEN_TYPE,
    audience: setting(env, 'VR_AUD') ?? DEFAULT_AUDIENCE,
    issuer: setting(env, 'VR_ISS'),
    requiredClaims: ['exp'],
    clockTolerance: SKEW,
    currentDate: new Date(now),
  }).catch((error: unknown) => {
    // The expiry is checked last, so everything else was valid.
    if (!check.allowLate || !(error instanceof errors.JWTExpired)) throw error;
    late = true;
    return { payload: error.payload };
  });
  checkLife(payload, now / 1000, late);
  checkRoom(payload.room, check);
  const claims = readAdmission(payload);
  if (claims.ends !== undefined && claims.ends <= now) throw new Refusal('token-expired', 'it has expired');
  // The permissions of an expired token end here and never leave this function.
  if (late) return { sub: claims.sub, name: '', grants: 0, late };
  return { ...claims, issued: issuedAt(payload) };
}

/** When a token was issued, in seconds. A token without `iat` counts as old as it can be. */
function issuedAt({ iat, exp }: JWTPayload): number {
  return Math.max(0, Math.floor(iat ?? exp! - MAX_LIFE));
}

function checkLife({ iat, exp }: JWTPayload, now: number, late: boolean): void {
  if (iat !== undefined && iat > now + SKEW) throw new Refusal('token-invalid', 'its iat is in the future');
  if (exp! - (iat ?? now) > MAX_LIFE) throw new Refusal('token-invalid', 'it lives for more than 24 hours');
  if (late && exp! + WAY_BACK <= now) throw new Refusal('token-expired', 'it has expired');
}

function checkRoom(room: unknown, { room: wanted, env }: TokenCheck): void {
  if (typeof room !== 'string') throw new Refusal('token-invalid', 'its room is missing, or is not text');
  if (room === wanted) return;
  if (room !== '*') throw new Refusal('forbidden', 'it is for another room');
  if (setting(env, 'VR_ALLOW_WILDCARD') !== '1') {
    throw new Refusal('forbidden', 'it is for every room (*), which VR_ALLOW_WILDCARD=1 would allow');
  }
}

function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof errors.JWTExpired) return new Refusal('token-expired', 'it has expired');
  const because = (text: string) => new Refusal('token-invalid', text);
  if (error instanceof errors.JWTClaimValidationFailed) return because(`${error.claim} is missing or wrong`);
  if (error instanceof Malformed) return because(`${error.message} is not what it should be`);
  if (error instanceof errors.JOSEAlgNotAllowed) return because('its alg is not the one of its key');
  if (error instanceof errors.JWSSignatureVerificationFailed) return because('its signature is wrong');
  return because('it is no token');
}

/** A part of a token as text. Throws if it is not UTF-8 in base64url. */
function decodeText(part: string): string {
  return new TextDecoder('utf-8', { fatal: true }).decode(base64url.decode(part));
}

/**
 * Whether an object in a JSON text has the same field twice. `JSON.parse` uses the last one. If an issuer builds its tokens by
 * joining text, a name typed by a user could add claims of its own.
 */
export function hasTwins(json: string): boolean {
  const open: Set<string>[] = [];
  for (const [token, name] of json.matchAll(/("(?:[^"\\]|\\.)*")\s*:|"(?:[^"\\]|\\.)*"|[{}]/g)) {
    if (token === '{') open.push(new Set());
    else if (token === '}') open.pop();
    else if (name) {
      const names = open.at(-1);
      const key = JSON.parse(name);
      if (names?.has(key)) return true;
      names?.add(key);
    }
  }
  return false;
}
