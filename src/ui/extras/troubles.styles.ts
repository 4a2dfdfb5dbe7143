/** News that nobody has to act on go by themselves. The time is `NEWS_FOR` of `troubles.ts`. */
import { css } from 'lit';

export const troublesStyles = css`
.passing { animation: vr-pass 10s forwards }
@keyframes vr-pass { 96% { opacity: 1 } to { opacity: 0; visibility: hidden } }
`;
