/**
 * What people may call themselves. What cannot be seen is taken out (Unicode TR36 §2.10 and TS39 §3), so that no name is empty to the eye, or
 * the same as another one, without being so. What scripts and emoji need of it stays (UAX31 §2.3, UTS51).
 */
import { MAX_NAME_POINTS } from './limits.js';
import { isSealedName } from './sealed-name.js';

/** White space, and the pattern of Braille without a dot. */
const BLANK = /[\p{Z}\t-\r\u2800]+/gu;

/** Emoji that are more than one character: a flag of a region, a keycap, and pictures with their variations, perhaps joined. */
const FLAG =
  '\\u{1f3f4}\\u{e0067}\\u{e0062}(?:\\u{e0065}\\u{e006e}\\u{e0067}|\\u{e0073}\\u{e0063}\\u{e0074}|\\u{e0077}\\u{e006c}\\u{e0073})\\u{e007f}';
const KEYCAP = '[#*\\d]\\ufe0f\\u20e3';
const PICTURE = '(?:(?!\\p{EPres})\\p{ExtPict}\\ufe0f|\\p{ExtPict}\\p{EMod}?)';
const EMOJI = `${FLAG}|${KEYCAP}|${PICTURE}(?:\\u200d${PICTURE})*`;

/** Scripts whose letters join (UAX31, rule A1), and the signs after which letters of India and its neighbours do (A2 and B: virama). */
const JOINING =
  '[\\p{sc=Arab}\\p{sc=Syrc}\\p{sc=Mand}\\p{sc=Nkoo}\\p{sc=Mong}\\p{sc=Phag}\\p{sc=Rohg}\\p{sc=Adlm}]';
const VIRAMA =
  '[\\u094d\\u09cd\\u0a4d\\u0acd\\u0b4d\\u0bcd\\u0c4d\\u0ccd\\u0d3b\\u0d3c\\u0d4d\\u0dca\\u1039\\u103a\\u17d2\\u1b44\\ua953\\ua9c0\\u{11046}\\u{1107f}\\u{110b9}\\u{111c0}]';
const JOINER = `(?<=${JOINING}\\p{M}*)\\u200c(?=${JOINING})|(?<=\\p{L}\\p{M}*${VIRAMA})[\\u200c\\u200d](?=\\p{L}|$)`;

/** What nobody sees, or what turns the direction around: controls, formats, fillers, tags, lone surrogates, and what is nobody's character. */
const INVISIBLE = '[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Zl}\\p{Zp}\\p{DI}\\ufffc\\u{1d159}]';

/** What stays, and then what goes. */
const SEEN = new RegExp(`(${EMOJI}|${JOINER})|${INVISIBLE}`, 'gu');

/** Marks that have nothing to stand on, and more than four on one letter, which would cover the lines around. */
const MARKS = /(?<=^|\s)\p{M}+|(?<=\p{M}{4})\p{M}+/gu;

/**
 * A name as everyone will see it: NFC, one line, nothing in it that cannot be seen, at most 64 code points.
 * The party cleans each once, so that all clients show the same; names that a peer passes on
 * with what was said before are cleaned by whoever is told.
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
 * The name of a seat, by what a client says and what its token says (empty: nothing). A sealed one passes through where names may be
 * sealed: the party cannot read it, and whoever can would not believe another. Else the token has the last word.
 */
export const seatName = (said: string, claimed: string, mayBeSealed = true): string =>
  isSealedName(said) && (mayBeSealed || !claimed) ? said : claimed || cleanName(said);
