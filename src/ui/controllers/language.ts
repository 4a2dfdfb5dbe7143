/**
 * The language of one element: finds the nearest `lang`, and says when other words are to be drawn. Plain English is built in.
 * Everything else is loaded when it is needed: the choice of a language (`translation.ts`), then the language itself.
 */
import { en } from '../../locale/en.js';
import type { Messages } from '../../locale/words.js';
import { inTime } from '../../shared/in-time.js';
import type { UiFeature } from '../feature.js';
import type { Translation } from './translation.js';

/** The first drawing waits for its language, but not longer than this (ms): after that, English is better than nothing. */
const PATIENCE = 1_000;

/** As in `locale/registry.ts`, which only translations need. */
const REGISTRY = Symbol.for('video-room.locales');
const LANGUAGE_CHANGED = 'video-room-language-changed';

/** The words that are drawn, and what the browser has to know about them. */
export interface Language {
  readonly words: Messages;
  /** The language of the words. */
  readonly lang: string;
  /** Where it differs from the page: `rtl` if the words need it and the page sets no `dir`, and that of a language that the user chose. */
  readonly dir: 'rtl' | 'ltr' | undefined;
  /** The language that was asked for, with its region: for times and numbers. */
  readonly locale: string;
}

/** The nearest value of an attribute. It is inherited through shadow roots too, where `closest` does not look. */
function nearest(element: Element, attribute: string): string {
  const holder = element.closest(`[${attribute}]`);
  if (holder) return holder.getAttribute(attribute)!;
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? nearest(root.host, attribute) : '';
}

export class LanguageController {
  /** Resolves when the words of the first language are there, or will not come soon. */
  readonly ready: Promise<void>;
  /** The English words that are drawn before anything is loaded: those of the core, and of features. */
  readonly #english: Messages;
  #current: Language;
  #translation: Translation | undefined;
  #loading: Promise<void> | undefined;
  readonly #observer: MutationObserver;

  constructor(
    readonly host: HTMLElement & { readonly renderRoot: Node },
    readonly changed: () => void,
    readonly signal: AbortSignal,
    features: readonly Pick<UiFeature, 'words'>[],
    /** The language that the user has chosen, if any. */
    readonly chosen: () => string | undefined,
  ) {
    this.#english = Object.assign({}, en, ...features.map(({ words }) => words));
    this.#current = { words: this.#english, lang: 'en', dir: undefined, locale: 'en' };
    this.#observer = new MutationObserver(changed);
    const update = () => {
      this.#loading = undefined;
      this.#translation?.retry();
      changed();
    };
    for (const event of [LANGUAGE_CHANGED, 'languagechange', 'online'])
      globalThis.addEventListener(event, update, { signal });
    signal.addEventListener('abort', () => this.#observer.disconnect());
    this.ready = inTime(this.#prepare(), PATIENCE).catch(() => {});
  }

  /** The language to draw. While another one is loading, the former one stays. */
  get current(): Language {
    return this.#look();
  }

  #look(): Language {
    this.#watch();
    const chosen = this.chosen();
    const wanted = this.#wanted(chosen);
    const [first = 'en'] = wanted;
    if (this.#translation) {
      const dir = chosen ? '' : nearest(this.host, 'dir');
      this.#current = this.#translation.languageFor(wanted, dir) ?? this.#current;
    } else if (!/^en(-[a-z]{2})?$/i.test(first) || REGISTRY in globalThis) {
      void this.#load();
    } else if (this.#current.locale !== first) {
      this.#current = { ...this.#current, locale: first };
    }
    return chosen ? { ...this.#current, dir: this.#current.dir ?? 'ltr' } : this.#current;
  }

  /** Loads what the first drawing needs. */
  async #prepare(): Promise<void> {
    this.#look();
    await this.#loading;
    this.#look();
    await this.#translation?.loading;
  }

  /** The languages to try, best first: the chosen one, the nearest `lang`, or those that the browser prefers. */
  #wanted(chosen: string | undefined): readonly string[] {
    const lang = chosen || nearest(this.host, 'lang');
    return lang ? [lang] : navigator.languages;
  }

  /** Loads the choice of languages once; after a failure, again when something changes. */
  #load(): Promise<void> {
    this.#loading ??= import('./translation.js').then(
      ({ Translation }) => {
        this.#translation = new Translation(this.host, this.changed, this.signal, this.#english);
        this.changed();
      },
      () => {},
    );
    return this.#loading;
  }

  /** The document does not see into shadow roots. A node that is watched again is still watched once. */
  #watch(): void {
    if (this.signal.aborted) return;
    for (let host: Element | undefined = this.host; host; ) {
      const root = host.getRootNode();
      this.#observer.observe(root, { subtree: true, attributeFilter: ['lang', 'dir'] });
      host = root instanceof ShadowRoot ? root.host : undefined;
    }
  }
}
