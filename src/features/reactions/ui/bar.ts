/** The row of emoji that opens from the bar. It stays open, because people clap more than once. */
import { type CSSResult, css, html } from 'lit';
import type { UiContext } from '../../../ui/context.js';
import { dialog, popoverStyles } from '../../../ui/extras/menus.js';
import { reactionWords } from '../en.js';

/** Common reactions; all are in Unicode since 2015, so every system draws them. */
const EMOJI = ['👍', '👏', '❤️', '😂', '😮', '🎉'];

export * as tileLayer from './tile-layer.js';

export const styles: CSSResult[] = [
  popoverStyles,
  css`
.popover:has(.emoji) { min-inline-size: 0; border-radius: 32px }
.popover__body:has(.emoji) { inline-size: auto; padding: 6px }
.emoji { display: flex; flex-wrap: wrap; justify-content: center; gap: 2px }
.emoji button { inline-size: var(--vr-control); block-size: var(--vr-control); border-radius: 50%; font-size: 1.6em; line-height: 1 }
.emoji button:hover { scale: 1.15 }
@media (prefers-reduced-motion) { .emoji button:hover { scale: 1 } }
`,
];

export const render = (context: UiContext): unknown => {
  const { room, text } = context;
  return dialog(context, {
    label: text.reactions ?? reactionWords.reactions,
    bare: true,
    content: () =>
      html`<div class="emoji">${EMOJI.map(
        (emoji) =>
          html`<button type="button" part="reaction" @click=${() => void room.react(emoji).catch(() => {})}>${emoji}</button>`,
      )}</div>`,
  });
};
