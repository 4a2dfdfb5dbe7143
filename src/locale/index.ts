/**
 * The languages there are. English is built in; others register themselves when their file is loaded.
 * The map hangs on a registered symbol, so that a language file also reaches another copy of the script on the same page.
 */
import { en, type Messages } from './en.js';

export type { Messages } from './en.js';

const KEY = Symbol.for('video-room.locales');
/** Fired on `globalThis` when a language has been added. */
export const LOCALE_ADDED = 'video-room-locale-added';

type Registry = Map<string, Partial<Messages>>;

const registry = (): Registry => {
  const holder = globalThis as { [KEY]?: Registry };
  holder[KEY] ??= new Map();
  return holder[KEY];
};

/** Adds a language under its BCP 47 tag, such as `de` or `pt-BR`; words it lacks stay English. */
export function registerLocale(tag: string, messages: Partial<Messages>): void {
  registry().set(tag.toLowerCase(), messages);
  globalThis.dispatchEvent?.(new Event(LOCALE_ADDED));
}

/** The words for a language tag: of exactly that language, else of its base (`pt` for `pt-BR`), else English. */
export function messagesFor(tag: string): Messages {
  const lower = tag.toLowerCase();
  const found = registry().get(lower) ?? registry().get(lower.split('-')[0]!);
  return found ? { ...en, ...found } : en;
}
