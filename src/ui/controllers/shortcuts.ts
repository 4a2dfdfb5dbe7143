/**
 * Passes keys to the features that have shortcuts: only while the focus is inside our shadow root, never while the user types, never
 * with a modifier, and never a key that the focused part uses itself. The page does not hear the keys that a feature uses.
 */
import type { UiContext } from '../context.js';
import type { ShortcutHandler, Shortcuts } from '../feature.js';
import { isTypingIn } from './typing.js';

/** Parts that Space presses. */
const PRESSED_BY_SPACE = 'button, summary, video[controls], audio[controls]';

/** Listens until `signal` is aborted. `context`: the current one. */
export function hearShortcuts(root: ShadowRoot, context: () => UiContext, signal: AbortSignal): void {
  const handlers = new Map<Shortcuts, Promise<ShortcutHandler>>();
  const handlerOf = (shortcuts: Shortcuts) => {
    const handler = handlers.get(shortcuts) ?? shortcuts.load().then(({ create }) => create(context));
    handlers.set(shortcuts, handler);
    // The next press tries again.
    handler.catch(() => handlers.delete(shortcuts));
    return handler;
  };
  const pressed = (event: KeyboardEvent) => {
    const { key, repeat } = event;
    const target = event.composedPath()[0] as Element;
    const { features, ui, state } = context();
    // AltGr writes `?` on some keyboards; Shift does on most.
    const hasModifier = event.ctrlKey || event.metaKey || event.altKey;
    const isOurs = target.getRootNode() === root && !isTypingIn(root) && !target.closest('.popover');
    const isUsed = key === ' ' && !!target.closest(PRESSED_BY_SPACE);
    if (ui.withoutShortcuts || hasModifier || !isOurs || isUsed || event.defaultPrevented) return;
    if (state.phase !== 'lobby' && state.phase !== 'joined') return;
    // Autofill sends key events without a key.
    const name = `${key ?? ''}`.toLowerCase();
    const shortcuts = features.find((one) => one.shortcuts?.keys.includes(name))?.shortcuts;
    if (!shortcuts || [...name].length !== 1) return;
    event.preventDefault();
    event.stopPropagation();
    handlerOf(shortcuts).then(
      (handle) => signal.aborted || handle(name, root, repeat),
      () => {},
    );
  };
  root.addEventListener('keydown', pressed as EventListener, { signal });
}
