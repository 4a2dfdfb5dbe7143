/** The settings dialog. */
import { css } from 'lit';

export const settingsStyles = css`
.settings { display: grid; grid-template-columns: minmax(0, 1fr); gap: 16px }
.settings__group { display: grid; align-content: start; grid-template-columns: minmax(0, 1fr); gap: 10px }
.settings__group > b { color: var(--vr-muted); font-size: .86em; letter-spacing: .02em }
.settings__row { display: flex; flex-wrap: wrap; align-items: end; gap: 8px }
.settings__row .field { flex: 1 1 11em; min-inline-size: 0 }
.settings__row .button { flex: auto }
.settings select { text-overflow: ellipsis; background: var(--vr-raised); border-color: #0000 }
.settings select:hover { border-color: var(--vr-line) }
.settings__level { block-size: 6px; border-radius: 3px; overflow: hidden; background: var(--vr-raised) }
.settings__level::before { content: ''; display: block; block-size: 100%; border-block-start: 6px solid var(--vr-ok); border-radius: 3px; inline-size: calc(var(--level, 0) * 100%) }
.switch { display: flex; align-items: center; justify-content: space-between; gap: 1em; min-block-size: 2.6em; cursor: pointer }
.switch input {
  appearance: none; flex: none; display: flex; inline-size: 2.8em; block-size: 1.65em; min-block-size: 0; padding: 0; margin: 0; border-radius: 99px; border: 1px solid var(--vr-line); background: var(--vr-raised);
  cursor: pointer; transition: background-color var(--vr-speed);
}
.switch input::before { content: ''; margin: auto 3px; border: .55em solid var(--vr-muted); border-radius: 50%; transition: margin var(--vr-speed) }
.switch input:checked { background: var(--vr-accent); border-color: var(--vr-accent) }
.switch input:checked::before { margin-inline-start: auto; border-color: var(--vr-on-accent) }
@container vr (min-width: 620px) {
  .settings { grid-template-columns: repeat(2, minmax(0, 1fr)); column-gap: 28px }
  .settings__group:last-child { grid-column: 1 / -1 }
  .settings__group:last-child:not(:first-child) { grid-template-columns: subgrid; column-gap: 28px; align-items: end }
  .settings__group:last-child > b { grid-column: 1 / -1 }
}
`;
