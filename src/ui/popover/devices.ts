/** Pickers for microphone, camera and speaker: in a popover during the call, in the form of a roomy lobby. */
import { html, type TemplateResult } from 'lit';
import type { UiContext } from '../context.js';
import { icon } from '../icons.js';
import { renderPopover } from './popover.js';

/** One picker for each kind of device that there is. */
export function renderDevicePickers({ room, state, ui, text }: UiContext): TemplateResult[] {
  const { list, selected } = state.devices;
  const names = { microphone: text.microphone.name, camera: text.camera.name, speaker: text.speaker };
  return (['microphone', 'camera', 'speaker'] as const)
    .filter((kind) => list[kind].length && (kind !== 'speaker' || ui.canChooseSpeaker))
    .map(
      (kind) => html`<label class="field" part="field"
        ><span>${names[kind]}</span
        ><select @change=${(event: Event) => room.setDevice(kind, (event.target as HTMLSelectElement).value)}>
          ${list[kind].map(
            // Browsers keep labels to themselves until a device was allowed.
            ({ id, label }, index) =>
              html`<option value=${id} .selected=${id === selected[kind]}>
                ${label || `${names[kind]} ${index + 1}`}
              </option>`,
          )}
        </select></label
      >`,
    );
}

export function renderDevicesPopover(context: UiContext): TemplateResult {
  const { text } = context;
  const pickers = renderDevicePickers(context);
  return renderPopover(
    'dialog',
    text.devices,
    (close) => html`<div class="popover__title">
        <b>${text.devices}</b
        ><button type="button" class="icon-button" aria-label=${text.close} @click=${close}>${icon('close')}</button>
      </div>
      ${pickers.length ? pickers : html`<p class="muted">${text.device['not-found'](text.deviceNames.both)}</p>`}`,
    context,
  );
}
