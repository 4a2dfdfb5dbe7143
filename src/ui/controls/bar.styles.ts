/**
 * The bar of controls. If space is short, the room's name is shortened first; text that still does not fit wraps to a second, hidden
 * line.
 */
import { css } from 'lit';

export const barStyles = css`
.bar { display: flex; flex-wrap: wrap; align-items: center; justify-content: center; padding: 2px 6px 10px; outline-offset: -2px }
.bar .control { margin-inline: 4px }
.bar__side { flex: 1 1 0; display: flex; gap: 8px; white-space: nowrap }
.bar__side:last-child { justify-content: end }
.bar__room { flex: 1; contain: inline-size; padding-inline: 8px; display: flex; flex-wrap: wrap; align-items: center; align-content: start; gap: 1em .4em; block-size: 2.2em; line-height: 2.2; overflow: clip; overflow-clip-margin: 4px }
.bar__room > * { flex: none }
.bar__room bdi { flex: 1 1 2em; min-inline-size: 0; max-inline-size: max-content }
.wide { min-inline-size: 8.6em }
@container vr (max-width: 760px) { .bar__room { display: none } }
.bar .safety-mark span { position: absolute; clip-path: inset(50%) }
.badge { position: absolute; inset-inline-end: -4px; inset-block-start: -4px; min-inline-size: 20px; padding-inline: 5px; border-radius: 99px; background: var(--vr-accent); color: var(--vr-on-accent); box-shadow: 0 0 0 2px var(--vr-stage); font-size: 12px; line-height: 20px }
.count { background: var(--vr-surface); color: var(--vr-text); font-weight: 600 }
@container vr (max-width: 420px) { .bar { padding-block: 0 7px } }
@container vr (max-width: 367.9px) { .bar .control { margin-inline: 2px } .bar .leave { inline-size: var(--vr-control) } }
`;
