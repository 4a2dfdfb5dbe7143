/**
 * Keeps the focus inside the element. When the focused part is removed (a screen follows another one, a tile leaves, a button becomes
 * something else), the browser gives the focus to the page's body, and people who use a keyboard or a screen reader are lost. Then the
 * most sensible part of what is there now gets it.
 */

/** Where the focus goes, best first: an open dialog or menu, the heading of a screen, the way in, the controls of the call. */
const PLACES = [
  '.popover :is([autofocus], select, input, [role^=menuitem], button)',
  '.problem h2',
  '[part~=lobby__title]',
  '[part~=lobby__join]',
  '[part~=controls] [part~=control]',
];

/** Until `signal` is aborted. */
export function keepFocus(root: ShadowRoot, signal: AbortSignal): void {
  let last: HTMLElement | undefined;

  const isFree = (): boolean => {
    const { activeElement, body } = root.ownerDocument;
    return !activeElement || activeElement === body || (activeElement === root.host && !root.activeElement);
  };

  const find = () => {
    if (!last || last.isConnected) return;
    // Somebody else has taken it meanwhile.
    if (!isFree()) last = undefined;
    for (const place of last ? PLACES : []) {
      for (const element of root.querySelectorAll<HTMLElement>(place)) {
        element.focus({ preventScroll: true });
        if (root.activeElement === element) return;
      }
    }
  };

  root.addEventListener(
    'focusin',
    ({ target }) => {
      last = target as HTMLElement;
    },
    { signal },
  );
  // Browsers differ in whether they report the focus of a removed element as lost, and when.
  root.addEventListener(
    'focusout',
    ({ target }) =>
      queueMicrotask(() => {
        if (last === target && last?.isConnected && root.activeElement !== last) last = undefined;
      }),
    { signal },
  );
  const observer = new MutationObserver(find);
  observer.observe(root, { childList: true, subtree: true });
  signal.addEventListener('abort', () => observer.disconnect());
}
