/**
 * Our identity in a room with a secret, which the server cannot forge: a key pair of this page, stored beside the resume token so
 * that it survives a reload. Others know the public key by its thumbprint, which travels encrypted with our name. Loaded only
 * when there is a secret.
 */
import { fromBase64url, toBase64url } from '../../protocol/base64url.js';

const CURVE = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const SIGNATURE = { name: 'ECDSA', hash: 'SHA-256' } as const;

/** Stores the private key across a reload; `undefined` and without effect where the browser stores nothing. */
export interface IdentityStore {
  kept: string | null | undefined;
}

const encode = (text: string) => new TextEncoder().encode(text);

/** The thumbprint of a public key: SHA-256, 43 characters. */
async function personOf(publicKey: Uint8Array<ArrayBuffer>): Promise<string> {
  return toBase64url(new Uint8Array(await crypto.subtle.digest('SHA-256', publicKey)));
}

export class Identity {
  readonly #privateKey: CryptoKey;

  constructor(
    privateKey: CryptoKey,
    /** The public key in wire form: an uncompressed P-256 point, 87 characters. */
    readonly publicKey: string,
    /** The thumbprint of our public key. */
    readonly person: string,
  ) {
    this.#privateKey = privateKey;
  }

  /** Loads the identity from before a reload, or creates a new one. */
  static async of(store: IdentityStore): Promise<Identity> {
    const { subtle } = crypto;
    const kept = store.kept;
    const before = kept && (await Identity.#restore(kept).catch(() => undefined));
    if (before) return before;
    const pair = await subtle.generateKey(CURVE, true, ['sign', 'verify']);
    store.kept = JSON.stringify(await subtle.exportKey('jwk', pair.privateKey));
    return Identity.#from(pair.privateKey, new Uint8Array(await subtle.exportKey('raw', pair.publicKey)));
  }

  static async #restore(kept: string): Promise<Identity> {
    const { kty, crv, x, y, d } = JSON.parse(kept);
    const key = await crypto.subtle.importKey('jwk', { kty, crv, x, y, d }, CURVE, false, ['sign']);
    return Identity.#from(key, new Uint8Array([4, ...fromBase64url(x), ...fromBase64url(y)]));
  }

  static async #from(privateKey: CryptoKey, publicKey: Uint8Array<ArrayBuffer>): Promise<Identity> {
    return new Identity(privateKey, toBase64url(publicKey), await personOf(publicKey));
  }

  /** Signs `text`; 86 characters. */
  async sign(text: string): Promise<string> {
    return toBase64url(new Uint8Array(await crypto.subtle.sign(SIGNATURE, this.#privateKey, encode(text))));
  }
}

/** Whether `person` has signed `text`. */
export async function isSignedBy(
  person: string,
  { key, signature }: { key: string; signature: string },
  text: string,
): Promise<boolean> {
  try {
    const raw = fromBase64url(key);
    if ((await personOf(raw)) !== person) return false;
    const publicKey = await crypto.subtle.importKey('raw', raw, CURVE, false, ['verify']);
    return await crypto.subtle.verify(SIGNATURE, publicKey, fromBase64url(signature), encode(text));
  } catch {
    return false;
  }
}
