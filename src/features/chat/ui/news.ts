/** Announces the author and the start of a message that arrived while the chat is closed. */
import { html } from 'lit';
import { closeButton } from '../../../ui/call-view.js';
import type { LazyView } from '../../../ui/feature.js';
import { renderNotice } from '../../../ui/notices/notices.js';

export const news: LazyView = {
  styles: [],
  render: ({ ui, act, text }) => {
    if (!ui.news) return null;
    const { name, text: said } = ui.news;
    const notice = {
      sentence: html`<b>${name || text.guest}</b> ${said.slice(0, 99)}`,
      action: { label: text.read, press: () => act.openPanel('chat') },
    };
    return renderNotice(
      notice,
      closeButton(text.close, () => act.show({ news: null })),
    );
  },
};
