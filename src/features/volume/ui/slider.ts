/** The slider for the volume of one participant. */
import { type CSSResult, css, html, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { complete } from '../../../locale/complete.js';
import type { Participant } from '../../../room/state.js';
import type { UiContext } from '../../../ui/context.js';
import { volumeWords } from '../en.js';

export const styles: CSSResult[] = [
  css`
.volume { display: grid; grid-template-columns: auto minmax(0, 1fr) 3.2em; align-items: center; gap: .2em .9em; padding: .1em .2em; min-inline-size: min(260px, 70cqi) }
.volume input { min-block-size: var(--vr-control); padding: 0; border: 0; background: none; accent-color: var(--vr-accent); cursor: pointer }
.volume output { text-align: end; font-variant-numeric: tabular-nums }
.volume small { grid-column: 1 / -1; color: var(--vr-muted); font-size: .86em }
`,
];

/**
 * Whether pages may change the volume of an element. iOS leaves it to the buttons of the device
 * (https://developer.apple.com/library/archive/documentation/AudioVideo/Conceptual/Using_HTML5_Audio_Video/Device-SpecificConsiderations/Device-SpecificConsiderations.html):
 * there the slider only has the two ends, silent and full.
 */
function canSetVolume(): boolean {
  const audio = document.createElement('audio');
  audio.volume = 0.5;
  return audio.volume === 0.5;
}

const STEP = 5;

export function render({ ui, act, text, language }: UiContext, { id }: Participant): TemplateResult {
  const words = complete(volumeWords, text);
  const percent = Math.round((ui.volumes?.[id] ?? 1) * 100);
  const shown = new Intl.NumberFormat(language.locale, { style: 'percent' }).format(percent / 100);
  const set = ({ target }: Event) => act.setVolume(id, Number((target as HTMLInputElement).value) / 100);
  return html`<label class="volume" part="volume"
    ><span>${words.volume}</span
    ><input
      type="range"
      part="volume__slider"
      min="0"
      max="100"
      step=${canSetVolume() ? STEP : 100}
      aria-valuetext=${shown}
      .value=${live(`${percent}`)}
      @input=${set}
    /><output>${shown}</output><small>${words.volumeHint}</small></label
  >`;
}
