/**
 * One short sentence about what happens now and the next step, without covering the call. This file has the notices that must
 * work without the server; errors of devices and of the room are in `extras/troubles.ts`.
 */
import { html, nothing, type TemplateResult } from 'lit';
import type { UiContext } from '../context.js';
import { later, loadProblems } from '../later.js';

/** A message for the user. */
export interface Notice {
  readonly sentence: unknown;
  readonly action?: { readonly label: string; press(): void };
}

export function renderNotice({ sentence, action }: Notice, close?: unknown): TemplateResult {
  return html`<div class="notice" part="notice">
    <span>${sentence}</span>
    ${
      action
        ? html`<button type="button" class="button primary" part="notice__action" @click=${action.press}>
            ${action.label}
          </button>`
        : nothing
    }
    ${close}
  </div>`;
}

/** The lobby loads this in any case. It has what screen readers are told, and the button that hides a notice. */
const loadParts = () => import('../call-view.js');

/** Errors of devices or of the room that are not dismissed, and a prompt that the browser has collapsed. */
export function renderErrors(context: UiContext): TemplateResult | typeof nothing {
  const { devices, deviceErrors, fault, self } = context.state;
  if (!context.ui.asks && !fault && !devices.replaced && !self.muted && !Object.keys(deviceErrors).length)
    return nothing;
  return html`<div ${later(({ renderTroubles }) => renderTroubles(context), fault?.code ?? '', loadProblems)}></div>`;
}

function renderCallNotice(context: UiContext): TemplateResult | typeof nothing {
  const { state, ui, act, text } = context;
  if (state.phase !== 'joined') return nothing;
  if (ui.playbackBlocked) {
    return renderNotice({
      sentence: text.soundOff,
      action: { label: text.soundOn, press: act.startPlayback },
    });
  }
  const key = 'connection-state-changed';
  const close = later(
    ({ closeButton }) => closeButton(text.close, () => act.dismissNotice(key)),
    '',
    loadParts,
  );
  const isAway = state.signaling === 'reconnecting' && !ui.dismissed.includes(key);
  // A microphone can be unplugged while the server is unreachable.
  return html`${isAway ? renderNotice({ sentence: text.reconnecting }, html`<span ${close}></span>`) : nothing}${renderErrors(context)}`;
}

/** The notices of features. */
const renderLayers = (context: UiContext) =>
  context.features.map(({ notice }) =>
    notice?.isShown(context)
      ? html`<div ${later(({ render }) => render(context), '', notice.load)}></div>`
      : nothing,
  );

/** The regions for notices of a call and for announcements. They always exist, because screen readers only follow regions that they know. */
export function renderNotices(context: UiContext): TemplateResult {
  return html`<div class="notices" part="notices" aria-live="polite">${renderCallNotice(context)}${renderLayers(context)}</div>
    <div class="hidden" part="announcements" aria-live="polite" ${context.state.phase === 'idle' ? nothing : later(({ renderAnnouncements }) => renderAnnouncements(context), '', loadParts)}></div>`;
}
