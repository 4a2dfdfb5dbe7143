/** Creates access tokens, and keys for them, on the command line. The party itself only checks tokens. */
import { base64url, exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import type { Admission } from './claims.js';
import { DEFAULT_AUDIENCE, TOKEN_TYPE } from './token.js';

export { MAX_LIFE } from './token.js';

export interface Minting extends Omit<Admission, 'exp'> {
  /** Canonical name of the room, or `*`. */
  room: string;
  /** Lifetime of the token (seconds). */
  ttl: number;
  iss?: string;
  /** Default `video-room`. */
  aud?: string;
}

/** Signs a token with `hs256:<base64url>` or a private JWK. Rejects when the key cannot sign. */
export async function mintToken(
  key: string,
  { ttl, aud, ...claims }: Minting,
  now = Date.now(),
): Promise<string> {
  const secret = /^hs256:(.+)$/i.exec(key)?.[1];
  const jwk: JWK = secret ? { kty: 'oct', alg: 'HS256', k: secret } : JSON.parse(key);
  const { kid, alg = 'HS256' } = jwk;
  const iat = Math.floor(now / 1000);
  return new SignJWT({ aud: aud ?? DEFAULT_AUDIENCE, ...claims, iat, exp: iat + ttl })
    .setProtectedHeader({ alg, typ: TOKEN_TYPE, ...(kid && { kid }) })
    .sign(await importJWK(jwk, alg));
}

/** `VR_KEYS`: for the party. `VR_KEY`: for the server that signs tokens, if it is a different one. */
export interface MadeKeys {
  VR_KEYS: string;
  VR_KEY?: string;
}

/** A secret of 32 bytes, or a key pair with the public key for the party. */
export async function makeKeys(alg: 'HS256' | 'EdDSA' | 'ES256'): Promise<MadeKeys> {
  if (alg === 'HS256')
    return { VR_KEYS: `hs256:${base64url.encode(crypto.getRandomValues(new Uint8Array(32)))}` };
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  const kid = base64url.encode(crypto.getRandomValues(new Uint8Array(6)));
  const [open, secret] = [await exportJWK(publicKey), await exportJWK(privateKey)];
  return {
    VR_KEYS: JSON.stringify({ keys: [{ ...open, kid, alg }] }),
    VR_KEY: JSON.stringify({ ...secret, kid, alg }),
  };
}
