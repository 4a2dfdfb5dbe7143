/**
 * One short sentence about what happens now and what to do, never in the way of the call. Here is what must be sayable without
 * the server; what went wrong with devices or the room is told by `extras/troubles.ts`.
 */
import { html, nothing, type TemplateResult } from 'lit';
import type { UiContext } from '../context.js';
import { later } from '../later.js';
import { announceChanges } from './announcer.js';

/** Something people should know. */
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
    ${close ?? nothing}
  </div>`;
}

/** Where to look for a question that has been folded away. */
const renderAsking = ({ ui, text }: UiContext): TemplateResult | typeof nothing =>
  ui.asks ? renderNotice({ sentence: text.asking }) : nothing;

/** What is wrong with devices or the room, as far as it is not dismissed; nothing while all is well. */
export function renderTroubles(context: UiContext): TemplateResult | typeof nothing {
  const { devices, deviceErrors, fault, self } = context.state;
  if (!fault && !devices.replaced && !self.muted && !Object.keys(deviceErrors).length)
    return renderAsking(context);
  return html`${renderAsking(context)}<div ${later(({ renderTroubles }) => renderTroubles(context), fault?.code)}></div>`;
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
  // While the server is away a microphone may be unplugged all the same.
  return html`${state.signaling === 'reconnecting' ? renderNotice({ sentence: text.reconnecting }) : nothing}${renderTroubles(context)}`;
}

/** Who wrote while the chat is closed, and how it begins. */
function renderNews({ ui, act, text }: UiContext): TemplateResult | typeof nothing {
  if (!ui.news) return nothing;
  const { name, text: said } = ui.news;
  return renderNotice({
    sentence: html`<b>${name || text.guest}</b> ${said.slice(0, 99)}`,
    action: { label: text.read, press: () => act.openChat(true) },
  });
}

/** Who asks to be let in. */
const renderKnocks = (context: UiContext) =>
  context.state.waiting.length && context.state.phase === 'joined'
    ? html`<div ${later(({ renderKnocks }) => renderKnocks(context))}></div>`
    : nothing;

/** The place for notices of a call. It is always there: screen readers only follow regions they know. */
export function renderNotices(context: UiContext): TemplateResult {
  return html`<div class="notices" part="notices" aria-live="polite">${renderCallNotice(context)}${renderKnocks(context)}${renderNews(context)}</div>
    <p class="hidden" aria-live="polite" ${announceChanges(context)}></p>`;
}
