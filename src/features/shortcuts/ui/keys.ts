/** What each key does. Loaded with the first press. */
import { leavePanel } from '../../../ui/call-view.js';
import type { UiContext } from '../../../ui/context.js';
import { MICROPHONE } from '../../../ui/controllers/shortcuts.js';
import { modelsOf } from '../../../ui/controls/control.js';
import type { ShortcutHandler } from '../../../ui/feature.js';

/** The control that a key presses. Those of features that do not exist are not there, and do nothing. */
export const CONTROLS: Readonly<Record<string, string>> = {
  m: 'microphone',
  v: 'camera',
  h: 'hand',
  c: 'chat',
};

/** A press of the microphone button that takes longer than this holds the key (ms). */
const HELD_AFTER = 500;

/** Controls that work before the call too. */
const IN_LOBBY = ['microphone', 'camera'];

/** The control of a key, if it is shown and may be used now. The phase may have changed since the press: this code was loaded meanwhile. */
export function controlOf(key: string, context: UiContext) {
  const name = context.ui.controls.find((one) => one === CONTROLS[key]);
  const { phase } = context.room.state;
  const isThere = name && (phase === 'joined' || (phase === 'lobby' && IN_LOBBY.includes(name)));
  return isThere ? modelsOf([name], context)[0] : undefined;
}

/** Whether the page may show the element on the whole screen. */
export const canFillScreen = (): boolean => globalThis.document.fullscreenEnabled;

/** Shows the element on the whole screen, or ends that. */
async function toggleFullScreen({ host, ownerDocument }: ShadowRoot): Promise<void> {
  if (ownerDocument.fullscreenElement) await ownerDocument.exitFullscreen();
  else await host.requestFullscreen();
}

/** Opens the microphone while Space is held. On its button the browser makes a click of the key as well, when it comes up. */
function talk(context: UiContext, root: ShadowRoot, released: AbortSignal): void {
  const { room } = context;
  const isOff = () => room.state.self.microphone === 'off';
  const open = () => {
    if (released.aborted || !isOff() || !controlOf('m', context)) return;
    // After that click, which has perhaps done this. A call that has ended meanwhile is not opened again.
    const mute = () => isOff() || void room.toggleMicrophone(false);
    released.addEventListener('abort', () => setTimeout(mute));
    void room.toggleMicrophone(true);
  };
  if (!root.activeElement?.matches(MICROPHONE)) open();
  else if (context.state.phase === 'joined') setTimeout(open, HELD_AFTER);
}

function pressControl(key: string, context: UiContext, root: ShadowRoot): void {
  const control = controlOf(key, context);
  const focused = root.activeElement;
  // The control of the open panel closes it. The focus is perhaps in that panel, and must not stay there.
  const closes = control?.expanded && !control.popup;
  if (closes && focused?.closest('.panel')) leavePanel(context, focused, control.name);
  else control?.press();
}

export const pressed: ShortcutHandler = (key, context, root, released) => {
  if (key === ' ') talk(context, root, released);
  else if (CONTROLS[key]) pressControl(key, context, root);
  // The window of picture-in-picture has only controls.
  else if (root.host !== context.host) return;
  else if (key === '?') context.act.openMenu('shortcuts');
  else toggleFullScreen(root).catch(() => {});
};
