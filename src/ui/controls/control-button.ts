/** Draws a control as a round button, in the lobby and in the bar. */
import { html, nothing, type TemplateResult } from 'lit';
import { CHEVRON, type IconName, icon } from '../icons.js';
import type { ControlModel } from './control.js';

/** A round button. The tooltip is generated content in CSS, so it needs no script. */
export function renderControl(control: ControlModel): TemplateResult {
  const {
    name,
    label,
    icon: path,
    busy,
    look,
    trouble,
    barred,
    badge,
    count,
    popup,
    expanded,
    options,
  } = control;
  const button = html`<button
    type="button"
    class="control ${look || ''} ${trouble ? 'trouble' : ''}"
    part="control control-${name}"
    aria-label=${label}
    aria-busy=${busy || nothing}
    aria-disabled=${barred || nothing}
    aria-haspopup=${popup ?? nothing}
    aria-expanded=${expanded ?? nothing}
    data-tip=${label}
    @click=${control.press}
  >${icon(path ?? (name as IconName), look === 'off')}${busy ? html`<i class="spinner"></i>` : nothing}${badge ? html`<b class="badge" part="control__badge">${Math.min(badge, 99)}</b>` : count ? html`<b class="badge count" part="control__count">${Math.min(count, 99)}</b>` : nothing}</button>`;
  if (!options) return button;
  return html`<span class="with-options"
    >${button}<button
      type="button"
      class="control-options"
      part="control__options"
      aria-label=${options.label}
      title=${options.label}
      aria-haspopup="dialog"
      aria-expanded=${options.expanded}
      @click=${options.press}
    >${icon(CHEVRON)}</button
  ></span>`;
}
