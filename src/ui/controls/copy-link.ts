/** Copies the link for inviting others; if the browser blocks that, helps the user to copy it by hand. */

import { html, type TemplateResult } from 'lit';
import type { UiContext } from '../context.js';
import { icon } from '../icons.js';
import { CHECK, LINK } from '../more-icons.js';

/** What to do when the browser has blocked copying: the link is selected. */
export function copyHint({ text }: UiContext): string {
  if (matchMedia('(pointer: coarse)').matches) return text.copyTouch;
  return text.copyKeys(navigator.platform.startsWith('Mac') ? '⌘C' : 'Ctrl+C');
}

export function renderCopyLink(context: UiContext): TemplateResult {
  const { ui, act, text } = context;
  if (!ui.copyFailed) {
    return html`<button type="button" class="button primary" part="empty__copy" @click=${act.copyLink}>
      ${icon(ui.copied ? CHECK : LINK)}${ui.copied ? text.copied : text.copy}
    </button>`;
  }
  const select = ({ currentTarget }: Event) => (currentTarget as HTMLInputElement).select();
  return html`<input class="link" part="empty__link" dir="ltr" readonly aria-label=${text.invite} .value=${ui.shareUrl} @focus=${select} />
    <span role="status">${copyHint(context)}</span>`;
}
