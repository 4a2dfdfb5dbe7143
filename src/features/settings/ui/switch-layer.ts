/** The button on our own tile that switches to the other camera. */
import { type CSSResult, html } from 'lit';
import type { UiContext } from '../../../ui/context.js';
import { modelsOf } from '../../../ui/controls/control.js';
import { icon } from '../../../ui/icons.js';
import { flipCamera } from './flip-camera.js';

export const styles: CSSResult[] = [];

/** Drawn like the buttons on the tiles of others; nothing if the page has left out this control. */
export const render = (context: UiContext): unknown =>
  modelsOf(
    context.ui.controls.filter((control) => control === 'switch-camera'),
    context,
  ).map(
    ({ label, icon: path }) => html`<button
      type="button"
      class="pin"
      part="tile__switch-camera"
      aria-label=${label}
      title=${label}
      @click=${() => flipCamera(context.room)}
    >${icon(path!)}</button>`,
  );
