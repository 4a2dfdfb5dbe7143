/** The room for tiles, and the invitation that stands in it when somebody is alone. */
import { css } from 'lit';

export const gridStyles = css`
.grid { position: relative; flex: 1; min-block-size: 0; margin: calc(var(--vr-gap) / 2) }
.tile {
  position: absolute; margin: calc(var(--vr-gap) / 2);
  transition: inset var(--vr-speed) cubic-bezier(.2, .7, .2, 1), opacity var(--vr-speed);
}
@starting-style { .tile { opacity: 0 } }
.grid[data-float] .tile--self { z-index: 1; border-radius: 12px; box-shadow: 0 0 0 1px #fff2, 0 6px 20px #0007 }
.grid[data-float] .tile--self .tile__name bdi { display: none }
.grid[data-float] .tile--self .tile__name:not(:has([role])) { display: none }
.empty { display: grid; overflow: auto; background: none; box-shadow: inset 0 0 0 1px var(--vr-line) }
.empty slot::slotted(*) { margin: auto }
.empty__card { margin: auto; display: flex; flex-direction: column; align-items: center; gap: .6em; padding: 1em; text-align: center; max-inline-size: 100% }
.empty__card b { font-size: 1.25em; font-weight: 650; text-wrap: balance; letter-spacing: -.01em }
.empty__card .button { white-space: nowrap; padding-inline: .9em 1.1em }
.empty__card code { max-inline-size: 100%; padding: .5em .9em; border-radius: 10px; background: var(--vr-surface); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-size: .93em; user-select: all }
@container tile (max-height: 190px) { .empty__card :is(code, .muted) { display: none } }
@container tile (max-width: 200px) { .empty__card { padding: .4em } .empty__card code { display: none } .empty__card b { font-size: 1em; line-height: 1.25 } }
`;
