/** The host, the stage, and what several parts share: text, buttons, fields, icons, spinner. Only logical properties. */
import { css } from 'lit';

export const base = css`
:host {
  display: block;
  position: relative;
  box-sizing: border-box;
  min-inline-size: min(240px, 100%);
  min-block-size: 180px;
  aspect-ratio: 16 / 10;
  overflow: hidden;
  border-radius: var(--vr-radius);
  container: vr / size;
  isolation: isolate;
  background: var(--vr-stage);
  color: var(--vr-text);
  font: 400 max(14px, .875rem)/1.45 var(--video-room-font, system-ui, 'Segoe UI', Roboto, sans-serif);
  text-align: start;
  -webkit-tap-highlight-color: transparent;
}
:host([hidden]), [hidden] { display: none !important }
* { box-sizing: border-box; margin: 0 }
.stage { block-size: 100%; display: flex; flex-direction: column; position: relative }
h2 { font-size: 1.55em; font-weight: 650; line-height: 1.2; letter-spacing: -.015em; text-wrap: balance; overflow-wrap: anywhere }
.muted { color: var(--vr-muted) }
.hidden { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
svg { inline-size: 1.5em; block-size: 1.5em; flex: none; fill: none; stroke: currentColor; stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round }
button, input, select { font: inherit; color: inherit; border: 0; border-radius: 10px; background: none }
button { cursor: pointer; padding: 0 }
:focus-visible { outline: 2px solid var(--vr-focus); outline-offset: 2px }
.button {
  display: inline-flex; align-items: center; justify-content: center; gap: .5em;
  min-block-size: var(--vr-control); padding: .3em 1.2em; border-radius: 12px;
  background: var(--vr-raised); color: var(--vr-text); font-weight: 600; text-decoration: none;
  transition: background-color var(--vr-speed), transform var(--vr-speed);
}
.button:hover { background: color-mix(in oklab, var(--vr-raised), var(--vr-text) 10%) }
.button:active { transform: scale(.98) }
.button--primary { background: var(--vr-accent); color: var(--vr-on-accent) }
.button--primary:hover { background: color-mix(in oklab, var(--vr-accent), #000 12%) }
.icon-button { display: inline-grid; place-items: center; inline-size: 2em; block-size: 2em; border-radius: 50%; flex: none }
.icon-button svg { inline-size: 1.2em; block-size: 1.2em }
.icon-button:hover { background: var(--vr-raised) }
.field { display: block }
.field span { display: block; margin-block-end: .3em; font-size: .86em; color: var(--vr-muted) }
input, select {
  inline-size: 100%; min-block-size: var(--vr-control); padding: .4em .9em; appearance: none; text-overflow: ellipsis;
  background: var(--vr-surface); box-shadow: inset 0 0 0 1px var(--vr-edge);
  --vr-edge: light-dark(#7b8594, #6d7888);
}
select { padding-inline-end: 2.2em; background-repeat: no-repeat; background-image: linear-gradient(45deg, #0000 50%, currentColor 50% 58%, #0000 59%), linear-gradient(-45deg, #0000 50%, currentColor 50% 58%, #0000 59%); background-size: 7px 7px; background-position: right 19px center, right 13px center; cursor: pointer }
select:dir(rtl) { background-position: left 13px center, left 19px center }
option { background: var(--vr-surface); color: var(--vr-text) }
.spinner { inline-size: 1em; block-size: 1em; flex: none; border-radius: 50%; border: 2px solid; border-block-start-color: #0000; animation: vr-turn .9s linear infinite }
@keyframes vr-turn { to { rotate: 1turn } }
@container vr (max-width: 420px) { .stage { --vr-control: var(--video-room-control-size, 40px) } }
@media (prefers-reduced-motion: reduce) {
  * { transition: none !important; animation-duration: 3s !important }
}
@media (forced-colors: active) {
  button, input, select, .tile, .tile__name, .chip, .notice, .popover { border: 1px solid !important }
  [aria-pressed='true'] { border-width: 3px !important }
}
`;
