/**
 * The host, the frame inside it, and styles shared by several parts: text, buttons, fields, icons, spinner. Only logical
 * properties.
 *
 * A page may style the size and corners of the host. Any rule of the page wins over `:host`, including `* { all: unset }`. So
 * essential styles are set on the frame, which no page rule can reach. The frame also resets everything inherited, except what a
 * page is meant to set.
 *
 * The stage is the container of all container queries. It is scaled with the reader's text size (`ui/scale.ts`): no size here or in
 * other style sheets is in `rem`. Content of the page in slots has a text size of its own.
 *
 * A host without a size is 16:10, on phones 3:4, at least 240 × 180 and never higher than the window, so that its controls stay
 * visible.
 */
import { css } from 'lit';

export const base = css`
:host {
  display: block;
  min-inline-size: min(240px, 100%);
  min-block-size: 180px;
  inline-size: 100%;
  aspect-ratio: 16 / 10;
  max-block-size: 100svh;
  border-radius: var(--vr-radius);
}
.frame {
  all: initial;
  visibility: inherit; pointer-events: inherit; interactivity: inherit; color-scheme: inherit; forced-color-adjust: inherit; print-color-adjust: inherit;
  -webkit-text-size-adjust: inherit; text-size-adjust: inherit; -webkit-locale: inherit;
  display: block;
  position: relative;
  box-sizing: border-box;
  inline-size: 100%;
  block-size: 100%;
  min-block-size: min(180px, 100%);
  aspect-ratio: 16 / 10;
  border-radius: inherit;
  contain: size layout style;
  isolation: isolate;
  background: var(--vr-stage);
  color: var(--vr-text);
  font: 14px/1.45 var(--video-room-font, system-ui, sans-serif);
  -webkit-user-select: text; user-select: text;
}
/* In full screen the page's own corners and borders would cut the picture. */
:host(:fullscreen), .filling, .filling .stage { border: 0 !important; border-radius: 0 !important }
:host([hidden]), [hidden] { display: none !important }
:host, :where(*) { box-sizing: border-box; margin: 0 }
/* The clip has no round corners: without a GPU, two rounded clips around a video cost as much as all its other drawing. */
.stage { position: relative; block-size: 100%; overflow: hidden; container: vr / size; display: flex; flex-direction: column; zoom: var(--vr-scale, 1) }
::slotted(*) { zoom: calc(1 / var(--vr-scale, 1)) }
.rem { position: absolute; inline-size: 1rem; visibility: hidden }
h2 { font-size: 1.55em; line-height: 1.2; letter-spacing: -.015em; text-wrap: balance; overflow-wrap: anywhere }
h2, h3, b { font-weight: 650 }
:is(h2, h3, .stage):focus { outline: none }
p { text-wrap: balance }
.muted { color: var(--vr-muted) }
.hidden { position: absolute; inline-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
svg { inline-size: 1.5em; block-size: 1.5em; flex: none; fill: none; stroke: currentColor; stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round }
svg:not(.struck) path + path { display: none }
.struck path:first-child { clip-path: polygon(3px 0, 24px 0, 24px 21px, 3px 0, 0 3px, 21px 24px, 0 24px, 0 3px) view-box }
button, input, select, textarea { font: inherit; color: inherit; border: 0; border-radius: 11px; background: none; padding: 0 }
button { cursor: pointer; transition: var(--vr-speed) }
:is(button, .button):hover { background-image: linear-gradient(#8883 0 0) }
:is(button, .button):active { scale: .96 }
:focus-visible { outline: 2px solid var(--vr-focus); outline-offset: 2px }
.button {
  display: flex; align-items: center; justify-content: center; gap: .5em; min-block-size: var(--vr-control); padding: .3em 1.2em; border-radius: 11px;
  background-color: var(--vr-raised); color: inherit; font-weight: 600; text-decoration: none;
}
.primary { background-color: var(--vr-accent); color: var(--vr-on-accent) }
.icon-button { display: grid; place-items: center; inline-size: 2em; block-size: 2em; border-radius: 50%; flex: none }
.icon-button svg { inline-size: 1.2em }
.field span { display: block; margin-block-end: .3em; font-size: .86em; color: var(--vr-muted) }
input, select { inline-size: 100%; min-block-size: var(--vr-control); padding-inline: .9em; background: var(--vr-surface); border: 1px solid var(--vr-line) }
.spinner { inline-size: 1em; block-size: 1em; border-radius: 50%; border: 2px solid; border-block-start-color: #0000; animation: vr-turn 1s steps(10) .5s infinite, vr-late .5s steps(1) backwards }
@keyframes vr-late { from { visibility: hidden } }
@keyframes vr-turn { to { rotate: 1turn } }
@container vr (max-width: 420px) { .stage > * { --vr-control: var(--video-room-control-size, 40px) } }
/* Phones zoom into fields with smaller text, and stay there. */
@media (pointer: coarse) { input, select, textarea { font-size: 16px !important } }
@media (max-width: 480px) { :host, .frame { aspect-ratio: 3 / 4 } }
@media (prefers-reduced-motion) { :host { --vr-speed: 0s } .spinner { animation-duration: 4s, .5s } }
@media (forced-colors: active) { button, input, select, .tile, .pill, .notice, .popover, .panel { border: 1px solid !important } [aria-checked='true'], .control.on { border-width: 3px !important } .badge { border: 1px solid } .speaking::after { border: 4px solid Highlight !important } .level i { forced-color-adjust: none; background: CanvasText !important } }
`;
