/** The language of the words: what `lang` the page says at the element's place, else the browser's own. Draws nothing. */
import { LOCALE_ADDED, type Messages, messagesFor } from '../../locale/index.js';

export class Language {
  /** `changed` is called when other words are to be drawn. */
  constructor(
    readonly host: HTMLElement,
    changed: () => void,
    signal: AbortSignal,
  ) {
    const observer = new MutationObserver(changed);
    observer.observe(host.ownerDocument, { subtree: true, attributeFilter: ['lang'] });
    observer.observe(host, { attributeFilter: ['lang'] }); // The document does not see into shadow roots.
    signal.addEventListener('abort', () => observer.disconnect());
    globalThis.addEventListener(LOCALE_ADDED, changed, { signal });
  }

  get messages(): Messages {
    return messagesFor(inheritedLang(this.host) || navigator.language);
  }
}

/** `lang` is inherited through shadow roots too, where `closest` does not look. */
function inheritedLang(element: Element): string {
  const holder = element.closest<HTMLElement>('[lang]');
  if (holder) return holder.lang;
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? inheritedLang(root.host) : '';
}
