/**
 * Access tokens: signed JWTs of type `video-room+jwt`. Decides whether one is good for a room at a moment, and says what
 * it claims. Takes no keys from tokens, follows no links in them, never repeats what is in them.
 */
import { decodeProtectedHeader, errors, type JWTPayload, jwtVerify } from 'jose';
import { Malformed } from '../src/protocol/schema.js';
import { type Claims, readAdmission } from './claims.js';
import { type Key, keyOf } from './keys.js';
import { type Env, setting, type Warn } from './settings.js';

/** What the header of a token calls it, so that no other token of the same issuer is taken for one. */
export const TOKEN_TYPE = 'video-room+jwt';
export const DEFAULT_AUDIENCE = 'video-room';

/** Longest token, in characters. */
const MAX_TOKEN = 3 * 1024;
/** How far the clocks of issuer and party may be apart, in seconds. */
const SKEW = 30;
/** Longest life of a token, in seconds: one that leaks is not good for ever. */
export const MAX_LIFE = 24 * 60 * 60;
/** How long after its end a token still brings back to a seat that is held, in seconds. */
const WAY_BACK = 24 * 60 * 60;

/** `forbidden`: a good token, but not for this room. */
export type TokenRefusal = 'token-invalid' | 'token-expired' | 'forbidden';

export interface TokenCheck {
  /** Canonical name of the room that is asked for. */
  room: string;
  env: Env;
  keys: readonly Key[];
  /** Milliseconds since 1970. */
  now: number;
  /** Told why, once per reason: the one who is refused learns a code only. */
  warn: Warn;
  /** Also accepts a token that has expired, as `late`. */
  allowLate: boolean;
}

/** Why a token is refused. The text is for the operator, and the same for all tokens. */
class Refusal extends Error {
  constructor(
    readonly code: TokenRefusal,
    text: string,
  ) {
    super(text);
  }
}

/** What a token claims, or why it is refused. Never throws. */
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
    // One algorithm per key: neither `none`, nor a public key taken for a secret.
    algorithms: [key.alg],
    typ: TOKEN_TYPE,
    audience: setting(env, 'VR_AUD') ?? DEFAULT_AUDIENCE,
    issuer: setting(env, 'VR_ISS'),
    requiredClaims: ['exp'],
    clockTolerance: SKEW,
    currentDate: new Date(now),
  }).catch((error: unknown) => {
    // Its expiry is looked at last, so everything else was in order.
    if (!check.allowLate || !(error instanceof errors.JWTExpired)) throw error;
    late = true;
    return { payload: error.payload };
  });
  checkLife(payload, now / 1000, late);
  checkRoom(payload.room, check);
  const claims = readAdmission(payload);
  if (claims.ends !== undefined && claims.ends <= now) throw new Refusal('token-expired', 'it has expired');
  // What an expired token allowed is over, so it does not leave the guard.
  if (late) return { sub: claims.sub, name: '', grants: 0, late };
  return { ...claims, issued: issuedAt(payload) };
}

/** When a token was made, in seconds. One that does not say so counts as old as it can be. */
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

/** A part of a token as text. Throws for what is not UTF-8 in base64url. */
function decodeText(part: string): string {
  const bytes = Uint8Array.from(atob(part.replaceAll('-', '+').replaceAll('_', '/')), (char) =>
    char.charCodeAt(0),
  );
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
}

/**
 * Whether an object in a JSON text has two fields of one name. Of those `JSON.parse` takes the last: where an issuer glues
 * its tokens together from text, a name that somebody typed could bring claims of its own.
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
