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
  const notice = (isShown: unknown, key: string, content: Notice) =>
    isShown && ui.dismissed !== key
      ? renderNotice(
          content,
          closeButton(words.close, () => act.dismissNotice(key)),
        )
      : nothing;
  return html`${notice(state.mutedSpeech, `muted-speech:${state.mutedSpeech}`, {
    sentence: words.mutedSpeech,
    action: { label: text.microphone.off, press: () => void room.toggleMicrophone(true) },
  })}${notice(state.self.screen === 'on', 'sharing', {
    sentence: words.sharing,
    action: { label: text.screen.on, press: () => void room.toggleScreenShare(false) },
  })}${notice(ui.isBack, 'return', { sentence: words.youAreBack })}`;
}
