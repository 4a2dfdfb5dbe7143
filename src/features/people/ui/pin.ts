/** Pins a participant beside others who are pinned, in the menu about them. */
import { type CSSResult, html, type TemplateResult } from 'lit';
import type { Participant } from '../../../room/state.js';
import type { UiContext } from '../../../ui/context.js';
import type { Close } from '../../../ui/extras/menus.js';
import { icon } from '../../../ui/icons.js';
import { PIN } from '../../../ui/more-icons.js';
import { nameOf } from '../../../ui/tile/avatar.js';

export const styles: CSSResult[] = [];

export function render({ room, state, text }: UiContext, person: Participant, close: Close): TemplateResult {
  const isPinned = state.pinned.includes(person.id);
  const press = (event: Event) => {
    close(event);
    room.pin(person.id, !isPinned);
  };
  return html`<button
    type="button"
    class="menu-item ${isPinned ? 'on' : ''}"
    part="menu-item people__pin"
    @click=${press}
  >${icon(PIN)}${text[isPinned ? 'unpin' : 'pin'](nameOf(person, text))}</button>`;
}
