/**
 * Marks English words in an interface of another language with `lang="en"`, so that screen readers and hyphenation treat them as
 * English. `locale/complete.ts` has put them between isolates; this finds those in what was drawn.
 */
import { ISOLATE } from '../../locale/complete.js';

const marked = new WeakSet<Node>();

/** Labels of what has no text of its own. A label of a group must not change the language of what is inside. */
const LABELS = ['aria-label', 'placeholder', 'title'];

const isEnglish = (element: Element): boolean =>
  [...element.childNodes].some((node) => node instanceof Text && node.data.includes(ISOLATE)) ||
  (!element.textContent?.trim() && LABELS.some((name) => element.getAttribute(name)?.includes(ISOLATE)));

/** Watches `root` until `signal` is aborted. */
export function markEnglish(root: Node, signal: AbortSignal): void {
  if (marked.has(root) || signal.aborted) return;
  marked.add(root);
  const mark = () => {
    for (const element of (root as ParentNode).querySelectorAll('*')) {
      if (isEnglish(element)) element.setAttribute('lang', 'en');
      else if (element.matches('[lang=en]:not(.frame)')) element.removeAttribute('lang');
    }
  };
  const observer = new MutationObserver(mark);
  observer.observe(root, { subtree: true, childList: true, characterData: true, attributeFilter: LABELS });
  signal.addEventListener('abort', () => {
    observer.disconnect();
    marked.delete(root);
  });
  mark();
}
