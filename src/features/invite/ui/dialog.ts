/** The dialog for inviting others: the link, as text, to copy, to share and as a QR code. The element owns the link and the copying. */
import { type CSSResult, html, nothing, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { complete } from '../../../locale/complete.js';
import { copyHint } from '../../../ui/call-view.js';
import type { UiContext } from '../../../ui/context.js';
import { dialog, popoverStyles } from '../../../ui/extras/menus.js';
import { icon } from '../../../ui/icons.js';
import { CHECK, LINK, SHARE } from '../../../ui/more-icons.js';
import { inviteStyles } from './dialog.styles.js';
import { inviteWords } from './en-dialog.js';
import { renderQrCode } from './qr-code.js';

export const styles: CSSResult[] = [popoverStyles, inviteStyles];

/** A link is shown without its scheme, but copied with it. */
const withoutScheme = (url: string) => url.replace(/^https?:\/\//, '');

const selectAll = ({ currentTarget }: Event) => (currentTarget as HTMLInputElement).select();

/** Opens the share sheet of the system. Where a page or its frame does not permit it, copies the link. */
async function share(url: string, otherwise: () => void): Promise<void> {
  try {
    await navigator.share({ title: document.title, url });
  } catch (error) {
    // The user has closed the sheet.
    if ((error as DOMException).name !== 'AbortError') otherwise();
  }
}

export function render(context: UiContext): TemplateResult {
  const { ui, act, text } = context;
  const words = complete(inviteWords, text);
  const { shareUrl } = ui;
  const copiedByHand = (event: ClipboardEvent) => {
    event.clipboardData?.setData('text/plain', shareUrl);
    event.preventDefault();
  };
  const canShare = !!navigator.share && (navigator.canShare?.({ url: shareUrl }) ?? true);
  return dialog(context, {
    label: words.inviteTitle,
    content: () => html`<div class="invite" part="invite">
        <div class="invite__link">
          <span class="muted">${text.invite}</span>
          <input class="link" part="invite__link" dir="ltr" readonly aria-label=${text.invite} .value=${withoutScheme(shareUrl)} @focus=${selectAll} @copy=${copiedByHand} />
          <div class="invite__ways">
            <button type="button" class="button primary" part="invite__copy" autofocus @click=${act.copyLink}>
              ${icon(ui.copied ? CHECK : LINK)}<span>${ui.copied ? text.copied : text.copy}</span>
            </button>
            ${
              canShare
                ? html`<button type="button" class="button" part="invite__share" @click=${() => share(shareUrl, act.copyLink)}>
                    ${icon(SHARE)}<span>${words.shareLink}</span>
                  </button>`
                : nothing
            }
          </div>
          <span role="status" class=${ui.copyFailed ? 'muted' : 'hidden'}>${ui.copyFailed ? copyHint(context) : ui.copied ? text.copied : nothing}</span>
        </div>
        ${guard([shareUrl, words.qrCode], () => renderQrCode(shareUrl, words.qrCode))}
      </div>`,
  });
}
