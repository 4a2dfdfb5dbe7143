/** Tiles: the picture, the name, marks and the ring of whoever speaks. */
import { css } from 'lit';

export const tileStyles = css`
.tile { container: tile / size; border-radius: var(--vr-radius); overflow: hidden; background: var(--vr-raised); isolation: isolate }
.tile--other, .tile--self, .preview {
  background: radial-gradient(circle at 50% 45%, oklch(.6 .1 var(--hue) / .3), #0000 75%), var(--vr-raised);
}
.tile--screen { background: light-dark(#dfe3ea, #07090c) }
video { position: absolute; inset: 0; inline-size: 100%; block-size: 100%; object-fit: cover }
.tile--screen video { object-fit: contain }
.tile--self video, .preview video { transform: scaleX(-1) }
.tile--weak video { filter: grayscale(.6) brightness(.7) }
.tile::after { content: ''; position: absolute; inset: 0; border-radius: inherit; pointer-events: none; outline: 2px solid #0000; outline-offset: -2px; transition: outline-color var(--vr-speed) }
.tile--speaking::after { outline-color: var(--vr-ok) }
.avatar {
  position: absolute; inset: 0; margin: auto; display: grid; place-items: center; border-radius: 50%;
  inline-size: clamp(28px, 34cqmin, 112px); aspect-ratio: 1; block-size: auto; color: #fff; background: oklch(.5 .115 var(--hue));
  font-size: clamp(12px, 13cqmin, 42px); font-weight: 600; line-height: 1; letter-spacing: .02em; user-select: none;
}
.tile__name, .chip { display: flex; align-items: center; gap: .4em; border-radius: 99px; background: var(--vr-pill); color: #fff; font-size: .93em; line-height: 1.3 }
.tile__name { position: absolute; inset-inline-start: 8px; inset-block-end: 8px; max-inline-size: calc(100% - 16px); padding: .25em .7em }
.tile__name bdi, .chip span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap }
.tile__name svg, .chip svg { inline-size: 1.1em; block-size: 1.1em }
.tile__name [role] { display: flex }
.tile__chips { position: absolute; inset-inline: 8px; inset-block-start: 8px; display: flex; flex-wrap: wrap; justify-content: end; gap: 6px }
.chip { padding: .2em .65em; font-size: .86em; min-inline-size: 0 }
.chip .spinner { inline-size: .9em; block-size: .9em; border-width: 1.5px }
.chip--hand { background: #ffd54a; color: #221a00 }
.chip--hand span { display: none }
.chip--hand { padding: .3em }
.tile__pin {
  position: absolute; inset-inline-start: 8px; inset-block-start: 8px; inline-size: 2.3em; block-size: 2.3em; border-radius: 50%;
  display: grid; place-items: center; background: var(--vr-pill); color: #fff; opacity: 0; transition: opacity var(--vr-speed);
}
.tile__pin svg { inline-size: 1.25em; block-size: 1.25em }
.tile__pin:focus-visible { outline-color: #fff; outline-offset: -3px }
.tile:hover .tile__pin, .tile__pin:focus-visible, .tile__pin[aria-pressed='true'] { opacity: 1 }
.tile__pin[aria-pressed='true'] { background: var(--vr-accent); color: var(--vr-on-accent) }
@media (hover: none) { .tile__pin { opacity: .75 } }
@container tile (max-width: 150px) or (max-height: 90px) {
  .tile__name { inset-inline-start: 5px; inset-block-end: 5px; padding: .15em .5em; font-size: .86em; max-inline-size: calc(100% - 10px) }
  .tile__chips { inset-inline: 5px; inset-block-start: 5px }
  .chip span { display: none }
  .chip { padding: .3em }
  .tile__pin { inset-inline-start: 4px; inset-block-start: 4px; inline-size: 1.9em; block-size: 1.9em }
}
@container tile (max-width: 84px) or (max-height: 56px) { .tile__name bdi { display: none } .tile__name:not(:has([role])) { display: none } }
`;
