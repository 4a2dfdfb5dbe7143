/** The chat. `ui/panel.styles.ts` has the place and the look of all panels. */
import { css } from 'lit';

export const chatStyles = css`
.chat__list { flex: 1; min-block-size: 0; overflow: hidden auto; overscroll-behavior: contain; padding: 4px 16px 12px; display: flex; flex-direction: column; gap: 14px; outline-offset: -2px; scrollbar-width: thin }
.chat__list::before { content: ''; margin-block-start: auto }
.chat__empty { margin: auto; display: grid; gap: .3em; text-align: center; max-inline-size: 22em }
.said { position: relative; display: flex; flex-direction: column; align-items: start; gap: 3px; padding-inline-start: 40px }
.said .avatar { inset: 3px auto auto; inset-inline-start: 0; inline-size: 30px; margin: 0; font-size: 11px }
.said__by { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 .5em; max-inline-size: 100%; font-size: .93em; line-height: 1.3 }
.said__by bdi { font-weight: 650 }
.said__by i { overflow-wrap: anywhere }
.said__by :is(time, i) { font-size: .86em; font-style: normal }
.said__text { max-inline-size: 100%; white-space: pre-wrap; overflow-wrap: anywhere; text-wrap: wrap; unicode-bidi: plaintext }
.said a { color: var(--vr-focus); text-underline-offset: 2px; unicode-bidi: isolate }
.own { align-items: end }
:is(.own, .private, .hearsay) .said__text { padding: .4em .8em; border-radius: 14px }
.own .said__text { background: color-mix(in oklab, var(--vr-accent) 20%, var(--vr-surface)); border-end-end-radius: 5px }
.own .said__text + .said__text { border-start-end-radius: 5px }
.private .said__text { background: none; box-shadow: inset 0 0 0 1.5px color-mix(in oklab, var(--vr-accent) 60%, var(--vr-line)) }
.hearsay .said__text { background: none; box-shadow: inset 0 0 0 1px #8884 }
.hearsay .avatar { filter: grayscale(.7) }
.chat__new { position: relative; z-index: 1; align-self: center; margin-block: -42px 10px; min-block-size: 32px; padding: .2em 1em; border-radius: 99px; box-shadow: var(--vr-shadow); animation: vr-sheet var(--vr-speed) }
.chat__form { padding: 0 8px 8px; display: grid; grid-template-columns: minmax(0, 1fr); gap: 6px }
.chat__tools { display: flex; padding-inline-start: 2px }
.chat__tools select { flex: 0 1 9em; min-inline-size: 0; min-block-size: 32px; padding-inline: .5em; border-radius: 9px; font-size: .93em; text-overflow: ellipsis }
.chat__trouble { padding-inline: 8px; color: var(--vr-red); font-size: .93em }
.chat__field { display: flex; align-items: end; gap: 4px; padding: 4px; border-radius: 14px; background: var(--vr-raised) }
.chat__field:focus-within { outline: 2px solid var(--vr-focus) }
.chat textarea { flex: 1; min-inline-size: 0; max-block-size: 8.5em; padding: 7px 4px 7px 10px; outline: 0; line-height: 1.4; resize: none; scrollbar-width: thin }
.chat textarea::placeholder { color: var(--vr-muted); opacity: 1; white-space: nowrap; overflow: hidden; text-overflow: ellipsis }
.chat__send { inline-size: 36px; block-size: 36px; background-color: var(--vr-accent); color: var(--vr-on-accent) }
textarea:placeholder-shown + .chat__send { background-color: #0000; color: var(--vr-muted) }
@container vr (max-height: 300px) { .chat__empty .muted { display: none } }
@media (forced-colors: active) { .said__text, .chat__field { border: 1px solid } }
`;
