/** Copies the link for inviting others; if the browser blocks that, helps the user to copy it by hand. */

import { html, type TemplateResult } from 'lit';
import type { UiContext } from '../context.js';
import { icon } from '../icons.js';
import { CHECK, LINK } from '../more-icons.js';

/** The key combination for copying on this system; empty where there is none. */
function keysToCopy(): string {
  if (matchMedia('(pointer: coarse)').matches) return '';
  return /Mac|iP(hone|ad|od)/.test(navigator.platform) ? '⌘C' : 'Ctrl+C';
}

/** What to do when the browser has blocked copying: the link is selected. */
export function copyHint({ text }: UiContext): string {
  const keys = keysToCopy();
  return keys ? text.copyKeys(keys) : text.copyTouch;
}

export function renderCopyLink(context: UiContext): TemplateResult {
  const { ui, act, text } = context;
  if (!ui.copyFailed) {
    return html`<button type="button" class="button primary" part="empty__copy" @click=${act.copyLink}>
      ${icon(ui.copied ? CHECK : LINK)}${ui.copied ? text.copied : text.copy}
    </button>`;
  }
  const select = ({ currentTarget }: Event) => (currentTarget as HTMLInputElement).select();
  return html`<input class="link" part="empty__link" readonly aria-label=${text.invite} .value=${ui.shareUrl} @focus=${select} />
    <span role="status">${copyHint(context)}</span>`;
}
