/** Fills the gaps of a language with English words, and marks those as English. */

/** In the words of another language than English: what to do with an English word among them. */
const MARK = Symbol('mark');

/** Left-to-right isolate and its end: an English sentence keeps its order, and its full stop its place, in a right-to-left text. */
export const ISOLATE = '\u2066';
const END_OF_ISOLATE = '\u2069';

type Mark = (word: string) => string;
/** A text, a function that makes one, or an object of those. */
type Word = string | ((...values: never[]) => string) | { readonly [key: string]: Word };

/** Words of another language: English ones that fill its gaps are isolated. `noticed` is called with the first one. */
export function inAnotherLanguage<T extends object>(words: T, noticed: () => void): T {
  const mark: Mark = (word) => {
    noticed();
    return `${ISOLATE}${word}${END_OF_ISOLATE}`;
  };
  return { ...words, [MARK]: mark };
}

function marked(word: Word, mark: Mark | undefined): Word {
  if (!mark) return word;
  if (typeof word === 'string') return mark(word);
  if (typeof word === 'function') return (...values: never[]) => mark(word(...values));
  return fill(word, undefined, mark);
}

function fill(english: object, words: object | undefined, mark: Mark | undefined): { [key: string]: Word } {
  const filled = { ...words } as { [key: string]: Word };
  for (const [key, word] of Object.entries(english) as [string, Word][]) {
    const own = filled[key];
    if (typeof own === 'object' && typeof word === 'object') filled[key] = fill(word, own, mark);
    else if (own === undefined) filled[key] = marked(word, mark);
  }
  return filled;
}

/** `words`, with the words of `english` where it has none. */
export function complete<E extends object, T extends object>(english: E, words: T): E & T {
  return fill(english, words, (words as { [MARK]?: Mark })[MARK]) as E & T;
}
