/** The screen shown instead of a call. */
import { css } from 'lit';

export const problemStyles = css`
.problem { flex: 1; overflow: auto; display: grid; align-content: safe center; justify-items: center; gap: clamp(8px, 3cqh, 18px); padding: 16px; text-align: center }
.problem h2 { max-inline-size: 24em; font-size: clamp(1.1em, 4cqmin, 1.45em) }
.problem p { max-inline-size: 34em }
.problem > svg { inline-size: clamp(56px, 18cqmin, 88px); block-size: auto; aspect-ratio: 1; padding: clamp(14px, 4.6cqmin, 23px); border-radius: 50%; background: color-mix(in oklab, var(--vr-accent) 14%, var(--vr-raised)); stroke-width: 1.5 }
.problem details { max-inline-size: 34em; font-size: .93em }
.problem summary { display: flex; align-items: center; gap: .6em; inline-size: fit-content; min-block-size: 24px; margin-inline: auto; border-radius: 6px; cursor: pointer; list-style: none }
.problem summary::-webkit-details-marker { display: none }
.problem summary::after { content: ''; inline-size: .42em; block-size: .42em; margin-inline-end: .3em; border: solid; border-width: 0 2px 2px 0; rotate: 45deg; translate: 0 -.15em }
.problem details[open] summary::after { rotate: 225deg; translate: 0 .1em }
.problem details > * + * { margin-block-start: .5em }
@container vr (max-height: 260px) { .problem > :is(svg, p) { display: none } }
`;
