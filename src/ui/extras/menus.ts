/**
 * Entry of a lazy chunk for menus and dialogs. Draws those of the core: "more" with the controls that do not fit into the bar, and the
 * one about a participant. Loaded when one is first opened, or when there is a "more".
 */

import { type CSSResult, nothing, type TemplateResult } from 'lit';
import { splitControls } from '../call-view.js';
import type { UiContext } from '../context.js';
import type { IconName } from '../icons.js';
import { renderPersonMenu } from './person-menu.js';
import { menu } from './popover.js';
import { popoverStyles } from './popover.styles.js';

// Features take these from here, so that they are not in a chunk of their own.
export { type Close, type DialogOptions, dialog, type MenuEntry, menu, menuItem } from './popover.js';
export { popoverStyles } from './popover.styles.js';
export { preload } from './preload.js';

export const styles: CSSResult[] = [popoverStyles];

/** Empty once everything fits again. */
function renderMore(context: UiContext): TemplateResult | typeof nothing {
  const { more } = splitControls(context);
  if (!more.length) return nothing;
  return menu(
    context,
    context.text.more,
    more.map((control) => ({
      label: control.label,
      icon: control.icon ?? (control.name as IconName),
      struck: control.look === 'off',
      look: control.look,
      press: control.press,
    })),
  );
}

const MENUS = { more: renderMore, person: renderPersonMenu };

/** Each menu has a key of its own: when one follows another, it is created anew and takes the focus. */
export function render(context: UiContext): unknown {
  const [kind, argument = ''] = context.ui.menu?.split(' ') ?? [];
  return Object.entries(MENUS).map(([name, draw]) => (name === kind ? draw(context, argument) : nothing));
}
