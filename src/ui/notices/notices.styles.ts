/** Notices: a small pill at the top; in narrow boxes and in the lobby, a card with its button below. */
import { css } from 'lit';

export const noticesStyles = css`
.notices { position: absolute; inset-inline: 0; inset-block-start: 4px; padding: 8px; max-block-size: calc(100% - 4px); overflow: hidden auto; z-index: 4; display: grid; grid-template-columns: minmax(0, auto); justify-content: center; pointer-events: none; overflow-wrap: anywhere }
.notice {
  position: relative; display: flex; flex-wrap: wrap; align-items: center; gap: .4em 1em; padding: .5em 1em; padding-inline-start: 2em; border-radius: 18px; pointer-events: auto;
  background: var(--vr-surface); box-shadow: var(--vr-shadow); font-size: .95em; line-height: 1.35;
}
.notice:has(.icon-button) { padding-inline-end: 2.6em }
.notice::before { content: ''; position: absolute; inset-inline-start: .9em; inset-block-start: 1.1em; inline-size: 8px; block-size: 8px; border-radius: 50%; background: var(--vr-warn) }
.notice:has(b)::before { background: var(--vr-accent) }
.notice .icon-button { position: absolute; inset-inline-end: .4em; inset-block-start: .3em }
.notice .primary { min-block-size: 0; padding: .3em .8em; border-radius: 99px }
.form .notice { box-shadow: 0 0 0 1px #8885; border-radius: 12px }
`;
