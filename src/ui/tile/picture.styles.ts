/** Pictures of people, in tiles and in the lobby: the video, the initials, and the pills over them. */
import { css } from 'lit';

export const pictureStyles = css`
.tile, .preview { container: tile / size; border-radius: var(--vr-radius); isolation: isolate; background: var(--vr-raised) }
.person { background: color-mix(in oklab, oklch(.6 .1 var(--hue, 0)) 12%, var(--vr-raised)) }
.preview { background: radial-gradient(oklch(.6 .1 var(--hue, 0) / .3), #0000 75%), var(--vr-raised) }
video { position: absolute; inset: 0; inline-size: 100%; block-size: 100%; border-radius: inherit; object-fit: cover }
.mirrored video { scale: -1 1 }
.avatar {
  position: absolute; inset: 0; margin: auto; display: grid; place-items: center; border-radius: 50%; inline-size: clamp(28px, 34cqmin, 120px); aspect-ratio: 1;
  background: oklch(.5 .115 var(--hue)); color: #fff; font-size: clamp(12px, 13cqmin, 44px); font-weight: 600; user-select: none;
}
.pill { display: flex; align-items: center; gap: .4em; max-inline-size: 100%; padding: .2em .7em; border-radius: 99px; background: var(--vr-pill); color: #fff; font-size: .93em }
.pill svg, .pill .spinner { inline-size: 1.1em; block-size: 1.1em; border-width: 1.5px }
.pill > [role] { display: flex }
bdi { overflow: hidden; text-overflow: ellipsis; white-space: nowrap }
`;
