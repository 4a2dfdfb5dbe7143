/** Notices: a quiet pill at the top; in small boxes and in the lobby a card with its button below. */
import { css } from 'lit';

export const noticesStyles = css`
.notices { position: absolute; inset-inline: 8px; inset-block-start: 12px; z-index: 2; display: grid; justify-content: center; pointer-events: none }
.notice {
  display: flex; align-items: center; gap: .5em; padding: .45em .6em; padding-inline-start: 1em; border-radius: 18px; pointer-events: auto;
  background: var(--vr-surface); box-shadow: var(--vr-shadow); font-size: .95em; line-height: 1.35;
}
.notice::before { content: ''; inline-size: 8px; block-size: 8px; border-radius: 50%; background: var(--vr-warn) }
.notice span { flex: 1; padding-inline-end: .4em; text-wrap: pretty }
.notice .primary { min-block-size: 0; padding: .3em .8em; border-radius: 99px; white-space: nowrap }
.form .notice { flex-wrap: wrap; box-shadow: 0 0 0 1px #8885; border-radius: 12px }
.form .notice::before { display: none }
.form .notice .primary { order: 1; margin-inline-end: auto }
.form .notice span { flex-basis: calc(100% - 3.5em) }
@container vr (max-width: 420px) {
  .notice { flex-wrap: wrap }
  .notice::before { display: none }
  .notice span { flex-basis: 70% }
  .notice .primary { order: 1 }
}
`;
