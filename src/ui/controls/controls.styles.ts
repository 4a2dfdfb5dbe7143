/** The bar and its round buttons; `control.ts` counts with these sizes. */
import { css } from 'lit';

export const controlsStyles = css`
.bar { display: flex; flex-wrap: wrap; align-items: center; justify-content: center; gap: 8px; padding: 2px 10px 10px }
.bar__start, .bar__end { flex: 1 1 0; display: flex; align-items: center; gap: 8px; min-inline-size: 0 }
.bar__end { justify-content: end }
.bar__room { display: flex; gap: .5em; padding-inline-start: 6px; color: var(--vr-muted); font-size: .93em; white-space: nowrap; min-inline-size: 0 }
.bar__room bdi { overflow: hidden; text-overflow: ellipsis }
@container vr (max-width: 680px) { .bar__room { display: none } }
.control {
  position: relative; flex: none; inline-size: var(--vr-control); block-size: var(--vr-control); border-radius: 99px; display: grid; place-items: center;
  background: var(--vr-raised); color: var(--vr-text); transition: background-color var(--vr-speed), color var(--vr-speed), transform var(--vr-speed);
}
.control:hover { background: color-mix(in oklab, var(--vr-raised), var(--vr-text) 12%) }
.control:active { transform: scale(.94) }
.control--off { background: color-mix(in oklab, var(--vr-danger) 20%, var(--vr-raised)); color: light-dark(#a8131a, #ff9d9d) }
.control--off:hover { background: color-mix(in oklab, var(--vr-danger) 32%, var(--vr-raised)) }
.control--on { background: var(--vr-accent); color: var(--vr-on-accent) }
.control--on:hover { background: color-mix(in oklab, var(--vr-accent), #000 12%) }
.control--leave { inline-size: calc(var(--vr-control) + 16px); background: var(--vr-danger); color: #fff }
.control--leave:hover { background: color-mix(in oklab, var(--vr-danger), #000 14%) }
.control > .spinner { position: absolute; inset: 1px; inline-size: auto; block-size: auto; border-width: 1.5px }
.control__trouble { position: absolute; inset-inline-end: 1px; inset-block-start: 1px; inline-size: 11px; block-size: 11px; border-radius: 50%; background: var(--vr-warn); border: 2px solid var(--vr-stage) }
.control::after {
  content: attr(data-tip); position: absolute; inset-block-end: calc(100% + 8px); inset-inline-start: 50%; translate: -50%; z-index: 3;
  padding: .3em .7em; border-radius: 8px; background: light-dark(#12161c, #f2f4f7); color: light-dark(#fff, #12161c);
  font-size: .86em; white-space: nowrap; pointer-events: none; opacity: 0; transition: opacity var(--vr-speed);
}
.control:dir(rtl)::after { translate: 50% }
@media (hover: hover) { .control:hover::after { opacity: 1; transition-delay: .35s } }
.control:focus-visible::after { opacity: 1 }
.control[aria-expanded='true']::after { opacity: 0 }
@container vr (max-width: 420px) { .control::after { display: none } .bar { padding: 2px 6px 8px } }
@container vr (max-height: 240px) { .bar { padding-block: 0 6px } }
`;
