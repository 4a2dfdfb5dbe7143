/** The bar below the tiles. */
import { html, nothing, type TemplateResult } from 'lit';
import type { UiContext } from '../context.js';
import { loadExtras } from '../later.js';
import { type ControlModel, fitControls, modelsOf } from './control.js';
import { renderControl } from './control-button.js';
import { renderSafetyMark } from './safety-mark.js';

/** The controls that the participant may use in this browser, in the bar and in the menu "more". */
export function splitControls(context: UiContext): Record<'bar' | 'more', ControlModel[]> {
  const { controls, width } = context.ui;
  const { bar, more } = fitControls(modelsOf(controls, context), width);
  return { bar: [...bar], more: [...more] };
}

export function renderControls(context: UiContext): TemplateResult {
  const { state, ui, act, text } = context;
  const { bar, more } = splitControls(context);
  if (more.length) {
    // In a small box half of the controls are in this menu: it should open even if the server is down by then.
    loadExtras().catch(() => {});
    const unread = more.find(({ badge }) => badge);
    const leave = bar.findIndex(({ name }) => name === 'leave');
    bar.splice(leave < 0 ? bar.length : leave, 0, {
      name: 'more',
      label: unread ? text.withDetail(text.more, unread.label) : text.more,
      popup: 'menu',
      badge: unread?.badge,
      // Menus of controls that are in this one open from its button.
      expanded: ui.menu === 'more' || more.some(({ popup, expanded }) => popup && expanded),
      press: () => act.openMenu('more'),
    });
  }
  return html`<div class="bar" part="controls" role="group" aria-label=${text.controls}>
    <div class="bar__side">
      <slot name="controls-start"
        ><span class="bar__room muted" part="room-name"
          >${renderSafetyMark(context)}${state.locked ? html`<span>${text.locked} ·</span> ` : nothing}<bdi>${state.roomId}</bdi> · ${text.people(state.participants.length + 1)}</span
        ></slot
      >
    </div>
    ${bar.map(renderControl)}
    <div class="bar__side"><slot name="controls-end"></slot></div>
  </div>`;
}
