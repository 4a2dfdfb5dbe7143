/** The list of people. `ui/panel.styles.ts` has the place and the look of all panels. */
import { css } from 'lit';

export const peopleStyles = css`
.people__all { display: flex; flex-direction: column; flex: 1; min-block-size: 0; outline: none }
.people__body { flex: 1; min-block-size: 0; overflow: hidden auto; overscroll-behavior: contain; display: flex; flex-direction: column; gap: 12px; padding: 4px 12px 12px; scrollbar-width: thin }
.people__body > :empty { position: absolute }
.people__body :is(ul, ol) { padding: 0; list-style: none }
.people__section h4 { padding: 0 4px 2px; font-size: .86em; font-weight: 600 }
.people__section h4 span { font-weight: 400 }
.people__invite { flex: none }
.people__person { display: flex; align-items: center; gap: .3em .7em; min-block-size: 3.2em; padding: .2em 4px; border-radius: 11px }
.people__person .avatar { position: static; flex: none; inset: auto; inline-size: 2.5em; margin: 0; font-size: .86em }
.person__text { flex: 1; min-inline-size: 0; display: grid; line-height: 1.3; overflow-wrap: anywhere }
.people__person bdi { white-space: normal; overflow-wrap: anywhere; justify-self: start }
.person__text small { font-size: .86em }
.person__text :is(.poor, .lost) { color: var(--vr-red) }
.person__marks { display: flex; gap: .45em }
.person__marks span { display: grid }
.person__marks svg, .people__person > svg { inline-size: 1.3em; block-size: 1.3em }
.person__marks .speaks { color: var(--vr-focus) }
.people__person:has(.speaks) .avatar { outline: 2px solid var(--vr-ok); outline-offset: 2px }
@media (forced-colors: active) { .people__person:has(.speaks) .avatar { outline-color: Highlight } }
.person__place { min-inline-size: 2.15em; text-align: center; font-variant-numeric: tabular-nums }
.person__answers { display: flex; gap: 6px }
:is(.person__answers, .people__section) .button { min-block-size: 36px; padding: .2em .9em; border-radius: 99px; font-size: .93em }
.people__person:has(.person__answers) { flex-wrap: wrap }
.person__text:has(+ .person__answers) { flex: auto; max-inline-size: calc(100% - 3.2em) }
.person__answers { margin-inline-start: auto }
@container vr (max-width: 200px) { .people__person { flex-wrap: wrap } }
`;
