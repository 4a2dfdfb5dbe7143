/** Finds the addresses in a text. Pure; whatever it returns was in the text, so that nobody is shown another address than they open. */

/** Up to white space, and without marks that would turn the reading direction around. */
const ADDRESS = /https?:\/\/[^\s<>"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/giu;
/** What ends a sentence rather than an address. */
const TRAILING = /[.,;:!?'*_~…»”’\]}]+$/u;

/** A piece of text; with `href`, an address of http or https. */
export interface Piece {
  readonly text: string;
  readonly href?: string;
}

function withoutTrailing(address: string): string {
  let end = address.replace(TRAILING, '');
  // A closing bracket belongs to the sentence unless it was opened within the address.
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

/** The text in pieces, of which those with an address are links. */
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
