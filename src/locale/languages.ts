/** Our own languages besides English, each a file that is loaded when an element needs it. */

/** By canonical BCP 47 tag; the file is the tag in lower case. A static list, so that every bundler finds the files. */
export const LANGUAGES: Readonly<Record<string, () => Promise<unknown>>> = {
  de: () => import('./de.js'),
  es: () => import('./es.js'),
  fr: () => import('./fr.js'),
  it: () => import('./it.js'),
  nl: () => import('./nl.js'),
  'pt-BR': () => import('./pt-br.js'),
};
