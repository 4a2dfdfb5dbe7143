/** Notices: a quiet pill at the top; in the lobby the same, in the form. */
import { css } from 'lit';

export const noticesStyles = css`
.notices { position: absolute; inset-inline: 12px; inset-block-start: 14px; z-index: 2; display: flex; justify-content: center; pointer-events: none }
.notice {
  display: flex; align-items: center; gap: .6em; max-inline-size: 100%; padding: .45em .55em .45em 1em; border-radius: 18px; pointer-events: auto;
  padding-inline: 1em .55em; background: var(--vr-surface); color: var(--vr-text); box-shadow: 0 0 0 1px var(--vr-line), 0 8px 28px #0004; font-size: .95em; line-height: 1.35;
}
.notice > span { flex: 1; padding-block: .15em; text-wrap: pretty }
.notice > span:last-child { padding-inline-end: .5em }
.notice__dot { inline-size: 8px; block-size: 8px; border-radius: 50%; flex: none; background: var(--vr-warn) }
.notice__action { padding: .3em .8em; border-radius: 99px; font-weight: 600; white-space: nowrap; background: var(--vr-accent); color: var(--vr-on-accent) }
.notice__action:hover { background: color-mix(in oklab, var(--vr-accent), #000 12%) }
.lobby__notices .notice { display: grid; grid-template-columns: 1fr auto; padding: .6em .5em .6em 1em; padding-inline: 1em .5em; box-shadow: 0 0 0 1px var(--vr-line); border-radius: 12px }
.lobby__notices .notice__dot { display: none }
.lobby__notices .notice__action { order: 1; justify-self: start }
@container vr (max-width: 420px) {
  .notices { inset-inline: 8px; inset-block-start: 8px }
  .notice { font-size: .93em; display: grid; grid-template-columns: 1fr auto; gap: .4em; padding: .5em .5em .6em 1em; padding-inline: 1em .5em }
  .notice__dot { display: none }
  .notice__action { order: 1; justify-self: start }
}
`;
