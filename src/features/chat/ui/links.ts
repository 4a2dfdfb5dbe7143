/**
 * Finds addresses in a text. Pure. Every returned address is visible in the text, so that nobody opens a different address than
 * the one shown.
 */

/** Up to white space, and without characters that change the reading direction. */
const ADDRESS = /https?:\/\/[^\s<>"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/giu;
/** Characters that belong to the sentence, not to the address before them. */
const TRAILING = ".,;:!?'*_~…»”’]}";

/** A piece of text; with `href`, an address of http or https. */
export interface Piece {
  readonly text: string;
  readonly href?: string;
}

/** In one pass: a message may consist of nothing else. */
function withoutTrailing(address: string): string {
  // A closing bracket belongs to the sentence, unless the address contains the opening one.
  let unopened = address.split(')').length - address.split('(').length;
  let end = address.length;
  for (; end; end -= 1) {
    const last = address[end - 1]!;
    if (last === ')' && unopened > 0) unopened -= 1;
    else if (!TRAILING.includes(last)) break;
  }
  return address.slice(0, end);
}

function isAddress(text: string): boolean {
  try {
    return !!new URL(text).hostname;
  } catch {
    return false;
  }
}

/** Splits a text into pieces; pieces with an address are links. */
export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let read = 0;
  for (const { 0: found, index } of text.matchAll(ADDRESS)) {
    const address = withoutTrailing(found);
    if (!isAddress(address)) continue;
    if (index > read) pieces.push({ text: text.slice(read, index) });
    pieces.push({ text: address, href: address });
    read = index + address.length;
  }
  if (read < text.length) pieces.push({ text: text.slice(read) });
  return pieces;
}
