/** Compares the words of a language with the English ones. Pure, for `npm run check` and for its own tests. */
import type { Plural } from '../../src/locale/grammar.js';

export type Word = string | ((...values: never[]) => string) | { readonly [key: string]: Word };
export type Dictionary = { readonly [key: string]: Word };

/** The marks that stand for values of a text. */
const mark = (name: string | number) => `⟦${name}⟧`;
const MARKS = /⟦[^⟧]*⟧/g;
/** Isolates around names; languages decide by themselves where they are needed. */
const ISOLATES = /[\u2066-\u2069]/g;

/** Values to try for a parameter: a text, an object of texts, lists of names, a number. English accepts one of them. */
const SAMPLES: readonly (() => unknown)[] = [
  () => mark('text'),
  () => new Proxy({}, { get: (_, name) => (typeof name === 'string' ? mark(name) : undefined) }),
  () => [mark('first')],
  () => 37,
];
/** Lists of each length that has a sentence of its own. */
const LISTS = [1, 2, 3, 5].map((length) => Array.from({ length }, (_, index) => mark(index)));

/** What differs between the words of one language and the English ones, one sentence each. */
export function differences(
  tag: string,
  english: Dictionary,
  words: Dictionary,
  untranslated: readonly string[] = [],
): string[] {
  return compare(english, words, '');

  function compare(from: Dictionary, to: Dictionary, path: string): string[] {
    const left = Object.keys(to).filter((key) => !(key in from));
    return [
      ...left.map((key) => `${tag}: "${path}${key}" is left over: English has no such word.`),
      ...Object.entries(from).flatMap(([key, word]) => {
        const name = `${path}${key}`;
        const own = to[key];
        const isOpen = untranslated.includes(name);
        if (own === undefined) return isOpen ? [] : [`${tag}: "${name}" is missing.`];
        if (isOpen) return [`${tag}: "${name}" is translated: take it out of test/untranslated.ts.`];
        if (typeof own !== typeof word)
          return [`${tag}: "${name}" is a ${typeof own}, in English it is a ${typeof word}.`];
        if (typeof word === 'object') return compare(word, own as Dictionary, `${name}.`);
        if (typeof word === 'function') return compareTexts(name, word, own as typeof word);
        return (own as string).trim() && own === (own as string).trim()
          ? []
          : [`${tag}: "${name}" is empty, or has spaces around it.`];
      }),
    ];
  }

  function compareTexts(name: string, word: (...values: never[]) => string, own: typeof word): string[] {
    const { forms: englishForms } = word as Partial<Plural>;
    const { forms } = own as Partial<Plural>;
    if (!forms !== !englishForms)
      return [`${tag}: "${name}" ${forms ? 'is' : 'is not'} made by plural(), unlike in English.`];
    if (forms) return compareForms(name, Object.keys(forms), forms as Record<string, string>);
    if (own.length !== word.length)
      return [`${tag}: "${name}" takes ${own.length} values, in English it takes ${word.length}.`];
    const values = sampleOf(word);
    if (!values) return [`en: "${name}" does not show its values, so translations cannot be compared.`];
    const isList = Array.isArray(values[0]);
    return (isList ? LISTS.map((list) => [list]) : [values])
      .filter((sample) => shown(own, sample) !== shown(word, sample))
      .map((sample) => `${tag}: "${name}" shows ${shown(own, sample)}, in English ${shown(word, sample)}.`);
  }

  function compareForms(name: string, given: string[], forms: Record<string, string>): string[] {
    const needed = pluralForms(tag);
    const lacks = needed.filter((form) => !given.includes(form));
    const surplus = given.filter((form) => !needed.includes(form));
    // The forms for one and two, and for none, may do without the number.
    const silent = given.filter((form) => !/zero|one|two/.test(form) && !forms[form]!.includes('#'));
    return [
      ...lacks.map((form) => `${tag}: "${name}" has no form "${form}".`),
      ...surplus.map((form) => `${tag}: "${name}" has a form "${form}", which ${tag} does not use.`),
      ...silent.map((form) => `${tag}: "${name}" does not show its number (#) in the form "${form}".`),
    ];
  }
}

/** The categories that numbers of people or messages have. */
function pluralForms(tag: string): string[] {
  const rules = new Intl.PluralRules(tag);
  const numbers = Array.from({ length: 201 }, (_, count) => count);
  return [...new Set(numbers.map((count) => rules.select(count)))].sort();
}

/** Values that the text accepts and shows. */
function sampleOf(word: (...values: never[]) => string): unknown[] | undefined {
  let rows: unknown[][] = [[]];
  for (let index = 0; index < word.length; index++)
    rows = rows.flatMap((row) => SAMPLES.map((sample) => [...row, sample()]));
  return rows.find((row) => {
    const text = textOf(word, row);
    return (
      text !== undefined &&
      !/undefined|NaN|\[object|function|=>/.test(text) &&
      row.every((value) =>
        typeof value === 'object' && !Array.isArray(value) ? MARKS.test(text) : text.includes(`${value}`),
      )
    );
  });
}

function textOf(word: (...values: never[]) => string, values: readonly unknown[]): string | undefined {
  try {
    return `${word(...(values as never[]))}`.replace(ISOLATES, '');
  } catch {
    return undefined;
  }
}

/** The values that a text shows, whatever their order. */
function shown(word: (...values: never[]) => string, values: readonly unknown[]): string {
  const text = textOf(word, values);
  if (text === undefined) return 'an error';
  return [...(text.match(MARKS) ?? []), ...(values.includes(37) ? (text.match(/37/g) ?? []) : [])]
    .sort()
    .join(' ');
}
