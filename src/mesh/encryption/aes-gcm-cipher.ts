/** AES-GCM with one key. A carrier of the encrypted text can neither read nor change it. */
import { fromBase64url, toBase64url } from '../../protocol/base64url.js';

const IV_BYTES = 12;

export type Bytes = Uint8Array<ArrayBuffer>;

export class AesGcmCipher {
  readonly #key: Promise<CryptoKey>;

  /** A key from its text form: 256 bits in base64url. */
  static of(text: string): AesGcmCipher {
    return new AesGcmCipher(
      crypto.subtle.importKey('raw', fromBase64url(text), 'AES-GCM', false, ['encrypt', 'decrypt']),
    );
  }

  constructor(key: Promise<CryptoKey>) {
    this.#key = key;
    // A key of the wrong length decrypts nothing; that fails where the key is used.
    key.catch(() => {});
  }

  /**
   * `about` is the associated data: it is not encrypted, but must be the same when opening. The result starts with 16 characters
   * that never repeat.
   */
  async encrypt(bytes: Bytes, about: string): Promise<string> {
    const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
    const sealed = await crypto.subtle.encrypt(parameters(iv, about), await this.#key, bytes);
    return toBase64url(new Uint8Array([...iv, ...new Uint8Array(sealed)]));
  }

  /** `undefined` if it was not encrypted with this key and this `about`, or was changed on the way. */
  async decrypt(sealed: string, about: string): Promise<Bytes | undefined> {
    try {
      const bytes = fromBase64url(sealed);
      const iv = bytes.subarray(0, IV_BYTES);
      const rest = bytes.subarray(IV_BYTES);
      return new Uint8Array(await crypto.subtle.decrypt(parameters(iv, about), await this.#key, rest));
    } catch {
      return undefined;
    }
  }
}

const parameters = (iv: Bytes, about: string): AesGcmParams => ({
  name: 'AES-GCM',
  iv,
  additionalData: new TextEncoder().encode(about),
});
