/** The notices of small helps: what we talk, share, or have come back to. */
import { type CSSResult, html, nothing } from 'lit';
import { complete } from '../../../locale/complete.js';
import { closeButton } from '../../../ui/call-view.js';
import type { UiContext } from '../../../ui/context.js';
import { type Notice, renderNotice } from '../../../ui/notices/notices.js';
import { momentWords } from '../en.js';

export const styles: CSSResult[] = [];

export function render({ room, state, ui, act, text }: UiContext): unknown {
  const words = complete(momentWords, text);
  const notice = (isShown: unknown, close: () => void, content: Notice) =>
    isShown ? renderNotice(content, closeButton(text.close, close)) : nothing;
  /** One that is hidden until its cause is new. */
  const dismissible = (isShown: unknown, key: string, content: Notice) =>
    notice(isShown && !ui.dismissed.includes(key), () => act.dismissNotice(key), content);
  const speech = state.mutedSpeech || ui.heldSpeech;
  return html`${dismissible(speech, `muted-speech:${speech}`, {
    sentence: words.mutedSpeech,
    action: { label: text.microphone.off, press: () => void room.toggleMicrophone(true) },
  })}${dismissible(state.self.screen === 'on', 'screen-share-changed', {
    sentence: words.sharing,
    action: { label: text.screen.on, press: () => void room.toggleScreenShare(false) },
  })}${notice(ui.isBack, () => act.show({ isBack: false }), { sentence: words.youAreBack })}`;
}
