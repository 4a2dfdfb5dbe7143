/** `video-room/locale`: adds words or languages to the element. The languages that it has are in files of their own: `video-room/locale/de`. */
export { type Grammar, grammar, type Plural, type PluralForms } from './grammar.js';
export { registerLocale } from './registry.js';
export type { Messages, Words } from './words.js';
