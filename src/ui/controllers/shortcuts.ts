/**
 * Passes keys to the features that have shortcuts: only while the focus is inside our shadow root, never while the user types, never
 * with a modifier, and never a key that the focused part uses itself. The page does not hear the keys that a feature uses.
 */
import type { UiContext } from '../context.js';
import { isTypingIn } from './typing.js';

/** The button on which held Space is a shortcut too. */
export const MICROPHONE = '[part~=control-microphone]';
/** Parts that Space presses or scrolls. */
const USES_SPACE = 'button, summary, [role=log]';

/** Aborted when the key with this code is up again, or when the window would not hear it come up. */
function releaseOf(code: string, view: Window): AbortSignal {
  const released = new AbortController();
  const { signal } = released;
  // Events of the window have no code.
  const hear = (event: Event) =>
    [code, undefined].includes((event as KeyboardEvent).code) && released.abort();
  // The key may come up where the element does not hear it.
  view.addEventListener('keyup', hear, { capture: true, signal });
  view.addEventListener('blur', hear, { signal });
  return signal;
}

/** Listens until `signal` is aborted. `context`: the current one. */
export function hearShortcuts(root: ShadowRoot, context: () => UiContext, signal: AbortSignal): void {
  const pressed = (event: KeyboardEvent) => {
    const { key, code } = event;
    const target = event.composedPath()[0] as Element;
    const { features, ui, state } = context();
    // AltGr writes `?` on some keyboards; Shift does on most.
    const hasModifier = event.ctrlKey || event.metaKey || event.altKey;
    const isOurs = root.contains(target) && !isTypingIn(root) && !target.closest('.popover');
    const user = key === ' ' && target.closest(USES_SPACE);
    const isUsed = user && !user.matches(MICROPHONE);
    if (ui.withoutShortcuts || hasModifier || !isOurs || isUsed || event.defaultPrevented) return;
    if (state.phase !== 'lobby' && state.phase !== 'joined') return;
    // A letter that is not Latin counts as the one in its place (`KeyM`). Autofill sends key events without a key.
    const name = `${key > '~' ? code.slice(3) : key}`.toLowerCase();
    const shortcuts = features.find((one) => one.shortcuts?.keys.includes(name))?.shortcuts;
    if (!shortcuts || name.length !== 1) return;
    if (!user) event.preventDefault();
    event.stopPropagation();
    if (event.repeat) return;
    const released = releaseOf(code, root.ownerDocument.defaultView!);
    // If it cannot be loaded, the next press tries again.
    shortcuts.load().then(
      ({ pressed }) => signal.aborted || pressed(name, context(), root, released),
      () => {},
    );
  };
  root.addEventListener('keydown', pressed as EventListener, { signal });
}
