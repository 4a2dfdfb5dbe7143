/** The languages that the gallery can show, as the element gets them. */
import { LANGUAGES } from '../src/locale/languages.js';
import type { Language } from '../src/ui/controllers/language.js';
import { Translation } from '../src/ui/controllers/translation.js';
import { ENGLISH } from './gallery-states.js';

export const GALLERY_LANGUAGES = ['en', ...Object.keys(LANGUAGES)];

/** Loads a language. */
export async function loadLanguage(tag: string): Promise<Language> {
  const host = Object.assign(document.createElement('div'), { renderRoot: document.createElement('div') });
  const translation = new Translation(host, () => {}, new AbortController().signal, ENGLISH.words);
  translation.languageFor([tag], '');
  await translation.loading;
  return translation.languageFor([tag], '')!;
}
