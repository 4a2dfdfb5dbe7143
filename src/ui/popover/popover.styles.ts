/** Popovers: above the bar, in small boxes a sheet; they scroll rather than leave the box. */
import { css } from 'lit';

export const popoverStyles = css`
.scrim { position: absolute; inset: 0; z-index: 4 }
.popover {
  position: absolute; z-index: 5; inset-inline: 8px; inset-block-end: calc(var(--vr-control) + 22px); margin-inline: auto; max-block-size: calc(100% - var(--vr-control) - 32px); overflow: auto;
  inline-size: fit-content; border-radius: var(--vr-radius); background: var(--vr-surface); color: var(--vr-text); box-shadow: 0 0 0 1px var(--vr-line), 0 16px 48px #0006; transition: opacity var(--vr-speed), translate var(--vr-speed);
}
@starting-style { .popover { opacity: 0; translate: 0 6px } }
.popover--dialog { inline-size: min(340px, 100% - 16px); padding: 10px 14px 16px; display: grid; gap: 10px }
.popover--dialog select { background-color: var(--vr-stage) }
.popover__title { display: flex; align-items: center; justify-content: space-between; margin-inline-end: -6px }
.popover--menu { min-inline-size: 180px; padding: 6px; display: grid }
.menu-item { display: flex; align-items: center; gap: .8em; min-block-size: 40px; padding-inline: .8em 1.2em; border-radius: 9px; text-align: start }
.menu-item:hover, .menu-item:focus-visible { background: var(--vr-raised); outline-offset: -2px }
.menu-item--off svg { color: light-dark(#a8131a, #ff9d9d) }
.menu-item--on svg { color: var(--vr-focus) }
@container vr (max-height: 300px) { .popover { inset-block-end: 8px; max-block-size: calc(100% - 16px) } }
`;
