/** The button that hides a notice. */
import { html, type TemplateResult } from 'lit';
import { icon } from '../icons.js';
import { CLOSE } from '../more-icons.js';

export const closeButton = (label: string, press: () => void): TemplateResult =>
  html`<button type="button" class="icon-button" aria-label=${label} @click=${press}>${icon(CLOSE)}</button>`;
