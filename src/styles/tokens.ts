/**
 * The base values of all styles. Host pages set `--video-room-…` on the element or any ancestor; parts only read `--vr-…`.
 * Contrast in both themes: text on every surface has 4.5:1 or more, icons and rings 3:1 or more (`test/ui/accessibility.test.ts`
 * checks this). All browsers have `light-dark()` since May 2024; older ones show the page's own colours.
 */
import { css } from 'lit';

export const tokens = css`
:host {
  --vr-accent: var(--video-room-accent, #2862f0);
  --vr-on-accent: var(--video-room-on-accent, #fff);
  --vr-danger: var(--video-room-danger, #d42a31);
  --vr-ok: var(--video-room-ok, #2fbf71);
  --vr-warn: var(--video-room-warn, #f2a33a);
  --vr-stage: var(--video-room-stage, light-dark(#f3f4f7, #0f1217));
  --vr-surface: var(--video-room-surface, light-dark(#fff, #1b2029));
  --vr-raised: var(--video-room-raised, light-dark(#e3e6ec, #262d38));
  --vr-line: var(--video-room-line, light-dark(#7b8594, #6d7888));
  --vr-text: var(--video-room-text, light-dark(#12161c, #f2f4f7));
  --vr-muted: var(--video-room-muted, light-dark(#535c6a, #a9b2bf));
  --vr-pill: var(--video-room-pill, #0b0d11c4);
  --vr-radius: var(--video-room-radius, 14px);
  --vr-gap: var(--video-room-gap, 8px);
  --vr-control: var(--video-room-control-size, 44px);
  --vr-speed: var(--video-room-speed, 180ms);
  --vr-focus: light-dark(#1d4fd0, #8fb3ff);
  --vr-red: light-dark(#a8131a, #ff9d9d);
  --vr-shadow: 0 0 0 1px #8883, 0 8px 28px #0005;
}
:host([theme='light']), :host([theme='light']) .frame { color-scheme: light }
:host([theme='dark']), :host([theme='dark']) .frame { color-scheme: dark }
`;
