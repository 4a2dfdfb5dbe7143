/** Tiles: the picture, the name, icons, and the ring of the speaker. */
import { css } from 'lit';

// Animations are cheap, even without a GPU. Pictures are clipped themselves, because a rounded clip around the whole tile would
// need its own surface for every frame. The ring is a layer whose opacity is the only thing that changes, without a transition.

export const tileStyles = css`
.tile, .preview { container: tile / size; border-radius: var(--vr-radius); isolation: isolate; background: radial-gradient(oklch(.6 .1 var(--hue, 0) / var(--tint, 0)), #0000 75%), var(--vr-raised) }
.person, .preview { --tint: .3 }
.screen { background: light-dark(#dfe3ea, #07090c) }
video { position: absolute; inset: 0; inline-size: 100%; block-size: 100%; border-radius: inherit; object-fit: cover }
.screen video { object-fit: contain }
.mirrored video { scale: -1 1 }
.weak video { filter: grayscale(.6) brightness(.7) }
.tile::after { content: ''; position: absolute; inset: 0; border-radius: inherit; pointer-events: none; border: 2px solid var(--vr-ok); opacity: 0; will-change: opacity }
.speaking::after { opacity: 1 }
.avatar {
  position: absolute; inset: 0; margin: auto; display: grid; place-items: center; border-radius: 50%; inline-size: clamp(28px, 34cqmin, 120px); aspect-ratio: 1;
  background: oklch(.5 .115 var(--hue)); color: #fff; font-size: clamp(12px, 13cqmin, 44px); font-weight: 600; user-select: none;
}
.pill { display: flex; align-items: center; gap: .4em; max-inline-size: 100%; padding: .2em .7em; border-radius: 99px; background: var(--vr-pill); color: #fff; font-size: .93em }
.pill svg, .pill .spinner { inline-size: 1.1em; block-size: 1.1em; border-width: 1.5px }
.pill > [role] { display: flex }
.name, .chips { position: absolute; inset-inline: 8px; display: flex; gap: 6px; pointer-events: none }
.name { inset-block-end: 8px }
.chips { inset-block-start: 8px; justify-content: end }
bdi { overflow: hidden; text-overflow: ellipsis; white-space: nowrap }
.hand { background: #ffd54a; color: #221a00; padding: .3em }
.pin {
  position: absolute; inset-inline-start: 8px; inset-block-start: 8px; inline-size: 2.3em; block-size: 2.3em; border-radius: 50%; display: grid; place-items: center;
  background-color: var(--vr-pill); color: #fff; opacity: 0; outline-color: #fff !important; outline-offset: -3px;
}
.tile:hover .pin, .pin:focus-visible { opacity: 1 }
.pin[aria-pressed='true'] { opacity: 1; background-color: var(--vr-accent); color: var(--vr-on-accent) }
[aria-expanded='true'].pin { opacity: 1 }
.act { inset-inline-start: calc(2.3em + 14px) }
.barred { color: #ff8a8f }
@media (hover: none) { .pin { opacity: .75 } }
@container tile (max-width: 150px) or (max-height: 90px) {
  .name, .chips { inset-inline: 4px }
  .name { inset-block-end: 4px; font-size: .93em }
  .chips { inset-block-start: 4px }
  .chips .pill { padding: .3em }
  .chips bdi { display: none }
  .pin { inset-inline-start: 3px; inset-block-start: 3px; font-size: .85em }
  .act { inset-inline-start: calc(2.3em + 6px) }
}
@container tile (max-width: 84px) or (max-height: 56px) { .name .pill:not(:has([role])), .name bdi { display: none } }
`;
