/** Tiles: the picture, the name, icons, and the ring of the speaker. */
import { css } from 'lit';

// Animations are cheap, even without a GPU. Pictures are clipped themselves, because a rounded clip around the whole tile would
// need its own surface for every frame. Behind them is one color: painting gradients anew for each newcomer made a fifth of the time
// in which four pages on two cores link. The ring is a layer whose opacity is the only thing that changes, without a transition.

export const tileStyles = css`
.screen { background: light-dark(#dfe3ea, #07090c) }
.screen video { object-fit: contain }
.weak video { filter: grayscale(.6) brightness(.7) }
.tile::after { content: ''; position: absolute; inset: 0; border-radius: inherit; pointer-events: none; border: 2px solid var(--vr-ok); opacity: 0; will-change: opacity }
.speaking::after { opacity: 1 }
.name, .chips { position: absolute; inset-inline: 8px; display: flex; gap: 6px; pointer-events: none }
.name { inset-block-end: 8px }
.chips { inset-block-start: 8px; justify-content: end; flex-wrap: wrap }
.hand { background: #ffd54a; color: #221a00; padding: .3em }
.pin {
  position: absolute; inset-inline-start: 8px; inset-block-start: 8px; inline-size: 2.3em; block-size: 2.3em; border-radius: 50%; display: grid; place-items: center;
  background-color: var(--vr-pill); color: #fff; opacity: 0; outline-color: #fff !important; outline-offset: -3px;
}
.pinned.pin { background-color: var(--vr-accent); color: var(--vr-on-accent) }
.act { inset-inline-start: calc(2.3em + 14px) }
.barred { color: #ff8a8f }
@media (hover: none) { .pin { opacity: .75 } }
.tile:hover .pin, .pin:focus-visible, .pinned.pin, .pin[aria-expanded='true'] { opacity: 1 }
@container tile (max-width: 19em) { .chips bdi { position: absolute; width: 1px; clip-path: inset(50%) } }
@container tile (max-width: 150px) or (max-height: 90px) {
  .name, .chips { inset-inline: 4px }
  .name { inset-block-end: 4px; font-size: .93em }
  .chips { inset-block-start: 4px }
  .chips .pill { padding: .3em }
  .pin { inset-inline-start: 3px; inset-block-start: 3px; font-size: .85em }
  .act { inset-inline-start: calc(2.3em + 6px) }
}
@container tile (max-width: 84px) or (max-height: 56px) { .name .pill:not(:has([role])), .name bdi { display: none } }
@container tile (max-width: 70px) { .tile:has(.act) .pin:not(.act) { display: none } .act { inset-inline-start: 3px } }
`;
