/** Popovers: above the bar, in low boxes a sheet over everything; they scroll instead of leaving the box. */
import { css } from 'lit';

export const popoverStyles = css`
.scrim { position: absolute; inset: 0; z-index: 4 }
.popover {
  position: absolute; z-index: 5; inset-inline: 8px; inset-block-end: calc(var(--vr-control) + 22px); max-block-size: calc(100% - var(--vr-control) - 32px); overflow: auto; margin-inline: auto;
  inline-size: fit-content; min-inline-size: min(340px, 60%); padding: 6px; display: grid; grid-template-columns: minmax(0, auto); overflow-wrap: anywhere; border-radius: var(--vr-radius); background: var(--vr-surface); box-shadow: var(--vr-shadow); animation: vr-appear var(--vr-speed);
}
@keyframes vr-appear { from { opacity: 0; translate: 0 6px } }
[role='dialog'] { gap: 10px; padding: 10px 14px 16px; max-inline-size: 340px }
.popover__title { display: flex; align-items: center; justify-content: space-between }
.menu-item { display: flex; align-items: center; gap: .8em; min-block-size: 40px; padding: .2em .8em; outline-offset: -2px; text-align: start; line-height: 1.25; overflow-wrap: anywhere }
.safety { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 2px 1em; min-inline-size: 0 }
.safety code { font-size: 1.1em; letter-spacing: .04em; max-inline-size: 25ch }
.menu-item.off svg { color: var(--vr-red) }
.menu-item.on svg { color: var(--vr-focus) }
@container vr (max-height: 300px) { .popover { inset-block-end: 8px; max-block-size: calc(100% - 16px) } }
`;
