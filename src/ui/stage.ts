/** The one entry the element draws. (Being filled in.) */
import { html, type TemplateResult } from 'lit';
import type { UiContext } from './context.js';

export function renderStage(_context: UiContext): TemplateResult {
  return html``;
}
