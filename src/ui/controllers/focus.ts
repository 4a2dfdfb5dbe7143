/**
 * Keeps the focus inside the element. When the focused part is removed or hidden (a screen follows another one, a tile leaves, a panel
 * is closed, a button becomes something else), the browser gives the focus to the page's body, and people who use a keyboard or a
 * screen reader are lost. Then the most sensible part of what is there now gets it.
 */

/** Where the focus goes first, best first: an open dialog or menu, the heading of a screen, the way in. */
const PLACES = [
  '.popover :is([autofocus], select, input, [role^=menuitem], button)',
  '.problem h2',
  '.lobby h2',
  '.go .primary',
];
const BAR = '.bar';
const MORE = '[part~=control-more]';
/** The focus stays in the one of these that it was in: what follows the lost part gets it, or else the first part. */
const REGIONS = '.panel, .notices, .grid';

/** Until `signal` is aborted. */
export function keepFocus(root: ShadowRoot, signal: AbortSignal): void {
  let last: HTMLElement | undefined;
  /** Everything in the same region, in order; it begins with what follows. Not all of it can have the focus. */
  let others: HTMLElement[] = [];
  /** Where it goes if none of these can have it. */
  let rest: readonly string[] = [];

  const all = (selector: string) => [...root.querySelectorAll<HTMLElement>(selector)];
  // Asking for its place would make the browser compute the layout after each drawing.
  const isThere = () => last?.isConnected && !last.closest('[hidden], [style*=none]');
  const isFree = (): boolean => {
    const { activeElement, body } = root.ownerDocument;
    const inside = root.activeElement;
    // A part that was hidden may keep it for a moment.
    return inside ? inside === last : [null, body, root.host].includes(activeElement as HTMLElement);
  };

  const find = () => {
    if (!last || isThere()) return;
    // Somebody else has taken it meanwhile.
    if (!isFree()) {
      last = undefined;
      return;
    }
    for (const element of [...PLACES.flatMap(all), ...others, ...rest.flatMap(all)]) {
      element.focus({ preventScroll: true });
      if (root.activeElement === element) return;
    }
  };

  root.addEventListener(
    'focusin',
    ({ target }) => {
      last = target as HTMLElement;
      const beside = [...(last.closest(REGIONS)?.querySelectorAll<HTMLElement>(':not(video)') ?? [])];
      others = [...beside.slice(beside.indexOf(last) + 1), ...beside];
      // A press that comes too late must not press something else: after the last notice, no control gets the focus, but all of them.
      // A control that does not fit any more is in the menu "more".
      rest = last.closest('.bar') ? [MORE, BAR] : others.length ? [BAR] : ['.bar .control'];
    },
    { signal },
  );
  // Browsers differ in whether they report the focus of a removed element as lost, and when.
  root.addEventListener(
    'focusout',
    ({ target }) =>
      queueMicrotask(() => {
        if (last === target && root.activeElement !== last && isThere()) last = undefined;
        find();
      }),
    { signal },
  );
  const observer = new MutationObserver(find);
  observer.observe(root, { childList: true, subtree: true, attributes: true });
  signal.addEventListener('abort', () => observer.disconnect());
}
