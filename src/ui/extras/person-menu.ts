/** The menu about one participant, opened from their tile. Owns its frame; what is in it comes from features. */
import { html, nothing, type TemplateResult } from 'lit';
import type { UiContext } from '../context.js';
import { later } from '../later.js';
import { nameOf } from '../tile/avatar.js';
import { dialog } from './popover.js';

export function renderPersonMenu(context: UiContext, id: string): TemplateResult | typeof nothing {
  const { state, act, text, features } = context;
  const participant = state.participants.find((one) => one.id === id);
  if (!participant) {
    // It closes when they leave, so that it does not reappear when they come back.
    act.openMenu(null);
    return nothing;
  }
  const name = nameOf(participant, text);
  return dialog(context, {
    label: name,
    content: (close) =>
      features.map(({ person }) =>
        person?.isShown(context, participant)
          ? html`<div class="section" ${later(({ render }) => render(context, participant, close), '', person.load)}></div>`
          : nothing,
      ),
  });
}
