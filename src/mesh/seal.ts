/** One AES-GCM key, and what is sealed with it: text that whoever carries it can neither read nor change. */
import { fromBase64url, toBase64url } from '../base/base64url.js';

const IV_BYTES = 12;

export class Seal {
  /** 256 bits in base64url. */
  readonly text: string;
  readonly #key: Promise<CryptoKey>;

  /** Without a key of the other side a new one is made. */
  constructor(text = toBase64url(crypto.getRandomValues(new Uint8Array(32)))) {
    this.text = text;
    this.#key = crypto.subtle.importKey('raw', fromBase64url(text), 'AES-GCM', false, ['encrypt', 'decrypt']);
    // A key of the wrong length opens nothing; that is told where it is tried.
    this.#key.catch(() => {});
  }

  /** `about` is not sealed, but opens nothing when it is another one. */
  async close(message: string, about: string): Promise<string> {
    const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
    const bytes = new TextEncoder().encode(message);
    const sealed = await crypto.subtle.encrypt(parameters(iv, about), await this.#key, bytes);
    return toBase64url(new Uint8Array([...iv, ...new Uint8Array(sealed)]));
  }

  /** `undefined` when it was not sealed with this key and about this, or was changed on the way. */
  async open(sealed: string, about: string): Promise<string | undefined> {
    try {
      const bytes = fromBase64url(sealed);
      const iv = bytes.subarray(0, IV_BYTES);
      const opened = await crypto.subtle.decrypt(
        parameters(iv, about),
        await this.#key,
        bytes.subarray(IV_BYTES),
      );
      return new TextDecoder().decode(opened);
    } catch {
      return undefined;
    }
  }
}

const parameters = (iv: Uint8Array<ArrayBuffer>, about: string): AesGcmParams => ({
  name: 'AES-GCM',
  iv,
  additionalData: new TextEncoder().encode(about),
});
