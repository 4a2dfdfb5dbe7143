/** Our own languages besides English, each a file that is loaded when an element needs it. */

/** By canonical BCP 47 tag; the file is the tag in lower case. A static list, so that every bundler finds the files. */
export const LANGUAGES: Readonly<Record<string, () => Promise<unknown>>> = {
  ar: () => import('./ar.js'),
  de: () => import('./de.js'),
  es: () => import('./es.js'),
  fr: () => import('./fr.js'),
  hi: () => import('./hi.js'),
  it: () => import('./it.js'),
  ja: () => import('./ja.js'),
  ko: () => import('./ko.js'),
  nl: () => import('./nl.js'),
  pl: () => import('./pl.js'),
  'pt-BR': () => import('./pt-br.js'),
  ru: () => import('./ru.js'),
  tr: () => import('./tr.js'),
  'zh-CN': () => import('./zh-cn.js'),
};
