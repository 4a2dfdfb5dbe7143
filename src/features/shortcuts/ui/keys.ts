/** What each key does. Loaded with the first press. */
import type { UiContext } from '../../../ui/context.js';
import { modelsOf } from '../../../ui/controls/control.js';
import type { ShortcutHandler } from '../../../ui/feature.js';

/** The control that a key presses. Those of features that do not exist are not there, and do nothing. */
export const CONTROLS: Readonly<Record<string, string>> = {
  m: 'microphone',
  v: 'camera',
  h: 'hand',
  c: 'chat',
};

/** Controls that work before the call too. */
const IN_LOBBY = ['microphone', 'camera'];

/** The control of a key, if it is shown and may be used now. */
export function controlOf(key: string, context: UiContext) {
  const name = context.ui.controls.find((one) => one === CONTROLS[key]);
  const isThere = name && (context.state.phase === 'joined' || IN_LOBBY.includes(name));
  return isThere ? modelsOf([name], context)[0] : undefined;
}

/** Whether the page may show the element on the whole screen. */
export const canFillScreen = (): boolean => globalThis.document.fullscreenEnabled;

/** Shows the element on the whole screen, or ends that. */
async function toggleFullScreen({ host, ownerDocument }: ShadowRoot): Promise<void> {
  if (ownerDocument.fullscreenElement) await ownerDocument.exitFullscreen();
  else await host.requestFullscreen();
}

/** `context`: the current one, whenever it is called. */
export function create(context: () => UiContext): ShortcutHandler {
  /** Ends while Space is held. */
  let held: AbortController | undefined;

  const release = () => {
    if (!held) return;
    held.abort();
    held = undefined;
    void context().room.toggleMicrophone(false);
  };

  const talk = (root: ShadowRoot) => {
    const { room, state } = context();
    if (held || state.self.microphone !== 'off' || !controlOf('m', context())) return;
    held = new AbortController();
    const { signal } = held;
    const view = root.ownerDocument.defaultView!;
    // The key may come up where the element does not hear it.
    const keyUp = ({ code }: KeyboardEvent) => code === 'Space' && release();
    view.addEventListener('keyup', keyUp, { capture: true, signal });
    view.addEventListener('blur', release, { signal });
    view.document.addEventListener('visibilitychange', release, { signal });
    void room.toggleMicrophone(true);
  };

  return (key, root, isRepeated) => {
    if (key === ' ') talk(root);
    else if (isRepeated) return;
    else if (key === '?') context().act.openMenu('shortcuts');
    else if (key === 'f') toggleFullScreen(root).catch(() => {});
    else controlOf(key, context())?.press();
  };
}
