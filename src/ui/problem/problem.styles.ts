/** The screen in place of a call. */
import { css } from 'lit';

export const problemStyles = css`
.problem { flex: 1; min-block-size: 0; overflow: auto; display: flex; flex-direction: column; align-items: center; justify-content: safe center; gap: clamp(8px, 3cqh, 18px); padding: 16px; text-align: center }
.problem h2 { max-inline-size: 24em; font-size: clamp(1.1em, 4cqmin, 1.45em) }
.problem > * { flex: none }
.problem__icon { display: grid; place-items: center; inline-size: 64px; block-size: 64px; border-radius: 50%; background: var(--vr-raised); color: var(--vr-muted) }
.problem__icon--bad { background: color-mix(in oklab, var(--vr-warn) 20%, var(--vr-raised)); color: light-dark(#7a4a00, #f7be72) }
.problem__icon svg { inline-size: 30px; block-size: 30px }
.problem code { font-size: .86em }
@container vr (max-height: 260px) { .problem__icon { display: none } }
`;
