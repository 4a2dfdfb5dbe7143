/**
 * Who we are in a room with a secret, so that it is not the server's to say: a key pair of this page, kept over a reload beside the resume
 * token. Others know its public half by a thumbprint, which travels sealed with our name. Fetched only where there is a secret.
 */
import { fromBase64url, toBase64url } from '../base/base64url.js';

const CURVE = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const SIGNATURE = { name: 'ECDSA', hash: 'SHA-256' } as const;

/** Where the private key outlives the page; `undefined` and without effect where the browser keeps nothing. */
export interface IdentityStore {
  kept: string | undefined;
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
    /** The public key as it travels: an uncompressed point of P-256, 87 characters. */
    readonly publicKey: string,
    /** The thumbprint of our public key. */
    readonly person: string,
  ) {
    this.#privateKey = privateKey;
  }

  /** The one of the page before a reload, or a new one. */
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

  /** A signature under `text` that only this page can make; 86 characters. */
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
