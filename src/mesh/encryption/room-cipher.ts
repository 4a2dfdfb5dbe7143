/**
 * The encryption of a private room, whose secret the party does not know: nobody without the secret can read, change, replay or
 * redirect names and payloads. Loaded only when there is a secret. Knows no sockets and no links.
 */

import { fromBase64url, toBase64url } from '../../protocol/base64url.js';
import { ENCRYPTED_NAME_PREFIX } from '../../protocol/encrypted-name.js';
import { MAX_NAME_BYTES, PROTOCOL_VERSION } from '../../protocol/limits.js';
import { cleanName } from '../../protocol/name.js';
import type { Label, SignalCipher } from '../signaling/payload.js';
import { ReplaySet } from '../signaling/replay-set.js';
import { AesGcmCipher } from './aes-gcm-cipher.js';

/** Number of payloads from the party that are remembered, so that none is read twice; a link that breaks and recovers sends about six. */
const REMEMBERED = 4096;
/** Length of the unique start of an encrypted payload: a nonce of 96 bits, as 16 characters. */
const NONCE_CHARACTERS = 16;
/** Names are padded to a multiple of this, so that the length reveals little. */
const NAME_BLOCK = 64;

/** Length of the SHA-256 thumbprint before the name. */
const PERSON_BYTES = 32;

/** The content of an encrypted name. */
export interface Named {
  readonly name: string;
  /** The thumbprint of the key that this page has to prove it holds. */
  readonly person: string;
}

/** A participant's page. */
export interface PageId {
  readonly id: string;
  readonly sid: string;
}

export class RoomCipher {
  readonly #signals: AesGcmCipher;
  readonly #names: AesGcmCipher;
  readonly #room: string;
  readonly #nonces = new ReplaySet(REMEMBERED);

  constructor(secret: string, room: string) {
    this.#room = room;
    const salt = `video-room ${PROTOCOL_VERSION} ${room}`;
    this.#signals = new AesGcmCipher(derive(secret, salt, 'signals'));
    this.#names = new AesGcmCipher(derive(secret, salt, 'names'));
  }

  /** The encrypted name of a page, marked so that it cannot be taken for a plain name. `person`: the thumbprint of the page's key. */
  async encryptName(name: string, page: PageId, person: string): Promise<string> {
    const bytes = new TextEncoder().encode(cleanName(name));
    const filled = new Uint8Array(PERSON_BYTES + Math.ceil((bytes.length + 1) / NAME_BLOCK) * NAME_BLOCK);
    filled.set(fromBase64url(person));
    filled.set(bytes, PERSON_BYTES);
    return ENCRYPTED_NAME_PREFIX + (await this.#names.encrypt(filled, this.#aboutName(page)));
  }

  /** `undefined` if the name was not encrypted with this secret for this page. */
  async decryptName(sealed: string, page: PageId): Promise<Named | undefined> {
    if (!sealed.startsWith(ENCRYPTED_NAME_PREFIX) || sealed.length > MAX_NAME_BYTES) return undefined;
    const bytes = await this.#names.decrypt(
      sealed.slice(ENCRYPTED_NAME_PREFIX.length),
      this.#aboutName(page),
    );
    if (!bytes || bytes.length < PERSON_BYTES) return undefined;
    return {
      name: cleanName(new TextDecoder().decode(bytes.subarray(PERSON_BYTES))),
      person: toBase64url(bytes.subarray(0, PERSON_BYTES)),
    };
  }

  /**
   * Encrypts payloads between two pages. A payload that does not decrypt is dropped and reported. Each payload is bound to its
   * sender and receiver. That separates the two directions only if the two pages differ, so a payload from our own id or session
   * is never opened.
   */
  cipher(ours: () => PageId, theirs: PageId, told: { opened?(): void; failed(): void }): SignalCipher {
    const isUs = ({ id, sid }: PageId) => id === theirs.id || sid === theirs.sid;
    return {
      encrypt: (bytes, label) => this.#signals.encrypt(bytes, this.#aboutSignal(ours(), theirs, label)),
      decrypt: async (frame, byParty) => {
        const us = ours();
        const about = this.#aboutSignal(theirs, us, frame);
        const bytes = isUs(us) ? undefined : await this.#signals.decrypt(frame.payload, about);
        // The party delivers each payload once; a third participant may deliver the same one too.
        const isTheirs = bytes && (!byParty || this.#nonces.add(frame.payload.slice(0, NONCE_CHARACTERS)));
        if (isTheirs) told.opened?.();
        else told.failed();
        return isTheirs ? bytes : undefined;
      },
    };
  }

  /** The separator cannot occur in any of the parts: see the schemas of ids and room names. */
  #aboutSignal(from: PageId, to: PageId, { gen, n }: Label): string {
    return [PROTOCOL_VERSION, this.#room, from.id, from.sid, to.id, to.sid, gen, n ?? 'join'].join('|');
  }

  #aboutName({ id, sid }: PageId): string {
    return [PROTOCOL_VERSION, this.#room, id, sid, 'name'].join('|');
  }
}

/** HKDF-SHA-256 (RFC 5869): the secret itself is never used as a key. */
async function derive(secret: string, salt: string, info: string): Promise<CryptoKey> {
  const encode = (text: string) => new TextEncoder().encode(text);
  const key = await crypto.subtle.importKey('raw', encode(secret), 'HKDF', false, ['deriveKey']);
  const hkdf = { name: 'HKDF', hash: 'SHA-256', salt: encode(salt), info: encode(info) };
  return crypto.subtle.deriveKey(hkdf, key, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}
