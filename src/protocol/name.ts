/**
 * Rules for display names. Invisible characters are removed (Unicode TR36 §2.10 and TS39 §3), so that no name looks empty or
 * looks the same as another name. Invisible characters that scripts and emoji need are kept (UAX31 §2.3, UTS51).
 */

import { isEncryptedName } from './encrypted-name.js';
import { MAX_NAME_POINTS } from './limits.js';

/** White space, and the blank Braille pattern. */
const BLANK = /[\p{Z}\t-\r\u2800]+/gu;

/** Emoji of more than one character: regional flags, keycaps, and pictures with variations, possibly joined. */
const FLAG =
  '\\u{1f3f4}\\u{e0067}\\u{e0062}(?:\\u{e0065}\\u{e006e}\\u{e0067}|\\u{e0073}\\u{e0063}\\u{e0074}|\\u{e0077}\\u{e006c}\\u{e0073})\\u{e007f}';
const KEYCAP = '[#*\\d]\\ufe0f\\u20e3';
const PICTURE = '(?:(?!\\p{EPres})\\p{ExtPict}\\ufe0f|\\p{ExtPict}\\p{EMod}?)';
const EMOJI = `${FLAG}|${KEYCAP}|${PICTURE}(?:\\u200d${PICTURE})*`;

/** Scripts whose letters join (UAX31, rule A1), and the signs after which letters of Indic scripts join (A2 and B: virama). */
const JOINING =
  '[\\p{sc=Arab}\\p{sc=Syrc}\\p{sc=Mand}\\p{sc=Nkoo}\\p{sc=Mong}\\p{sc=Phag}\\p{sc=Rohg}\\p{sc=Adlm}]';
const VIRAMA =
  '[\\u094d\\u09cd\\u0a4d\\u0acd\\u0b4d\\u0bcd\\u0c4d\\u0ccd\\u0d3b\\u0d3c\\u0d4d\\u0dca\\u1039\\u103a\\u17d2\\u1b44\\ua953\\ua9c0\\u{11046}\\u{1107f}\\u{110b9}\\u{111c0}]';
const JOINER = `(?<=${JOINING}\\p{M}*)\\u200c(?=${JOINING})|(?<=\\p{L}\\p{M}*${VIRAMA})[\\u200c\\u200d](?=\\p{L}|$)`;

/**
 * Characters that are invisible or change the direction of text: controls, formats, fillers, tags, lone surrogates, unassigned
 * and private ones.
 */
const INVISIBLE = '[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Zl}\\p{Zp}\\p{DI}\\ufffc\\u{1d159}]';

/** The first alternatives match the characters to keep; the last one matches the characters to remove. */
const SEEN = new RegExp(`(${EMOJI}|${JOINER})|${INVISIBLE}`, 'gu');

/** Combining marks without a base letter, and more than four on one letter, which would cover the lines around. */
const MARKS = /(?<=^|\s)\p{M}+|(?<=\p{M}{4})\p{M}+/gu;

/**
 * The name that everyone sees: NFC, one line, no invisible characters, at most 64 code points. The party cleans each name once,
 * so that all clients show the same. The receiver cleans names in the history that a peer passes on.
 */
export function cleanName(name: string): string {
  const text = name
    .replace(BLANK, ' ')
    .replace(SEEN, (_, kept: string | undefined) => kept ?? '')
    .normalize('NFC')
    .replace(MARKS, '')
    .replace(BLANK, ' ')
    .trim();
  return cut(text).trim();
}

/** The first 64 code points, without half an emoji at the end. */
function cut(text: string): string {
  const points = [...text];
  if (points.length <= MAX_NAME_POINTS) return text;
  return points
    .slice(0, MAX_NAME_POINTS)
    .join('')
    .replace(SEEN, (_, kept: string | undefined) => kept ?? '');
}

/**
 * The name of a member, from the client's name and the name in its token (empty: none). An encrypted name passes unchanged where
 * encryption is allowed: the party cannot read it, and its readers would not accept another. Otherwise the token's name takes
 * precedence.
 */
export const memberName = (said: string, claimed: string, mayBeSealed = true): string =>
  isEncryptedName(said) && (mayBeSealed || !claimed) ? said : claimed || cleanName(said);
