/**
 * A code for two people to compare by voice, which shows whether the server is honest. It is computed from the certificates of
 * their link, as each side sees them. With an attacker in between, each side sees different ones. Loaded on request.
 */

import { endsOf } from '../mesh/encryption/certificate-pins.js';
import type { Peer } from '../mesh/peer/peer.js';

/** A prefix that no other hash of ours uses. */
const LABEL = 'video-room safety code 1';
/** Eight groups of five digits are 132.9 bits. An attacker can try certificates for both sides at once, which takes 2⁶⁶ attempts. */
const GROUPS = 8;
const DIGITS = 5;

/** The code of two fingerprints, in any order. */
export async function codeOf(...fingerprints: [string, string]): Promise<string> {
  const bytes = new TextEncoder().encode([LABEL, ...fingerprints.sort()].join('\n'));
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  let number = 0n;
  for (const byte of hash) number = number * 256n + BigInt(byte);
  const digits = `${number}`.padStart(GROUPS * DIGITS, '0').slice(-GROUPS * DIGITS);
  return digits.match(/\d{5}/g)!.join(' ');
}

/**
 * The code of a link; `null` before it was live. Uses the certificate of the remote end where the browser exposes it, otherwise
 * the one in their description, which the browser has checked.
 */
export async function safetyCode(peers: Iterable<Peer>, to: string): Promise<string | null> {
  const { connection, health } = [...peers].find(({ id }) => id === to) ?? {};
  if (!connection || !health?.wasLive) return null;
  const ends = await endsOf(connection);
  return ends ? codeOf(...ends) : null;
}

/** The codes that were shown to the user, who may have compared them. */
export class SafetyCodes {
  readonly #given = new Map<string, string>();

  /** `changed` is called when a code that was shown is no longer valid. */
  constructor(
    readonly mesh: { readonly peers: Iterable<Peer> },
    readonly changed: (id: string) => void,
  ) {}

  async of(id: string): Promise<string | null> {
    const code = await safetyCode(this.mesh.peers, id);
    const before = this.#given.get(id);
    if (code) this.#given.set(id, code);
    if (code && before && code !== before) this.changed(id);
    return code;
  }

  async look(id: string): Promise<void> {
    if (this.#given.has(id)) await this.of(id);
  }
}
