/** The bar below the tiles, and the menu for what does not fit into it. */
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Control, UiContext } from '../context.js';
import { icon } from '../icons.js';
import { renderPopover } from '../popover/popover.js';
import { type ControlModel, controlOf, fitControls } from './control.js';

/** The controls that this browser has, in the bar and behind "more". */
export function splitControls(context: UiContext): Record<'bar' | 'more', ControlModel[]> {
  const { controls, width } = context.ui;
  const has = (name: Control) => controlOf(name, context) !== null;
  const { bar, more } = fitControls(controls.filter(has), width);
  const models = (names: readonly Control[]) => names.map((name) => controlOf(name, context)!);
  return { bar: models(bar), more: models(more) };
}

/** A round button. The tooltip is its own element's generated content, so it needs no room and no script. */
export function renderControl(control: ControlModel): TemplateResult {
  const { name, label, action, pressed, busy, look, trouble, popup, expanded } = control;
  return html`<button
    type="button"
    class="control ${look ? `control--${look}` : ''}"
    part="control control-${name}"
    aria-label=${label}
    aria-pressed=${pressed ?? nothing}
    aria-busy=${busy ? 'true' : nothing}
    aria-haspopup=${popup ?? nothing}
    aria-expanded=${expanded ?? nothing}
    data-tip=${action}
    @click=${control.press}
  >${icon(control.icon)}${busy ? html`<i class="spinner"></i>` : nothing}${
    trouble ? html`<i class="control__trouble"></i>` : nothing
  }</button>`;
}

/** The menu behind "more"; nothing once everything fits again. */
export function renderMoreMenu(context: UiContext): TemplateResult | typeof nothing {
  const { more } = splitControls(context);
  if (!more.length) return nothing;
  return renderPopover(
    'menu',
    context.text.more,
    (close) =>
      more.map(
        (control) => html`<button
          type="button"
          role="menuitem"
          tabindex="-1"
          class="menu-item ${control.look ? `menu-item--${control.look}` : ''}"
          part="menu-item"
          @click=${(event: Event) => {
            close(event);
            control.press();
          }}
        >${icon(control.icon)}${control.action}</button>`,
      ),
    context,
  );
}

export function renderControls(context: UiContext): TemplateResult {
  const { state, ui, act, text } = context;
  const { bar, more } = splitControls(context);
  if (more.length) {
    // Also what the devices popover belongs to, when "devices" is in the menu.
    const isOpen =
      ui.menu === 'more' || (ui.menu === 'devices' && more.some(({ name }) => name === 'devices'));
    const button: ControlModel = {
      name: 'more',
      icon: 'more',
      label: text.more,
      action: text.more,
      popup: 'menu',
      expanded: isOpen,
      press: () => act.openMenu('more'),
    };
    const leave = bar.findIndex(({ name }) => name === 'leave');
    bar.splice(leave < 0 ? bar.length : leave, 0, button);
  }
  return html`<div class="bar" part="controls" role="group" aria-label=${text.controls}>
    <div class="bar__start">
      <slot name="controls-start"
        ><span class="bar__room" part="room-name"
          ><bdi>${state.roomId}</bdi><span aria-hidden="true">·</span>${text.people(state.participants.length + 1)}</span
        ></slot
      >
    </div>
    ${repeat(bar, ({ name }) => name, renderControl)}
    <div class="bar__end"><slot name="controls-end"></slot></div>
  </div>`;
}
