/** Errors of devices and of the room, most important first, each with the next step. */

import { html, type TemplateResult } from 'lit';
import { closeButton } from '../call-view.js';
import type { UiContext } from '../context.js';
import { type Notice, renderNotice } from '../notices/notices.js';
import {
  deviceSentence,
  errorSentence,
  moderationWordsOf,
  replacedSentence,
  screenSentence,
  sentencesOf,
} from './sentences.js';

/** How long a device that changed by itself is news (ms); `troubles.styles.ts` then hides the notice, unless the user holds it. */
const NEWS_FOR = 10_000;
/** Later than this it is not shown any more (ms). */
const OLD_AFTER = 60_000;

/** A dismissed notice stays hidden as long as it has the same cause. */
type Trouble = Notice & { readonly key: string /** When it was news. */; readonly at?: number };

function troublesOf(context: UiContext): Trouble[] {
  const { room, state } = context;
  const { microphone, camera, screen } = state.deviceErrors;
  const action = { label: sentencesOf(context).tryAgain, press: () => void room.retryDevices() };
  const troubles: Trouble[] = [];
  // One sentence if both have the same error.
  if (microphone) {
    const sentence = deviceSentence(context, microphone, microphone === camera ? 'both' : 'microphone');
    troubles.push({ key: `microphone:${microphone}`, sentence, action });
  }
  if (camera && camera !== microphone) {
    troubles.push({ key: `camera:${camera}`, sentence: deviceSentence(context, camera, 'camera'), action });
  }
  // Closing the browser's picker is a decision, not an error.
  if (screen && screen !== 'dismissed') {
    troubles.push({ key: `screen:${screen}`, sentence: screenSentence(context) });
  }
  if (state.self.muted) {
    troubles.push({ key: 'muted', sentence: moderationWordsOf(context).youAreMuted });
  }
  if (state.fault) {
    troubles.push({ key: state.fault.code, sentence: errorSentence(context, state.fault.code) });
  }
  const { replaced } = state.devices;
  if (replaced && Date.now() - replaced.at < OLD_AFTER) {
    const sentence = replacedSentence(context, replaced);
    troubles.push({ key: `replaced:${replaced.at}`, sentence, at: replaced.at });
  }
  return troubles;
}

/** The lobby shows all of them. A call shows only the first, because people have other things to look at. */
export function renderTroubles(context: UiContext): TemplateResult[] {
  const { state, ui, act } = context;
  const troubles = troublesOf(context).filter(({ key }) => key !== ui.dismissed);
  return troubles.slice(0, state.phase === 'joined' ? 1 : undefined).map(({ key, at, ...notice }) => {
    const close = () => act.dismissNotice(key);
    const drawn = renderNotice(notice, closeButton(sentencesOf(context).close, close));
    if (!at) return drawn;
    const passed = ({ currentTarget }: Event) => {
      if (Date.now() - at > NEWS_FOR / 2) return close();
      // The same element now shows later news.
      for (const animation of (currentTarget as Element).getAnimations()) animation.play();
    };
    return html`<div class="passing" @animationend=${passed}>${drawn}</div>`;
  });
}
