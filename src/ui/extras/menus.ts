/**
 * Draws the open menu; has the device menu and the menu "more" with the controls that do not fit into the bar. Loaded when first
 * opened.
 */

import { html, nothing, type TemplateResult } from 'lit';
import { splitControls } from '../call-view.js';
import type { UiContext } from '../context.js';
import { renderSafetyMark } from '../controls/safety-mark.js';
import type { IconName } from '../icons.js';
import { renderPersonMenu } from './person-menu.js';
import { dialog, menu } from './popover.js';
import { renderSafety } from './safety.js';
import { deviceSentence, sentencesOf } from './sentences.js';

/** One picker for each kind of device that exists. */
function renderPickers(context: UiContext): TemplateResult[] {
  const { room, state, ui } = context;
  const text = sentencesOf(context);
  const { list, selected } = state.devices;
  const names = { microphone: text.microphone.name, camera: text.camera.name, speaker: text.speaker };
  return (['microphone', 'camera', 'speaker'] as const)
    .filter((kind) => list[kind].length && (kind !== 'speaker' || ui.canChooseSpeaker))
    .map(
      (kind) => html`<label class="field" part="field"
        ><span>${names[kind]}</span
        ><select
          part="field__select"
          @change=${(event: Event) => room.setDevice(kind, (event.target as HTMLSelectElement).value)}
        >
          ${list[kind].map(
            // Browsers hide labels until a device was allowed.
            ({ id, label }, index) =>
              html`<option value=${id} .selected=${id === selected[kind]}>
                ${label || `${names[kind]} ${index + 1}`}
              </option>`,
          )}
        </select></label
      >`,
    );
}

function renderDevices(context: UiContext): TemplateResult {
  const text = sentencesOf(context);
  const pickers = renderPickers(context);
  return dialog(context, {
    label: text.devices,
    content: () => [
      pickers.length ? pickers : html`<p class="muted">${deviceSentence(context, 'not-found', 'both')}</p>`,
      renderSafetyMark(context),
    ],
  });
}

/** Empty once everything fits again. */
function renderMore(context: UiContext): TemplateResult | typeof nothing {
  const { more } = splitControls(context);
  if (!more.length) return nothing;
  return menu(
    context,
    context.text.more,
    more.map((control) => ({
      label: control.action ?? control.label,
      icon: control.icon ?? (control.name as IconName),
      struck: control.look === 'off',
      look: control.look,
      press: control.press,
    })),
  );
}

const MENUS = { devices: renderDevices, more: renderMore, safety: renderSafety, person: renderPersonMenu };

/** Each menu has a key of its own: when one follows another, it is created anew and takes the focus. */
export function renderMenu(context: UiContext): unknown {
  const [kind, argument = ''] = context.ui.menu?.split(' ') ?? [];
  return Object.entries(MENUS).map(([name, draw]) => (name === kind ? draw(context, argument) : nothing));
}
