/** The words to draw. English is built in; a language file, once loaded, knows the others and how to choose among them. */
import { en, type Messages } from '../../locale/en.js';
import type { WordsFor } from '../../locale/index.js';

/** As in `locale/index.ts`, which only language files load. */
const LOCALES = Symbol.for('video-room.locales');
const LANGUAGE_CHANGED = 'video-room-language-changed';

/** The words at the element's place. */
export function wordsFor(host: HTMLElement): Messages {
  return { ...en, ...(globalThis as { [LOCALES]?: WordsFor })[LOCALES]?.(host) };
}

/** Calls back when other words are to be drawn, until `signal` is aborted. */
export function watchLanguage(changed: () => void, signal: AbortSignal): void {
  globalThis.addEventListener(LANGUAGE_CHANGED, changed, { signal });
}
