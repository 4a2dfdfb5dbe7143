/**
 * A code for two people to compare by voice: is the server between them an honest one? It is made of the certificates that their link
 * is encrypted with, as each side sees them; with somebody in between, each sees another one. Fetched when somebody asks.
 */
import type { Peer } from '../mesh/peer.js';
import { endsOf } from '../mesh/pins.js';

/** Codes are of a kind of their own: what is hashed here is hashed nowhere else. */
const LABEL = 'video-room safety code 1';
/** Eight groups of five digits are 132.9 bits. Whoever is in between may try certificates for both sides at once: that takes 2⁶⁶ of them. */
const GROUPS = 8;
const DIGITS = 5;

/** The code of two fingerprints, whichever is ours. */
export async function codeOf(...fingerprints: [string, string]): Promise<string> {
  const bytes = new TextEncoder().encode([LABEL, ...fingerprints.sort()].join('\n'));
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const number = hash.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  const digits = `${number}`.padStart(GROUPS * DIGITS, '0').slice(-GROUPS * DIGITS);
  return digits.match(/\d{5}/g)!.join(' ');
}

/**
 * The code of a link; `null` before it has lived. Of the certificate that their end really used, where the browser tells, else of the
 * one in their description, which browsers check it against.
 */
export async function safetyCode(peers: Iterable<Peer>, to: string): Promise<string | null> {
  const { connection, health } = [...peers].find(({ id }) => id === to) ?? {};
  if (!connection || !health?.wasLive) return null;
  const ends = await endsOf(connection);
  return ends ? codeOf(...ends) : null;
}

/** The codes that somebody has been given, and may have compared. */
export class SafetyCodes {
  readonly #given = new Map<string, string>();

  /** `changed` is told when a code that was given is another one now. */
  constructor(
    readonly mesh: { readonly peers: Iterable<Peer> },
    readonly changed: (id: string) => void,
  ) {}

  async of(id: string): Promise<string | null> {
    const code = await safetyCode(this.mesh.peers, id);
    if (code) this.#given.set(id, code);
    return code;
  }

  async look(id: string): Promise<void> {
    const before = this.#given.get(id);
    const code = before && (await safetyCode(this.mesh.peers, id));
    // Asked for twice at the same time, it is told once.
    if (!code || code === before || this.#given.get(id) !== before) return;
    this.#given.set(id, code);
    this.changed(id);
  }
}
