/** News without a button disappears by itself, after `NEWS_FOR` of `troubles.ts`. */
import { css } from 'lit';

export const troublesStyles = css`
.passing { animation: vr-pass 10s forwards }
@keyframes vr-pass { 96% { opacity: 1 } to { opacity: 0; visibility: hidden } }
`;
