/** One short sentence about what happens now and what to do, never in the way of the call. */
import { html, nothing, type TemplateResult } from 'lit';
import type { UiContext } from '../context.js';
import { icon } from '../icons.js';
import { type Extras, later } from '../later.js';
import { announceChanges } from './announcer.js';

/** Something people should know. */
export interface Notice {
  /** What it is about; a dismissed one stays away as long as this does. */
  readonly key: string;
  /** The words, or what says them once the extras are here. */
  readonly sentence: string | ((extras: Extras) => string);
  readonly action?: { readonly label: string; press(): void };
  /** It goes away by itself, or it must not be missed. */
  readonly stays?: boolean;
}

/** Why devices are not there: in one sentence when it is the same for both. */
function deviceNotices(context: UiContext): Notice[] {
  const { room, state, text } = context;
  const { microphone, camera, screen } = state.deviceErrors;
  const action = { label: text.tryAgain, press: () => void room.retryDevices() };
  const notices: Notice[] = [];
  if (microphone) {
    notices.push({
      key: `microphone:${microphone}`,
      sentence: (extras) =>
        extras.deviceSentence(context, microphone, microphone === camera ? 'both' : 'microphone'),
      action,
    });
  }
  if (camera && camera !== microphone) {
    notices.push({
      key: `camera:${camera}`,
      sentence: (extras) => extras.deviceSentence(context, camera, 'camera'),
      action,
    });
  }
  // Closing the browser's picker is a decision, not an error.
  if (screen && screen !== 'dismissed')
    notices.push({ key: `screen:${screen}`, sentence: (extras) => extras.screenSentence(context) });
  return notices;
}

/** All there is to say, most pressing first. */
export function noticesOf(context: UiContext): Notice[] {
  const { state, ui, act, text } = context;
  const { phase, fault, signaling } = state;
  const notices = deviceNotices(context);
  if (ui.playbackBlocked && phase === 'joined') {
    notices.unshift({
      key: 'playback',
      sentence: text.soundOff,
      action: { label: text.soundOn, press: act.startPlayback },
      stays: true,
    });
  }
  if (fault)
    notices.push({ key: fault.code, sentence: (extras) => extras.errorSentence(context, fault.code) });
  if (signaling === 'reconnecting' && phase === 'joined') {
    notices.push({ key: 'reconnecting', sentence: text.reconnecting, stays: true });
  }
  return notices.filter(({ key }) => key !== ui.dismissed);
}

export function renderNotice(
  { key, sentence, action, stays }: Notice,
  { act, text }: UiContext,
): TemplateResult {
  return html`<div class="notice" part="notice">
    ${
      typeof sentence === 'string'
        ? html`<span>${sentence}</span>`
        : html`<span ${later(sentence, key)}></span>`
    }
    ${
      action
        ? html`<button type="button" class="button primary" part="notice__action" @click=${action.press}>
            ${action.label}
          </button>`
        : nothing
    }
    ${
      stays
        ? nothing
        : html`<button type="button" class="icon-button" aria-label=${text.close} @click=${() => act.dismissNotice(key)}>
            ${icon('close')}
          </button>`
    }
  </div>`;
}

/** The place for notices of a call. It is always there: screen readers only follow regions they know. */
export function renderNotices(context: UiContext): TemplateResult {
  const [notice] = context.state.phase === 'joined' ? noticesOf(context) : [];
  return html`<div class="notices" part="notices" aria-live="polite">
      ${notice ? renderNotice(notice, context) : nothing}
    </div>
    <p class="hidden" aria-live="polite" ${announceChanges(context)}></p>`;
}
