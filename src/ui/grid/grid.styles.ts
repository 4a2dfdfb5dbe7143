/** The area of the tiles, and the invitation shown in it to a participant who is alone. */
import { css } from 'lit';

export const gridStyles = css`
.main { position: relative; flex: 1; min-block-size: 0; display: flex }
.grid { position: relative; flex: 1; min-block-size: 0; margin: calc(var(--vr-gap) / 2) }
.cover { flex: 1; min-inline-size: 0; display: grid; overflow: auto }
.main:has(.cover) .grid { position: absolute; inset: 0; visibility: hidden }
.tile { position: absolute; margin: calc(var(--vr-gap) / 2) }
.grid:not(.linking) .tile { transition: inset var(--vr-speed), opacity var(--vr-speed) }
@starting-style { .tile { opacity: 0 } }
.float .self { z-index: 1; box-shadow: var(--vr-shadow) }
.float .self .name:not(:has([role])), .float .self bdi { display: none }
.empty { display: grid; overflow: auto }
.empty slot::slotted(*) { margin: auto }
.card { margin: auto; display: grid; justify-items: center; gap: .6em; padding: .5em; text-align: center; max-inline-size: 100%; text-wrap: balance }
.card b { font-size: 1.25em; line-height: 1.25 }
.card code { max-inline-size: 100%; padding: .5em .9em; border-radius: 10px; background: var(--vr-surface); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; user-select: all }
.link { min-inline-size: 0; max-inline-size: 24em; text-overflow: ellipsis }
.card .button { white-space: nowrap; padding-inline: .9em 1.1em }
@container tile (max-height: 160px) { .card:has(.link) b { display: none } .card :is(code, span:not([role])) { display: none } }
@container tile (max-width: 200px) { .card b { font-size: 1em } .card code { display: none } .card .button { white-space: normal; padding-inline: .7em .8em; line-height: 1.2 } }
`;
