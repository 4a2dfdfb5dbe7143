/** Errors of devices and of the room, most important first, each with the next step. */

import { html, type TemplateResult } from 'lit';
import type { RoomState } from '../../room/state.js';
import { closeButton } from '../call-view.js';
import type { UiContext } from '../context.js';
import { type Notice, renderNotice } from '../notices/notices.js';
import { passing } from './passing.js';
import {
  deviceSentence,
  errorSentence,
  moderationWordsOf,
  replacedSentence,
  screenSentence,
  sentencesOf,
} from './sentences.js';

/** How long a device that changed by itself is news (ms). */
const NEWS_FOR = 10_000;
/** Later than this it is not shown any more (ms). */
const OLD_AFTER = 60_000;

/** A dismissed notice stays hidden until it has a new cause: see `UiState.dismissed`. */
type Trouble = Notice & {
  readonly keys: readonly string[];
  /** When it was news. */
  readonly at?: number;
};

const keyOf = (kind: string): string => `device-error:${kind}`;

/** Errors of devices whose notice is not dismissed. */
const errorsOf = ({ state, ui }: UiContext): RoomState['deviceErrors'] =>
  Object.fromEntries(
    Object.entries(state.deviceErrors).filter(([kind]) => !ui.dismissed.includes(keyOf(kind))),
  );

function troublesOf(context: UiContext): Trouble[] {
  const { room, state } = context;
  const { microphone, camera, screen } = errorsOf(context);
  const action = { label: sentencesOf(context).tryAgain, press: () => void room.retryDevices() };
  const troubles: Trouble[] = [];
  // Closing the browser's picker is a decision, not an error.
  if (screen && screen !== 'dismissed') {
    troubles.push({ keys: [keyOf('screen')], sentence: screenSentence(context) });
  }
  if (state.self.muted) {
    troubles.push({ keys: ['muted-changed'], sentence: moderationWordsOf(context).youAreMuted });
  }
  // What is lacking from the start may stay for the whole call. One sentence if both have the same error.
  if (microphone) {
    const isBoth = microphone === camera;
    const sentence = deviceSentence(context, microphone, isBoth ? 'both' : 'microphone');
    const keys = ['microphone', ...(isBoth ? ['camera'] : [])].map(keyOf);
    troubles.push({ keys, sentence, action });
  }
  if (camera && camera !== microphone) {
    const sentence = deviceSentence(context, camera, 'camera');
    troubles.push({ keys: [keyOf('camera')], sentence, action });
  }
  if (state.fault) {
    troubles.push({ keys: ['room-error'], sentence: errorSentence(context, state.fault.code) });
  }
  const { replaced } = state.devices;
  if (replaced && Date.now() - replaced.at < OLD_AFTER) {
    const sentence = replacedSentence(context, replaced);
    troubles.push({ keys: [`replaced:${replaced.at}`], sentence, at: replaced.at });
  }
  return troubles;
}

/** Where to find a prompt that the browser has collapsed. */
const renderAsking = (context: UiContext): TemplateResult =>
  renderNotice(
    { sentence: sentencesOf(context).asking },
    closeButton(context.text.close, () => context.act.show({ asks: false })),
  );

/** The lobby shows all of them. A call shows only the first, because people have other things to look at. */
export function renderTroubles(context: UiContext): TemplateResult[] {
  const { state, ui, act } = context;
  const troubles = troublesOf(context).filter(({ keys }) => !keys.some((key) => ui.dismissed.includes(key)));
  const notices = troubles
    .slice(0, state.phase === 'joined' ? 1 : undefined)
    .map(({ keys, at, ...notice }) => {
      const close = () => act.dismissNotice(...keys);
      const drawn = renderNotice(notice, closeButton(context.text.close, close));
      if (!at) return drawn;
      return html`<div ${passing(at, NEWS_FOR, close)}>${drawn}</div>`;
    });
  return ui.asks ? [renderAsking(context), ...notices] : notices;
}
