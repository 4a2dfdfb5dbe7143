/** What people may call themselves. */
import { MAX_NAME_POINTS } from './limits.js';
import { isSealedName } from './sealed-name.js';

/** Control characters, lone surrogates, line and paragraph separators, and marks that turn the text direction around. */
const UNSAFE = /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu;

/**
 * A name as everyone will see it: NFC, one line, no characters that could disguise it, at most 64 code points.
 * The party cleans each once, so that all clients show the same; names that a peer passes on
 * with what was said before are cleaned by whoever is told.
 */
export function cleanName(name: string): string {
  const text = name.replace(/\s+/gu, ' ').replace(UNSAFE, '').normalize('NFC').trim();
  return [...text].slice(0, MAX_NAME_POINTS).join('').trim();
}

/**
 * The name of a seat, by what a client says and what its token says (empty: nothing). A sealed one passes through: the party cannot read
 * it, and whoever can would not believe another. Else the token has the last word.
 */
export const seatName = (said: string, claimed: string): string =>
  isSealedName(said) ? said : claimed || cleanName(said);
