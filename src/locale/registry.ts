/**
 * The languages that a page has: ours, once loaded, and the words that the page itself registers, which take precedence.
 *
 * All copies of the script on a page share one registry under a registered symbol. Language files only import this file, so that they
 * also reach the script of a script tag.
 */
import { canonicalTag, withShorterTags } from './match.js';
import type { Messages, Words } from './words.js';

/** Fired on `globalThis` when other words are to be drawn. */
export const LANGUAGE_CHANGED = 'video-room-language-changed';

const REGISTRY = Symbol.for('video-room.locales');

/** Both by canonical BCP 47 tag. */
interface Registry {
  readonly shipped: Map<string, Partial<Words>>;
  readonly registered: Map<string, Partial<Messages>>;
}

function registry(): Registry {
  const holder = globalThis as { [REGISTRY]?: Registry };
  holder[REGISTRY] ??= { shipped: new Map(), registered: new Map() };
  return holder[REGISTRY];
}

const announce = () => globalThis.dispatchEvent?.(new Event(LANGUAGE_CHANGED));

/** Adds one of our own languages. Each language file calls it. */
export function addLanguage(tag: string, words: Partial<Words>): void {
  registry().shipped.set(tag, words);
  announce();
}

/** The words of one of our own languages, once it is loaded. */
export const shippedWords = (tag: string): Partial<Words> | undefined => registry().shipped.get(tag);

/**
 * Adds words, or a language that the element does not have, under a BCP 47 tag such as `de` or `pt-BR`. They take precedence over
 * our own translation. Words that are missing come from it, or are English.
 */
export function registerLocale(tag: string, messages: Partial<Messages>): void {
  const canonical = canonicalTag(tag);
  if (!canonical) throw new RangeError(`"${tag}" is not a BCP 47 language tag`);
  registry().registered.set(canonical, messages);
  announce();
}

/** The languages for which the page has registered words. */
export const registeredTags = (): string[] => [...registry().registered.keys()];

/** What the page has registered for a language: words for the tag win over words for its base. */
export function registeredWords(tag: string): Partial<Messages> {
  const layers = withShorterTags(tag).map((part) => registry().registered.get(part));
  return Object.assign({}, ...layers.reverse());
}
