/** News without an action disappears by itself, but not under the pointer or with the focus inside: after `NEWS_FOR` of `troubles.ts`. */
import { css } from 'lit';

export const troublesStyles = css`
.passing { animation: vr-pass 10s forwards }
.passing:is(:hover, :focus-within) { animation-play-state: paused }
@keyframes vr-pass { 96% { opacity: 1 } to { opacity: 0; visibility: hidden } }
`;
