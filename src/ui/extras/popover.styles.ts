/** Popovers: script places them inside the box; they scroll instead of leaving it. */
import { css } from 'lit';

export const popoverStyles = css`
.scrim { position: absolute; inset: 0; z-index: 4 }
.stage:has(.dim) { border-radius: inherit }
.scrim.dim { background: #0006 }
.popover {
  position: absolute; z-index: 5; inset: auto; margin: 0; border: 0; overflow: auto; overscroll-behavior: contain; inline-size: max-content; block-size: fit-content; min-inline-size: min(17em, 60cqi);
  padding: 6px; display: grid; grid-template-columns: minmax(0, auto); color: inherit; overflow-wrap: anywhere; scrollbar-width: thin;
  border-radius: var(--vr-radius); background: var(--vr-surface); box-shadow: var(--vr-shadow); animation: vr-appear var(--vr-speed);
}
.popover:not(:popover-open) { display: none }
.popover::backdrop { display: none }
@keyframes vr-appear { from { opacity: 0; translate: 0 6px } }
dialog.popover { padding: 0 }
.popover__body { display: grid; grid-template-columns: minmax(0, 1fr); gap: 10px; padding: 10px 14px 16px; inline-size: min(26em, 100cqi - 16px); outline: none }
.centered .popover__body { inline-size: min(36em, 100cqi - 16px) }
.popover__title { display: flex; align-items: center; justify-content: space-between }
@container vr (min-height: 260px) {
  .popover { scroll-padding-block-start: 4em }
  .popover__title { position: sticky; inset-block-start: 0; z-index: 1; background: var(--vr-surface) }
}
.menu-item { display: flex; align-items: center; gap: .8em; min-block-size: 40px; padding: .2em .8em; outline-offset: -2px; text-align: start; line-height: 1.25; overflow-wrap: anywhere }
.safety { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 2px 1em; min-inline-size: 0 }
.safety code { font-size: 1.1em; letter-spacing: .04em; max-inline-size: 25ch }
.menu-group { display: contents }
.menu-heading { padding: .7em .95em .2em; font-size: .86em; font-weight: 600; color: var(--vr-muted) }
.menu-item svg + svg { margin-inline-start: auto }
.menu-item.off svg { color: var(--vr-red) }
.menu-item.on svg, .menu-item[aria-checked='true'] { color: var(--vr-focus) }
`;
