/** The lobby: picture beside the form where there is room, above it where there is not, and only the form where it is tight. */
import { css } from 'lit';

export const lobbyStyles = css`
.lobby { flex: 1; min-block-size: 0; overflow: auto; display: grid; gap: clamp(12px, 4cqi, 48px); padding: clamp(12px, 4cqmin, 56px) }
.lobby > * { min-inline-size: 0 }
.lobby__form { display: flex; flex-direction: column; gap: clamp(8px, 2.4cqh, 16px); align-self: safe center }
.lobby__form h2 { margin-block-end: -.15em }
.lobby__here { display: flex; align-items: center; gap: 10px; color: var(--vr-muted); text-wrap: balance }
.faces { display: flex; flex: none; padding-inline-end: 6px }
.faces .avatar { position: relative; margin: 0; margin-inline-end: -6px; inline-size: 28px; font-size: 11px; box-shadow: 0 0 0 2px var(--vr-stage) }
.lobby__notices:empty { display: none }
.lobby__notices { display: grid; gap: 8px }
.lobby__go { display: flex; gap: 8px; align-items: center }
.lobby__go .button { flex: 1 }
.preview { container: tile / size; position: relative; min-block-size: 110px; overflow: hidden; border-radius: calc(var(--vr-radius) + 4px); background-color: var(--vr-raised); --hue: 250 }
.preview--idle { display: flex; flex-direction: column; align-items: center; justify-content: center; gap: .6em; padding: 8px; text-align: center; background: radial-gradient(120% 120% at 20% 0, oklch(.65 .14 285 / .35), #0000 60%), radial-gradient(120% 120% at 90% 100%, oklch(.65 .12 200 / .35), #0000 60%), var(--vr-raised) }
.preview--idle .button { background: var(--vr-surface) }
.preview--idle .muted { color: var(--vr-text) }
.lobby__toggles { display: flex; gap: 8px }
.preview .avatar { inset-block-end: min(52px, 30cqh); inline-size: clamp(28px, 36cqmin, 128px) }
.preview .lobby__toggles { position: absolute; inset-inline: 0; inset-block-end: 12px; justify-content: center }
.preview .control { background: var(--vr-pill); color: #fff }
.preview .control--off { background: #c0262d; }
.level { position: absolute; inset-inline-start: 12px; inset-block-start: 12px; display: flex; gap: 3px; align-items: center; padding: 0 10px; block-size: 28px; border-radius: 99px; background: var(--vr-pill); --level: 0 }
.level i { inline-size: 3px; block-size: 16px; border-radius: 2px; background: #fff; transform: scaleY(clamp(.2, var(--level) * var(--k), 1)) }
.level i:nth-child(odd) { --k: 1.4 } .level i:nth-child(even) { --k: 2.4 } .level i:nth-child(3) { --k: 3.2 }
@container vr (max-width: 559.9px) {
  .lobby { grid-template-rows: minmax(110px, 1fr) auto }
  .lobby__form:only-child { grid-row: 1 / -1 }
}
@container vr (max-width: 420px) { h2 { font-size: 1.3em } }
@container vr (min-width: 560px) {
  .lobby { grid-template-columns: minmax(0, 1.45fr) minmax(230px, 1fr); align-items: center; inline-size: 100%; max-inline-size: 1240px; margin-inline: auto }
  .preview { aspect-ratio: 16 / 10; max-block-size: 100%; }
}
@container vr (max-height: 339.9px) and (max-width: 559.9px) {
  .lobby { padding-block-end: 0 }
  .lobby__go { position: sticky; inset-block-end: 0; padding-block: 2px 10px; background: var(--vr-stage) }
}
@container vr (max-height: 240px) { .lobby { padding: 10px 10px 0 } .lobby__form { gap: 6px } .field span { position: absolute; clip-path: inset(50%) } h2 { font-size: 1.15em } }
`;
