/** The menu "View": layouts, our own picture, full screen, picture-in-picture. */
import type { CSSResult, TemplateResult } from 'lit';
import { complete } from '../../../locale/complete.js';
import type { Layout, SelfView, UiContext } from '../../../ui/context.js';
import { type MenuEntry, menu, popoverStyles } from '../../../ui/extras/menus.js';
import { PERSON } from '../../../ui/more-icons.js';
import { viewWords } from '../en.js';
import { toggleFullScreen } from '../full-screen.js';
import { FILL_SCREEN, FLOATING, LAYOUTS, LEAVE_SCREEN, PIP } from './icons.js';
import { canOpenWindow, openWindow } from './pip.js';
import { canOpenVideo, openVideo } from './video-pip.js';

export const styles: CSSResult[] = [popoverStyles];

/** The element has the layout as a property, so that the page sees what the user has chosen. */
function choose({ host }: UiContext, layout: Layout): void {
  const element = host as HTMLElement & { layout?: Layout };
  if (element.layout === layout) return;
  element.layout = layout;
  element.dispatchEvent(new CustomEvent('layout-changed', { detail: { layout } }));
}

const SELF_VIEWS = ['tile', 'float', 'hidden'] as const satisfies readonly SelfView[];
const LAYOUT_NAMES = ['auto', 'grid', 'speaker'] as const satisfies readonly Layout[];

export function render(context: UiContext): TemplateResult {
  const { host, ui, act } = context;
  const text = complete(viewWords, context.text);
  const layouts = LAYOUT_NAMES.map(
    (layout, index): MenuEntry => ({
      ...(!index && { heading: text.layout }),
      icon: LAYOUTS[layout],
      label: text.layouts[layout],
      checked: ui.layout === layout,
      press: () => choose(context, layout),
    }),
  );
  const selfViews = SELF_VIEWS.map(
    (selfView, index): MenuEntry => ({
      ...(!index && { heading: text.selfView }),
      icon: selfView === 'float' ? FLOATING : PERSON,
      struck: selfView === 'hidden',
      label: text.selfViews[selfView],
      checked: ui.selfView === selfView,
      press: () => act.show({ selfView }),
    }),
  );
  const isFull = !!(host.getRootNode() as ShadowRoot).fullscreenElement;
  const fullScreen: MenuEntry = {
    icon: isFull ? LEAVE_SCREEN : FILL_SCREEN,
    label: isFull ? text.exitFullScreen : text.fullScreen,
    press: () => toggleFullScreen(context),
  };
  const open = canOpenWindow(context) ? openWindow : canOpenVideo(context) ? openVideo : null;
  const pip: MenuEntry = {
    icon: PIP,
    label: ui.pip ? text.exitPip : text.pip,
    press: () => (ui.pip ? ui.pip.close() : void open?.(context)),
  };
  return menu(context, text.view ?? '', [
    ...(host.ownerDocument.fullscreenEnabled ? [fullScreen] : []),
    ...(ui.pip || open ? [pip] : []),
    ...layouts,
    ...(context.state.participants.length ? selfViews : []),
  ]);
}
