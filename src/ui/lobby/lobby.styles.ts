/** The lobby: picture beside the form in wide boxes, above it in tall ones, and only the form in small boxes. */
import { css } from 'lit';

export const lobbyStyles = css`
.lobby { flex: 1; min-block-size: 0; overflow: auto; display: grid; grid-template: minmax(110px, 1fr) auto / minmax(0, 1fr); gap: clamp(12px, 4cqi, 48px); padding: clamp(10px, 4cqmin, 48px) }
.form { min-inline-size: 0; display: grid; grid-template-columns: minmax(0, 1fr); overflow-wrap: anywhere; gap: clamp(6px, 2.4cqh, 16px); align-self: safe center }
.form:only-child { grid-row: 1 / -1 }
.here { display: flex; align-items: center; gap: 1em; color: var(--vr-muted) }
.faces { display: flex; flex: none }
.faces .avatar { position: relative; margin-inline-end: -6px; inline-size: 28px; font-size: 11px; box-shadow: 0 0 0 2px var(--vr-stage) }
.go, .toggles { display: flex; flex-wrap: wrap; gap: 8px }
.go .button { flex: 1 1 max-content }
.go .primary + .button { flex: none }
.preview { position: relative }
.preview .avatar { inset-block-end: min(52px, 30cqh) }
.preview .toggles { position: absolute; inset-inline: 0; inset-block-end: 12px; justify-content: center }
.preview .control { background-color: var(--vr-pill); color: #fff }
.preview .off { background-color: #c0262d }
.idle { display: grid; place-content: center; place-items: center; gap: .6em; background: radial-gradient(at 15% 0, oklch(.65 .14 285 / .4), #0000 60%), radial-gradient(at 90% 100%, oklch(.65 .12 200 / .4), #0000 60%), var(--vr-raised) }
.idle .button { background-color: var(--vr-surface) }
.level { position: absolute; inset-inline-start: 12px; inset-block-start: 12px; gap: 3px; block-size: 28px }
@keyframes vr-tick { to { opacity: 1 } }
.level i { inline-size: 3px; block-size: 16px; border-radius: 2px; background: #fff; scale: 1 clamp(.2, var(--level, 0) * var(--k, 1.4), 1); transition: scale .1s }
/* Its ticks are the clock of the meter. Pages cannot reach it, as it is no part. */
.level i:first-child { animation: vr-tick .1s infinite }
.level i:nth-child(even) { --k: 2.4 }
.level i:nth-child(3) { --k: 3.2 }
@container vr (min-width: 470px) and (min-aspect-ratio: 1) {
  .lobby { grid-template: auto / minmax(0, 1.45fr) minmax(210px, 1fr); align-items: center; inline-size: 100%; max-inline-size: 1240px; margin-inline: auto }
  .preview { aspect-ratio: 16 / 10; max-block-size: 100% }
}
@container vr (max-height: 399.9px) {
  .lobby { padding-block-end: 0 }
  .go { position: sticky; inset-block-end: 0; padding-block: 2px 10px; background: var(--vr-stage) }
}
@container vr (max-width: 469.9px) {
  h2 { font-size: 1.3em }
}
@container vr (max-width: 469.9px) and (max-height: 339.9px) {
  .field span { position: absolute; clip-path: inset(50%) }
  .faces { display: none }
  h2 { font-size: 1.15em }
}
`;
