/** Announces the author and the start of a message that arrived while the chat is closed. */
import { html } from 'lit';
import { complete } from '../../../locale/complete.js';
import { chatWords } from '../../../locale/en-chat.js';
import type { LazyView } from '../../../ui/feature.js';
import { icon } from '../../../ui/icons.js';
import { CLOSE } from '../../../ui/more-icons.js';
import { renderNotice } from '../../../ui/notices/notices.js';

export const news: LazyView = {
  styles: [],
  render: ({ ui, act, text }) => {
    if (!ui.news) return null;
    const { id, name, text: said } = ui.news;
    const words = complete(chatWords, text);
    const notice = {
      sentence: html`<b>${name || text.guest}</b> ${said.slice(0, 99)}`,
      action: { label: text.read, press: () => act.openPanel('chat') },
    };
    return renderNotice(
      notice,
      html`<button type="button" class="icon-button" aria-label=${words.close} @click=${() => act.dismissNotice(`news:${id}`)}>${icon(CLOSE)}</button>`,
    );
  },
};
