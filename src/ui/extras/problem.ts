/** The screen without a call: an error with the next step, or "you left" with a button to come back. */

import { html, nothing, type TemplateResult } from 'lit';
import type { RoomErrorCode } from '../../protocol/errors.js';
import { renderCopyLink } from '../call-view.js';
import type { UiContext } from '../context.js';
import { icon } from '../icons.js';
import { SIGNAL } from '../more-icons.js';
import { errorSentence, sentencesOf } from './sentences.js';

/** Errors that only the page or the browser can fix: trying again would not help. */
const NOT_OURS = ['room-missing', 'room-invalid', 'server-missing', 'bad-message'];

/** A closed door, a call that is not what it claims to be, or a part that was unreachable. */
const iconOf = (code: RoomErrorCode) =>
  /locked|kicked|forbidden|token/.test(code) ? 'lock' : code === 'verification-failed' ? 'shield' : SIGNAL;

/** The screen for `code`, or without a code the screen after leaving. */
export function renderProblem(code: RoomErrorCode | null, context: UiContext): TemplateResult {
  const { state, ui, act } = context;
  const text = sentencesOf(context);
  const hasLeft = state.phase === 'left';
  const again = hasLeft ? text.joinAgain : text.tryAgain;
  const forOwner = ui.misspelling ? text.misspelledForOwner(ui.misspelling) : code && text.forOwner[code];
  // Without a room there is nothing to try again. Exception: code that could not be loaded, where reloading the page helps.
  const isOurs = ui.problem ? code === 'server-unreachable' : !NOT_OURS.includes(code ?? '');
  return html`${code ? icon(iconOf(code), code === 'verification-failed') : icon('leave')}
    <h2 tabindex="-1">${code ? errorSentence(context, code) : text.youLeft}</h2>
    ${
      code === 'insecure-context' && ui.shareUrl
        ? html`<a class="button primary" href=${ui.shareUrl.replace(/^http:/, 'https:')}>${text.openSecurely}</a>`
        : code === 'browser-unsupported'
          ? ui.shareUrl
            ? renderCopyLink(context)
            : nothing
          : isOurs
            ? html`<button type="button" class="button primary" part="problem__again" @click=${ui.problem ? () => location.reload() : act.again}>
                ${again}
              </button>`
            : nothing
    }
    ${forOwner ? html`<p class="muted">${forOwner}</p>` : nothing}
    ${code ? html`<code class="muted">${code}</code>` : nothing}`;
}
