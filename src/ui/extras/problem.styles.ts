/** The screen shown instead of a call. */
import { css } from 'lit';

export const problemStyles = css`
.problem { flex: 1; overflow: auto; display: grid; align-content: safe center; justify-items: center; gap: clamp(8px, 3cqh, 18px); padding: 16px; text-align: center }
.problem h2 { max-inline-size: 24em; font-size: clamp(1.1em, 4cqmin, 1.45em) }
.problem p { max-inline-size: 34em }
.problem > svg { inline-size: 60px; block-size: 60px; padding: 15px; border-radius: 50%; background: var(--vr-raised) }
@container vr (max-height: 260px) { .problem > :is(svg, p) { display: none } }
`;
