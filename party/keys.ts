/**
 * The keys that access tokens are checked with, from VR_KEYS. Owns their format and which algorithm each is for: a token
 * never chooses how it is checked. A bad key is left out with a warning; without a good one no token is accepted.
 */
import { importJWK, type JWK } from 'jose';
import type { Warn } from './settings.js';

/** Algorithms that a key may be for. */
const ALGORITHMS = ['HS256', 'EdDSA', 'Ed25519', 'ES256'];
/** Fewer bytes can be guessed offline by whoever has one token (RFC 7518 §3.2). */
const MIN_SECRET = 32;

/** One key, for one algorithm. */
export interface Key {
  /** Its name, if it has one. */
  kid?: string;
  alg: string;
  key: CryptoKey | Uint8Array;
}

/** The keys of the environment, read again when the text changes. */
export class KeyRing {
  #text: string | undefined;
  #keys: Promise<Key[]> = Promise.resolve([]);

  /** The good keys of VR_KEYS. */
  read(text: string, warn: Warn): Promise<Key[]> {
    if (text !== this.#text) {
      this.#text = text;
      this.#keys = readKeys(text, warn);
    }
    return this.#keys;
  }
}

/** The key that a token names. Without a name it is the only one there is, or none. */
export function keyOf(keys: readonly Key[], kid: unknown): Key | undefined {
  const only = keys.length === 1 ? keys[0] : undefined;
  if (kid === undefined) return only;
  return keys.find((key) => key.kid === kid) ?? (only?.kid === undefined ? only : undefined);
}

async function readKeys(text: string, warn: Warn): Promise<Key[]> {
  const keys: Key[] = [];
  // What is wrong is said, never what is there: it may be a secret.
  const without = (what: string) =>
    warn(`VR_KEYS: ${what}. Make a good one with: npx video-room keys. Without a key no token is accepted.`);
  const listed = jwks(text);
  if (!listed?.length) without('neither hs256:<base64url> nor a JWKS with a key in it');
  for (const jwk of listed ?? []) {
    const key = await readKey(jwk);
    if (typeof key === 'string') without(`a key is left out, because ${key}`);
    else if (keys.some(({ kid }) => kid === key.kid))
      without('a key is left out: of several, each needs a kid of its own');
    else keys.push(key);
  }
  return keys;
}

/** The entries of a JWKS; `hs256:…` is short for one with a single secret. */
function jwks(text: string): unknown[] | undefined {
  const [, secret] = /^hs256:(.*)$/is.exec(text) ?? [];
  if (secret !== undefined) return [{ kty: 'oct', alg: 'HS256', k: secret }];
  try {
    const { keys } = JSON.parse(text);
    return Array.isArray(keys) ? keys : undefined;
  } catch {
    return undefined;
  }
}

/** A key, or what is wrong with it. */
async function readKey(entry: unknown): Promise<Key | string> {
  const jwk = { ...(entry as JWK | null) };
  const natural: Record<string, string> = { oct: 'HS256', 'OKP Ed25519': 'EdDSA', 'EC P-256': 'ES256' };
  const kind = [jwk.kty, jwk.crv].filter(Boolean).join(' ');
  const alg = jwk.alg ?? natural[kind] ?? '';
  if (!ALGORITHMS.includes(alg)) return 'it is for none of HS256, EdDSA and ES256';
  // Its kind must fit: a public key taken for a secret would let anyone sign.
  if ((natural[kind] ?? '') !== (alg === 'Ed25519' ? 'EdDSA' : alg)) return 'its alg is not one for its kind';
  if (jwk.use !== undefined && jwk.use !== 'sig') return 'it is not for signatures';
  if (jwk.kid !== undefined && typeof jwk.kid !== 'string') return 'its kid is no text';
  if (jwk.kty !== 'oct' && 'd' in jwk) return 'it is a private key: the party gets the public one only';
  try {
    const key = await importJWK(jwk, alg);
    if (key instanceof Uint8Array && key.length < MIN_SECRET)
      return `its secret is shorter than ${MIN_SECRET} bytes`;
    return { alg, key, ...(jwk.kid !== undefined && { kid: jwk.kid }) };
  } catch {
    return 'it cannot be read';
  }
}
