/**
 * The words of an element that are not plain English: chooses among our languages and those of the page, and loads ours. Loaded when
 * an element needs it.
 *
 * `@shoelace-style/localize` 3.2 does not fit: it reads `lang` from the host and from `<html>` only, not from other ancestors,
 * loads nothing, gives simplified characters to `zh-TW`, and does not say which words are fall-backs. `@lit/localize` has one language
 * for the whole page, and needs a build step.
 */
import { complete, inAnotherLanguage } from '../../locale/complete.js';
import { LANGUAGES } from '../../locale/languages.js';
import { bestMatch, canonicalTag } from '../../locale/match.js';
import { registeredTags, registeredWords, shippedWords } from '../../locale/registry.js';
import type { Messages } from '../../locale/words.js';
import type { Language } from './language.js';

/** Scripts that are written from right to left, for pages that set `lang` but not `dir`. */
const RIGHT_TO_LEFT = ['Arab', 'Hebr', 'Thaa', 'Syrc', 'Nkoo', 'Adlm', 'Rohg'];

const isRightToLeft = (tag: string) => RIGHT_TO_LEFT.includes(new Intl.Locale(tag).maximize().script ?? '');

/** `tag`: the language of the words; `ours`: our own language to load, none for English. */
interface Choice {
  readonly tag: string;
  readonly ours: string | undefined;
}

export class Translation {
  /** The language that is loading now. */
  loading: Promise<void> | undefined;
  #current: Language | undefined;
  /** What the current words were made from; other words are made when this changes. */
  #source = '';
  #version = 0;
  /** Languages that could not be loaded. */
  readonly #failed = new Set<string>();
  readonly #tags: readonly string[];
  #marksEnglish = false;

  constructor(
    readonly host: HTMLElement & { readonly renderRoot: Node },
    readonly changed: () => void,
    readonly signal: AbortSignal,
    /** The English words. */
    readonly english: Messages,
    /** Our languages besides English, which is built in. */
    readonly languages: typeof LANGUAGES = LANGUAGES,
  ) {
    this.#tags = ['en', ...Object.keys(languages)];
  }

  /** The registered words have changed, or languages that could not be loaded may come now. */
  retry(): void {
    this.#version++;
    this.#failed.clear();
  }

  /** The language for the first tag that has words; `undefined` while it is loading. `dir`: the direction that the page sets. */
  languageFor(tags: readonly string[], dir: string): Language | undefined {
    const wanted = tags.flatMap((tag) => canonicalTag(tag) ?? []);
    const choice = this.#choose(wanted);
    const { tag, ours } = choice;
    if (ours && !shippedWords(ours)) {
      this.#load(ours);
      return undefined;
    }
    const source = [this.#version, dir, tag, ours, ...wanted].join();
    if (source !== this.#source) {
      this.#source = source;
      this.#current = this.#create(choice, wanted[0], dir);
    }
    return this.#current;
  }

  /** The first wanted language for which there are words, and the one of ours that has them or fills the gaps of the page's words. */
  #choose(wanted: readonly string[]): Choice {
    const registered = registeredTags();
    for (const one of wanted) {
      const tag = bestMatch(one, [...registered, ...this.#tags]);
      if (!tag) continue;
      const ours = bestMatch(tag, this.#tags);
      return { tag, ours: ours === 'en' || this.#failed.has(ours ?? '') ? undefined : ours };
    }
    return { tag: 'en', ours: undefined };
  }

  #create({ tag, ours }: Choice, locale: string | undefined, dir: string): Language {
    const registered = registeredWords(tag);
    const words = { ...(ours && shippedWords(ours)), ...registered };
    // A language that could not be loaded is English, unless the page has words for it.
    const lang = ours || Object.keys(registered).length ? tag : 'en';
    const isEnglish = lang.split('-')[0] === 'en';
    return {
      words: complete(this.english, isEnglish ? words : inAnotherLanguage(words, () => this.#markEnglish())),
      lang,
      dir: !dir && isRightToLeft(lang) ? 'rtl' : undefined,
      // Some regions (ar-EG) have digits of their own, but the words of a language are for all of its regions.
      locale: new Intl.Locale(locale ?? 'en', { numberingSystem: 'latn' }).toString(),
    };
  }

  /** The browser loads a module once, however often it is imported. The file registers itself, which draws again. */
  #load(tag: string): void {
    this.loading = this.languages[tag]!().then(
      () => {},
      () => {
        this.#failed.add(tag);
        this.changed();
      },
    );
  }

  /** English words are rare among those of another language: what marks them is loaded when there are some. */
  #markEnglish(): void {
    if (this.#marksEnglish) return;
    this.#marksEnglish = true;
    import('./english-words.js').then(
      ({ markEnglish }) => markEnglish(this.host.renderRoot, this.signal),
      () => {},
    );
  }
}
