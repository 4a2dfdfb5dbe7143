/** The lobby: our picture and level, who is in the call, and the join button. Also shown while we wait to be let in. */
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { UiContext } from '../context.js';
import { isComposed } from '../controllers/typing.js';
import { modelsOf } from '../controls/control.js';
import { renderControl } from '../controls/control-button.js';
import { renderSafetyMark } from '../controls/safety-mark.js';
import { icon } from '../icons.js';
import { renderErrors } from '../notices/notices.js';
import { avatar, hueOf, nameOf } from '../tile/avatar.js';
import { picture } from '../tile/picture.js';

/** Below this width and height there is only space for the form, not for our own picture. */
const isTight = ({ width, height }: UiContext['ui']) => width < 470 && height < 340;

function renderToggles(context: UiContext): TemplateResult {
  return html`<div class="toggles">${modelsOf(context.ui.controls, context, true).map(renderControl)}</div>`;
}

function renderPreview(context: UiContext): TemplateResult {
  const { room, state, ui, text } = context;
  if (state.phase === 'idle') {
    return html`<div class="preview idle" part="lobby__preview">
      <button type="button" class="button" part="lobby__setup" @click=${() => void room.prepare()}>
        ${icon(ui.audioOnly ? 'microphone' : 'camera')}${ui.audioOnly ? text.microphone.name : text.start}
      </button>
      <span>${text.startHint}</span>
    </div>`;
  }
  const { microphone, camera, streams } = state.self;
  // Runs with an animation: it stops when hidden or removed, and needs no timer.
  const showLevel = ({ currentTarget }: Event) =>
    (currentTarget as HTMLElement).style.setProperty('--level', `${room.microphoneLevel()}`);
  // The same face and color as in the call.
  const { id } = state.self;
  return html`<div class="preview ${ui.unmirrored ? '' : 'mirrored'}" part="lobby__preview" .style=${`--hue:${hueOf(id)}`}>
    ${avatar(id, nameOf({ name: ui.draftName }, text))}
    ${picture('lobby__video', camera === 'on' || camera === 'starting', streams.camera)}
    ${
      microphone === 'on' && state.phase !== 'joining'
        ? html`<span class="level pill" part="lobby__level" @animationiteration=${showLevel}
            ><i></i><i></i><i></i><i></i><i></i
          ></span>`
        : nothing
    }
    ${renderToggles(context)}
  </div>`;
}

function renderWhoIsHere({ state, ui, text }: UiContext): TemplateResult | typeof nothing {
  const roster = state.roster.filter(({ away }) => !away);
  if (!roster.length) {
    // The party knows who is in the room: while it cannot be reached, we do not know.
    const isKnown = state.signaling === 'connected';
    return html`<p class="muted">${ui.awaitsSecret ? text.awaitsSecret : isKnown ? text.nobodyHere : text.beforeJoin}</p>`;
  }
  return html`<p class="here" part="lobby__here">
    <span class="faces">${roster.slice(0, 3).map((member) => avatar(member.id, nameOf(member, text), 'face'))}</span>
    <span>${text.here(roster.map((member) => nameOf(member, text)))}</span>
  </p>`;
}

const renderCancel = ({ act, text }: UiContext) =>
  html`<button type="button" class="button" part="lobby__cancel" @click=${act.leave}>${text.cancel}</button>`;

export function renderLobby(context: UiContext): TemplateResult {
  const { state, ui, act, text } = context;
  const isWaiting = state.phase === 'waiting';
  const isJoining = state.phase === 'joining';
  const tight = isTight(ui);
  const troubles = renderErrors(context);
  const join = (event: Event) => {
    event.preventDefault();
    if (!isJoining) act.join();
  };
  // Sandboxed frames without `allow-forms` never submit. The form exists for autofill; the press of the button joins.
  return html`<form class="lobby" part="lobby" @submit=${join}>
    ${tight ? nothing : renderPreview(context)}
    <div class="form">
      <slot name="lobby" ?hidden=${tight && troubles !== nothing}
        ><h2 part="lobby__title" tabindex="-1">${isWaiting ? text.waiting : text.joinRoom(state.roomId)}</h2></slot
      >
      ${isWaiting ? html`<p class="muted" role="status">${state.signaling === 'connected' ? text.waitingHint : text.reconnecting}</p>` : tight && troubles !== nothing ? nothing : renderWhoIsHere(context)}
      <div aria-live=${state.attempts > 2 ? 'off' : 'polite'}>${troubles}</div>
      ${
        isWaiting
          ? html`<div class="go">
              ${tight ? renderToggles(context) : nothing}${renderCancel(context)}
            </div>`
          : html`<label class="field" part="field"
              ><span>${text.yourName}</span
              ><input
                maxlength="64"
                autocomplete="name"
                enterkeyhint="go"
                ?readonly=${isJoining}
                .value=${live(ui.draftName)}
                @input=${(event: Event) => act.setName((event.target as HTMLInputElement).value)}
                @keydown=${(event: KeyboardEvent) => {
                  if (event.key === 'Enter' && !isComposed(event)) join(event);
                }}
            /></label>
            <div class="go">
              ${tight && state.phase === 'lobby' ? renderToggles(context) : nothing}
              <button
                type="button"
                class="button primary"
                part="lobby__join"
                aria-busy=${isJoining || nothing}
                @click=${join}
              >${isJoining ? html`<i class="spinner"></i>${text.joining}` : text.join}</button>
              ${isJoining ? renderCancel(context) : nothing}
            </div>
            ${tight ? nothing : renderSafetyMark(context)}`
      }
    </div>
  </form>`;
}
