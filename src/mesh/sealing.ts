/**
 * What a secret that the party does not know makes of a room: names and boxes sealed so that they can neither be read nor changed,
 * nor passed on to or from somebody else, or twice. Fetched only where there is a secret. Knows no sockets and no links.
 */
import { fromBase64url, toBase64url } from '../base/base64url.js';
import { MAX_NAME_BYTES, PROTOCOL_VERSION } from '../protocol/limits.js';
import { cleanName } from '../protocol/name.js';
import { SEALED } from '../protocol/sealed-name.js';
import type { Envelope, Label } from './box.js';
import { Seal } from './seal.js';

/** Boxes by the party that are remembered, so that none of them is read twice; a link that breaks and heals sends about six. */
const REMEMBERED = 4096;
/** What a sealed box begins with and no other one does: its 96 bits of chance, as 16 characters. */
const MARK = 16;
/** Names are filled up to a multiple of this, so that their length says little. */
const NAME_BLOCK = 64;

/** What comes before the name: a SHA-256 thumbprint. */
const PERSON_BYTES = 32;

/** A sealed name, opened. */
export interface Named {
  readonly name: string;
  /** The thumbprint of the key that whoever is on the page has to prove. */
  readonly person: string;
}

/** A participant's page. */
export interface Page {
  readonly id: string;
  readonly sid: string;
}

export class Sealing {
  readonly #signals: Seal;
  readonly #names: Seal;
  readonly #room: string;
  readonly #seen = new Set<string>();

  constructor(secret: string, room: string) {
    this.#room = room;
    const salt = `video-room ${PROTOCOL_VERSION} ${room}`;
    this.#signals = new Seal(derive(secret, salt, 'signals'));
    this.#names = new Seal(derive(secret, salt, 'names'));
  }

  /** The name of a page as it travels: marked, so that nobody takes it for one. `person`: the thumbprint of who is on the page. */
  async closeName(name: string, page: Page, person: string): Promise<string> {
    const bytes = new TextEncoder().encode(cleanName(name));
    const filled = new Uint8Array(PERSON_BYTES + Math.ceil((bytes.length + 1) / NAME_BLOCK) * NAME_BLOCK);
    filled.set(fromBase64url(person));
    filled.set(bytes, PERSON_BYTES);
    return SEALED + (await this.#names.close(filled, this.#aboutName(page)));
  }

  /** `undefined`: nobody who has the secret goes by that name on this page. */
  async openName(sealed: string, page: Page): Promise<Named | undefined> {
    if (!sealed.startsWith(SEALED) || sealed.length > MAX_NAME_BYTES) return undefined;
    const bytes = await this.#names.open(sealed.slice(SEALED.length), this.#aboutName(page));
    if (!bytes || bytes.length < PERSON_BYTES) return undefined;
    return {
      name: cleanName(new TextDecoder().decode(bytes.subarray(PERSON_BYTES))),
      person: toBase64url(bytes.subarray(0, PERSON_BYTES)),
    };
  }

  /**
   * For the boxes between two pages. Whatever is not what theirs has sealed for ours is dropped and told. Every box is bound to who sends
   * it to whom, which tells the two directions apart only as long as the two are not one: from ourselves nothing opens.
   */
  envelope(ours: () => Page, theirs: Page, told: { opened?(): void; failed(): void }): Envelope {
    const isUs = ({ id, sid }: Page) => id === theirs.id || sid === theirs.sid;
    return {
      close: (bytes, label) => this.#signals.close(bytes, this.#aboutSignal(ours(), theirs, label)),
      open: async (frame, byParty) => {
        const us = ours();
        const about = this.#aboutSignal(theirs, us, frame);
        const bytes = isUs(us) ? undefined : await this.#signals.open(frame.box, about);
        // By the party each box comes once; it may well come from a third participant too.
        const isTheirs = bytes && (!byParty || this.#firstSight(frame.box.slice(0, MARK)));
        if (isTheirs) told.opened?.();
        else told.failed();
        return isTheirs ? bytes : undefined;
      },
    };
  }

  /** None of the parts can contain what stands between them: see the schemas of ids and of room names. */
  #aboutSignal(from: Page, to: Page, { gen, n }: Label): string {
    return [PROTOCOL_VERSION, this.#room, from.id, from.sid, to.id, to.sid, gen, n ?? 'join'].join('|');
  }

  #aboutName({ id, sid }: Page): string {
    return [PROTOCOL_VERSION, this.#room, id, sid, 'name'].join('|');
  }

  #firstSight(mark: string): boolean {
    if (this.#seen.has(mark)) return false;
    this.#seen.add(mark);
    for (const oldest of this.#seen) if (this.#seen.size > REMEMBERED) this.#seen.delete(oldest);
    return true;
  }
}

/** HKDF-SHA-256 (RFC 5869): the secret itself seals nothing. */
async function derive(secret: string, salt: string, info: string): Promise<CryptoKey> {
  const encode = (text: string) => new TextEncoder().encode(text);
  const key = await crypto.subtle.importKey('raw', encode(secret), 'HKDF', false, ['deriveKey']);
  const hkdf = { name: 'HKDF', hash: 'SHA-256', salt: encode(salt), info: encode(info) };
  return crypto.subtle.deriveKey(hkdf, key, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}
