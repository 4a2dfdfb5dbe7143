/** The words of the interface. English is built in; a language file adds others and the choice between them. */
import { en, type Messages } from '../../locale/en.js';
import type { WordsFor } from '../../locale/index.js';

/** The same symbol as in `locale/index.ts`, which only language files load. */
const LOCALES = Symbol.for('video-room.locales');
const LANGUAGE_CHANGED = 'video-room-language-changed';

/** The words for the language of the element. */
export function wordsFor(host: HTMLElement): Messages {
  return { ...en, ...(globalThis as { [LOCALES]?: WordsFor })[LOCALES]?.(host) };
}

/** Calls back when the words change, until `signal` is aborted. */
export function watchLanguage(changed: () => void, signal: AbortSignal): void {
  globalThis.addEventListener(LANGUAGE_CHANGED, changed, { signal });
}
