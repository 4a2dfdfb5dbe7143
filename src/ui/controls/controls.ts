/** The bar below the tiles. */
import { html, nothing, type TemplateResult } from 'lit';
import type { UiContext } from '../context.js';
import { loadMenus } from '../later.js';
import { type ControlModel, fitControls, modelsOf } from './control.js';
import { renderControl } from './control-button.js';
import { renderSafetyMark } from './safety-mark.js';

/** The controls that the participant may use in this browser, in the bar and in the menu "more". */
export function splitControls(context: UiContext): Record<'bar' | 'more', readonly ControlModel[]> {
  const { controls, width } = context.ui;
  return fitControls(modelsOf(controls, context), width);
}

export function renderControls(context: UiContext): TemplateResult {
  const { host, state, ui, act, text } = context;
  const { bar, more } = splitControls(context);
  const shown = [...bar];
  if (more.length) {
    // In a small box half of the controls are in this menu: it should open even if the server is down by then. Pictures come first.
    if (!state.participants.some(({ link }) => link === 'connecting')) loadMenus().catch(() => {});
    const unread = more.find(({ badge }) => badge);
    shown.push({
      name: 'more',
      label: unread ? text.withDetail(text.more, unread.label) : text.more,
      popup: 'menu',
      badge: unread?.badge,
      // Menus of controls that are in this one open from its button.
      expanded: ui.menu === 'more' || more.some(({ popup, expanded }) => popup && expanded),
      press: () => act.openMenu('more'),
    });
  }
  // A control that is not shown leaves its place empty. So no button ever becomes that of another control, under the finger or the focus.
  const draw = (place: ControlModel['name']) => {
    const control = shown.find(({ name }) => name === place);
    return control ? renderControl(control) : nothing;
  };
  // With no more controls than usual there is space for a short name, if the page has put nothing on the other side.
  const hasSpace = shown.length < 12 && !host.querySelector('[slot=controls-end]');
  return html`<div class="bar" part="controls" role="group" tabindex="-1" aria-label=${text.controls}>
    <div class="bar__side">
      <slot name="controls-start"
        ><span class="bar__room muted ${hasSpace ? 'wide' : ''}" part="room-name"
          >${renderSafetyMark(context)}${state.locked ? html`<span>${text.locked} ·</span> ` : nothing}<bdi>${state.roomId}</bdi> · ${text.people(state.participants.length + 1)}</span
        ></slot
      >
    </div>
    ${ui.controls.map((name) => (name === 'leave' ? [draw('more'), draw(name)] : draw(name)))}
    ${ui.controls.includes('leave') ? nothing : draw('more')}
    <div class="bar__side"><slot name="controls-end"></slot></div>
  </div>`;
}
