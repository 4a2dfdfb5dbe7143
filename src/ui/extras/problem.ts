/** The screen without a call: an error with the one action that helps, or "you left" with a button to come back. */

import { html, nothing, type TemplateResult } from 'lit';
import { Directive, type DirectiveResult, directive, type ElementPart } from 'lit/directive.js';
import type { RoomErrorCode } from '../../protocol/errors.js';
import { renderCopyLink } from '../call-view.js';
import type { UiContext } from '../context.js';
import { type IconName, type IconPath, icon } from '../icons.js';
import { CLOCK, LINK, PERSON, RELOAD, SIGNAL, WARNING } from '../more-icons.js';
import { durationOf } from './duration.js';
import type { Misspelling } from './misspellings.js';
import { errorSentence, sentencesOf } from './sentences.js';

type Picture = readonly [icon: IconName | IconPath, isStruck?: boolean];

/** What the screen of an error shows above its sentence. */
const PICTURES: Record<RoomErrorCode, Picture> = {
  'room-missing': [LINK, true],
  'room-invalid': [LINK, true],
  'server-missing': [SIGNAL, true],
  'server-unreachable': [SIGNAL, true],
  'browser-unsupported': ['camera', true],
  'insecure-context': ['lock', true],
  'room-full': [PERSON],
  'room-locked': ['lock'],
  'room-ended': ['leave'],
  'token-missing': ['lock'],
  'token-invalid': ['lock'],
  'token-expired': [CLOCK],
  forbidden: ['lock'],
  kicked: ['leave'],
  replaced: ['screen'],
  'rate-limited': [CLOCK],
  'bad-message': [RELOAD],
  'peer-unreachable': [SIGNAL, true],
  'not-joined': ['leave'],
  cancelled: ['leave'],
  'verification-failed': ['shield', true],
  internal: [WARNING],
};

/** Takes the focus once from the rest of the element, such as its background. What is removed with the call gives it by itself. */
class FocusOnce extends Directive {
  #isDone = false;

  override render(_hadFocus: boolean | undefined): typeof nothing {
    return nothing;
  }

  override update({ element }: ElementPart, [hadFocus]: [boolean | undefined]): typeof nothing {
    if (!this.#isDone && hadFocus)
      queueMicrotask(() => {
        const { activeElement } = element.getRootNode() as ShadowRoot;
        if (activeElement) (element as HTMLElement).focus({ preventScroll: true });
      });
    this.#isDone = true;
    return nothing;
  }
}

const focusOnce = directive(FocusOnce) as (hadFocus: boolean | undefined) => DirectiveResult;

/** Only the page's author can fix these. */
const NOT_OURS: readonly RoomErrorCode[] = ['room-missing', 'room-invalid', 'server-missing'];

/** The one thing that may help now, if there is one. */
function renderAction(code: RoomErrorCode | null, context: UiContext): unknown {
  const { state, ui, act } = context;
  const text = sentencesOf(context);
  const button = (label: string, press: () => void) =>
    html`<button type="button" class="button primary" part="problem__again" @click=${press}>${label}</button>`;
  const reload = () => location.reload();
  switch (code) {
    case 'insecure-context':
      return ui.shareUrl
        ? html`<a class="button primary" href=${ui.shareUrl.replace(/^http:/, 'https:')}>${text.openSecurely}</a>`
        : nothing;
    case 'browser-unsupported':
      return ui.shareUrl ? renderCopyLink(context) : nothing;
    case 'bad-message':
      return button(text.reload, reload);
    case 'replaced':
      return button(text.joinHere, act.rejoin);
    case 'verification-failed':
      // With the same link the same would happen. If the others have no key, they need this link.
      if (state.fault?.key === 'unused' && ui.shareUrl) return renderCopyLink(context);
      return ui.problem || state.fault?.key ? nothing : button(text.tryAgain, act.rejoin);
    case null:
      return button(text.joinAgain, act.rejoin);
    default:
      if (NOT_OURS.includes(code)) return nothing;
      // Without a room there is nothing to try again. Exception: code that could not be loaded, where reloading the page helps.
      if (ui.problem) return code === 'server-unreachable' ? button(text.tryAgain, reload) : nothing;
      return button(state.phase === 'left' ? text.joinAgain : text.tryAgain, act.rejoin);
  }
}

/** A sentence with the right name, which is code or English and not in the language of the sentence. */
function renderMisspelled(misspelling: Misspelling, context: UiContext): unknown {
  const { instead } = misspelling;
  const sentence = sentencesOf(context).misspelledForOwner(misspelling);
  const at = sentence.lastIndexOf(instead);
  return html`${sentence.slice(0, at)}<bdi lang="en">${instead}</bdi>${sentence.slice(at + instead.length)}`;
}

/** For developers: the code, and what the page's author can do. */
function renderDetails(code: RoomErrorCode, context: UiContext): TemplateResult {
  const text = sentencesOf(context);
  const { misspelling } = context.ui;
  const forOwner = misspelling ? renderMisspelled(misspelling, context) : text.forOwner[code];
  return html`<details class="muted" part="problem__details">
    <summary>${text.details}</summary>
    ${forOwner ? html`<p>${forOwner}</p>` : nothing}
    <code>${code}</code>
  </details>`;
}

/** How long the call was that has just ended. */
function renderDuration(context: UiContext): unknown {
  const { ui, language } = context;
  const { lasted } = sentencesOf(context);
  const duration = ui.lasted && durationOf(ui.lasted, language.locale);
  return duration ? html`<p class="muted" part="problem__duration">${lasted(duration)}</p>` : nothing;
}

/** The screen for `code`, or without a code the screen after leaving. */
export function renderProblem(code: RoomErrorCode | null, context: UiContext): TemplateResult {
  const { state } = context;
  const [picture, isStruck] = code ? PICTURES[code] : (['leave'] as const);
  return html`${icon(picture, isStruck)}
    <h2 tabindex="-1" ${focusOnce(context.ui.hadFocus)}>${code ? errorSentence(context, code) : context.text.youLeft}</h2>
    ${state.phase === 'left' ? renderDuration(context) : nothing}
    ${renderAction(code, context)}
    ${state.phase === 'left' ? html`<slot name="left"></slot>` : nothing}
    ${code ? renderDetails(code, context) : nothing}`;
}
