/**
 * The bar and its round buttons; `control.ts` uses the same sizes. If space is short, the room's name is shortened first; text
 * that still does not fit wraps to a second, hidden line.
 */
import { css } from 'lit';

export const controlsStyles = css`
.bar { display: flex; flex-wrap: wrap; align-items: center; justify-content: center; padding: 2px 6px 10px }
.bar .control { margin-inline: 4px }
.bar__side { flex: 1 1 0; display: flex; gap: 8px; white-space: nowrap }
.bar__side:last-child { justify-content: end }
.bar__room { flex: 1; contain: inline-size; padding-inline: 8px; display: flex; flex-wrap: wrap; align-items: center; align-content: start; gap: 1em .4em; block-size: 2.2em; line-height: 2.2; overflow: clip; overflow-clip-margin: 4px }
.bar__room > * { flex: none }
.bar__room bdi { flex: 1 1 2em; min-inline-size: 0; max-inline-size: max-content }
@container vr (max-width: 680px) { .bar__room { display: none } }
.safety-mark { display: flex; align-items: center; gap: .4em; padding: .3em; justify-self: start }
:is(.safety-mark, .bar__room) svg { inline-size: 1.2em }
.bar .safety-mark span { position: absolute; clip-path: inset(50%) }
.control { position: relative; flex: none; inline-size: var(--vr-control); block-size: var(--vr-control); border-radius: 99px; display: grid; place-items: center; background-color: var(--vr-raised) }
.off.control { background-color: color-mix(in oklab, var(--vr-danger) 20%, var(--vr-raised)); color: var(--vr-red) }
.on.control { background-color: var(--vr-accent); color: var(--vr-on-accent) }
.leave.control { inline-size: calc(var(--vr-control) + 16px); background-color: var(--vr-danger); color: #fff }
.control .spinner { position: absolute; inset: 1px; inline-size: auto; block-size: auto; border-width: 1.5px }
.badge { position: absolute; inset-inline-end: -4px; inset-block-start: -4px; min-inline-size: 20px; padding-inline: 5px; border-radius: 99px; background: var(--vr-accent); color: var(--vr-on-accent); box-shadow: 0 0 0 2px var(--vr-stage); font-size: 12px; line-height: 20px }
.trouble::before { content: ''; position: absolute; inset-inline-end: 0; inset-block-start: 0; inline-size: 12px; block-size: 12px; border-radius: 50%; background: var(--vr-warn); border: 2px solid var(--vr-stage) }
.control::after {
  content: attr(data-tip); position: absolute; inset-block-end: calc(100% + 8px); z-index: 3; padding: .3em .7em; border-radius: 8px;
  background: var(--vr-text); color: var(--vr-stage); font-size: .86em; white-space: nowrap; pointer-events: none; opacity: 0; transition: opacity var(--vr-speed) .3s;
}
.control:hover::after, .control:focus-visible::after { opacity: 1 }
@media (hover: none) { .control::after { display: none } }
@container vr (max-width: 420px) { .control::after { display: none } .bar { padding-block: 0 7px } }
`;
