/**
 * Finds addresses in a text. Pure. Every returned address is visible in the text, so that nobody opens a different address than
 * the one shown.
 */

/** Up to white space, and without characters that change the reading direction. */
const ADDRESS = /https?:\/\/[^\s<>"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/giu;
/** Characters that belong to the sentence, not to the address before them. */
const TRAILING = /[.,;:!?'*_~…»”’\]}]+$/u;

/** A piece of text; with `href`, an address of http or https. */
export interface Piece {
  readonly text: string;
  readonly href?: string;
}

function withoutTrailing(address: string): string {
  let end = address.replace(TRAILING, '');
  // A closing bracket belongs to the sentence, unless the address contains the opening one.
  while (end.endsWith(')') && end.split(')').length > end.split('(').length) {
    end = end.slice(0, -1).replace(TRAILING, '');
  }
  return end;
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
