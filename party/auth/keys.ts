/**
 * The keys for checking access tokens, from VR_KEYS. Owns their format and their algorithms: a token never chooses how it is
 * checked. An invalid key is ignored with a warning; without a valid one no token is accepted.
 */
import { importJWK, type JWK } from 'jose';
import type { Warn } from '../settings.js';

/** Allowed algorithms of a key. */
const ALGORITHMS = ['HS256', 'EdDSA', 'Ed25519', 'ES256'];
/** Minimum length of a secret in bytes: a shorter one could be guessed offline from a single token (RFC 7518 §3.2). */
const MIN_SECRET = 32;

/** A key, for exactly one algorithm. */
export interface Key {
  /** Its name (`kid`), if it has one. */
  kid?: string;
  alg: string;
  key: CryptoKey | Uint8Array;
}

/** The keys of the environment; read again when the text changes. */
export class KeyRing {
  #text: string | undefined;
  #keys: Promise<Key[]> = Promise.resolve([]);

  /** The valid keys of VR_KEYS. */
  read(text: string, warn: Warn): Promise<Key[]> {
    if (text !== this.#text) {
      this.#text = text;
      this.#keys = readKeys(text, warn);
    }
    return this.#keys;
  }
}

/** The key that a token names. A token without a name gets the only key, or none if there are several. */
export function keyOf(keys: readonly Key[], kid: unknown): Key | undefined {
  const only = keys.length === 1 ? keys[0] : undefined;
  if (kid === undefined) return only;
  return keys.find((key) => key.kid === kid) ?? (only?.kid === undefined ? only : undefined);
}

async function readKeys(text: string, warn: Warn): Promise<Key[]> {
  const keys: Key[] = [];
  // The warning says what is wrong, never the value: it may be a secret.
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

/** A key, or the reason why it is invalid. */
async function readKey(entry: unknown): Promise<Key | string> {
  const jwk = { ...(entry as JWK | null) };
  const natural: Record<string, string> = { oct: 'HS256', 'OKP Ed25519': 'EdDSA', 'EC P-256': 'ES256' };
  const kind = [jwk.kty, jwk.crv].filter(Boolean).join(' ');
  const alg = jwk.alg ?? natural[kind] ?? '';
  if (!ALGORITHMS.includes(alg)) return 'it is for none of HS256, EdDSA and ES256';
  // The key type must fit the algorithm: if a public key were used as a secret, anyone could sign.
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
