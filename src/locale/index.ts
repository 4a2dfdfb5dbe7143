/**
 * What language files stand on: `registerLocale('de', { … })`. English is built into the element; everything about choosing
 * a language comes with the first file of one. It hangs on a registered symbol, so that a file also reaches another copy of the
 * script on the same page; see `ui/controllers/language.ts` for the other end.
 */
import type { Messages } from './en.js';

export type { Messages } from './en.js';

/** Where the element asks for the words at its place; English where the answer has none. */
export const LOCALES = Symbol.for('video-room.locales');
/** Fired on `globalThis` when other words are to be drawn. */
export const LANGUAGE_CHANGED = 'video-room-language-changed';

/** The words for an element, by the `lang` at its place. */
export type WordsFor = (host: HTMLElement) => Partial<Messages> | undefined;
type Registry = WordsFor & { languages: Map<string, Partial<Messages>> };

const announce = () => globalThis.dispatchEvent?.(new Event(LANGUAGE_CHANGED));

/** `lang` is inherited through shadow roots too, where `closest` does not look. */
function inheritedLang(element: Element): string {
  const holder = element.closest<HTMLElement>('[lang]');
  if (holder) return holder.lang;
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? inheritedLang(root.host) : '';
}

function createRegistry(): Registry {
  const languages: Registry['languages'] = new Map();
  const observer = globalThis.MutationObserver && new MutationObserver(announce);
  const wordsFor: WordsFor = (host) => {
    // The document does not see into shadow roots; watched again, an element is still watched once.
    observer.observe(host.ownerDocument, { subtree: true, attributeFilter: ['lang'] });
    observer.observe(host, { attributeFilter: ['lang'] });
    const lang = (inheritedLang(host) || navigator.language).toLowerCase();
    return languages.get(lang) ?? languages.get(lang.split('-')[0]!);
  };
  return Object.assign(wordsFor, { languages });
}

/**
 * Adds a language under its BCP 47 tag, such as `de` or `pt-BR`; words it lacks stay English. An element takes exactly the
 * language of the `lang` at its place, else its base (`pt` for `pt-BR`); without a `lang`, that of the browser.
 */
export function registerLocale(tag: string, messages: Partial<Messages>): void {
  const holder = globalThis as { [LOCALES]?: Registry };
  holder[LOCALES] ??= createRegistry();
  holder[LOCALES].languages.set(tag.toLowerCase(), messages);
  announce();
}
