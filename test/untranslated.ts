/**
 * English words that are not translated yet: elements show them in English. `npm run check` allows only these to be missing, and
 * says so when one of them is translated. A release has none (`test/languages.ts`).
 */
export const UNTRANSLATED: readonly string[] = [];
