/** The round buttons of controls, in the lobby and in the bar; `control.ts` uses the same sizes. */
import { css } from 'lit';

export const controlsStyles = css`
.safety-mark { display: flex; align-items: center; gap: .4em; margin-inline: -.45em -.1em; padding-block: .3em; padding-inline: .15em .4em; justify-self: start }
.safety-mark svg { inline-size: 1.2em }
.control { position: relative; flex: none; inline-size: var(--vr-control); block-size: var(--vr-control); border-radius: 99px; display: grid; place-items: center; background-color: var(--vr-raised) }
.off.control { background-color: color-mix(in oklab, var(--vr-danger) 20%, var(--vr-raised)); color: var(--vr-red) }
.on.control { background-color: var(--vr-accent); color: var(--vr-on-accent) }
.leave.control { inline-size: calc(var(--vr-control) + 16px); background-color: var(--vr-danger); color: #fff }
.control .spinner { position: absolute; inset: 1px; inline-size: auto; block-size: auto; border-width: 1.5px }
.trouble::before { content: ''; position: absolute; inset-inline-end: 0; inset-block-start: 0; inline-size: 12px; block-size: 12px; border-radius: 50%; background: var(--vr-warn); border: 2px solid var(--vr-stage) }
.control::after {
  content: attr(data-tip); position: absolute; inset-block-end: calc(100% + 8px); z-index: 3; padding: .3em .7em; border-radius: 8px;
  background: var(--vr-text); color: var(--vr-stage); font-size: .86em; inline-size: max-content; max-inline-size: 9em; text-align: center; pointer-events: none; opacity: 0; transition: opacity var(--vr-speed) .3s;
}
.control:hover::after, .control:focus-visible::after { opacity: 1 }
.with-options { position: relative; flex: none; display: flex }
.control-options { position: absolute; inset-inline-end: -7px; inset-block-end: -7px; inline-size: 24px; block-size: 24px; padding: 2px; border-radius: 50%; display: grid; place-items: center; background: var(--vr-surface) content-box; color: var(--vr-text) }
.bar .control-options { inset-inline-end: -3px }
.control-options svg { inline-size: 13px; block-size: 13px; stroke-width: 2.6 }
@media (hover: none) { .control::after { display: none } }
@container vr (max-width: 420px) { .control-options, .control::after { display: none } }
`;
