/** All panels: beside the tiles if there is space, otherwise a sheet over their lower part; in low boxes over everything. */
import { css } from 'lit';

export const panelStyles = css`
.panel {
  position: absolute; z-index: 3; inset-inline: 6px; inset-block-end: 6px; block-size: 80%; display: flex; flex-direction: column; overflow: hidden;
  background: var(--vr-surface); border-radius: var(--vr-radius); box-shadow: 0 0 0 1px #8883, 0 -6px 24px #0003; animation: vr-sheet var(--vr-speed);
}
@keyframes vr-sheet { from { opacity: 0; translate: 0 16px } }
.panel__head { display: flex; align-items: center; justify-content: space-between; padding: 8px 8px 4px 16px; font-size: 1.05em }
.panel__head h3 { font-size: 1em }
.panel__head .icon-button { inline-size: 2.3em; block-size: 2.3em }
@container vr (min-width: 720px) {
  .panel { position: relative; inset: auto; flex: none; inline-size: 320px; block-size: auto; margin-block: var(--vr-gap) 4px; margin-inline: 4px var(--vr-gap); box-shadow: 0 0 0 1px #8883 }
  .stage:has(.panel:not([hidden])) .notices { inset-inline-end: 332px }
}
@container vr (max-height: 380px) and (max-width: 719px) {
  .main { position: static }
  .panel { inset: 0; block-size: auto; border-radius: 0; z-index: 4 }
}
@container vr (max-height: 300px) { .panel__head { padding-block: 0 } }
`;
