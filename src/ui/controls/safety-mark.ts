/** The icon that shows how this call is protected; a press opens details. */
import { html, type TemplateResult } from 'lit';
import type { UiContext } from '../context.js';
import { icon } from '../icons.js';

export function renderSafetyMark({ state, ui, act, text }: UiContext): TemplateResult {
  const { verification } = state.self;
  return html`<button
    type="button"
    class="safety-mark muted"
    part="safety-mark"
    aria-haspopup="dialog"
    aria-expanded=${ui.menu === 'safety'}
    @click=${() => act.openMenu('safety')}
  >${icon(verification === 'trusted-server' ? 'lock' : 'shield', verification === 'unverified')}<span>${text.safety[verification]}</span></button>`;
}
