/** The details of the connection to one participant. Measures only while they are open; a poor connection opens them by itself. */
import { type CSSResult, css, render as draw, html, noChange, nothing, type TemplateResult } from 'lit';
import { Directive, type DirectiveResult, directive, type ElementPart } from 'lit/directive.js';
import { complete } from '../../../locale/complete.js';
import type { LinkStats } from '../../../mesh/quality/stats.js';
import type { Participant } from '../../../room/state.js';
import type { UiContext } from '../../../ui/context.js';
import { statisticsWords } from '../en.js';
import { type Flow, type LinkRates, ratesOf } from '../rates.js';

export const styles: CSSResult[] = [
  css`
.connection { padding-inline: .2em }
.connection summary { display: flex; flex-wrap: wrap; align-items: center; gap: 0 .9em; overflow-wrap: break-word; min-block-size: var(--vr-control); cursor: pointer; border-radius: 8px; list-style: none }
.connection summary::after { content: ''; inline-size: .42em; block-size: .42em; margin-inline-end: .3em; border: solid; border-width: 0 2px 2px 0; rotate: 45deg; translate: 0 -.15em }
.connection[open] summary::after { rotate: 225deg; translate: 0 .1em }
.connection__level { margin-inline-start: auto }
.connection dl { display: grid; gap: .35em; margin: 0; padding-block-end: .4em; font-size: .92em; font-variant-numeric: tabular-nums }
.connection dl div { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1em }
.connection dt { color: var(--vr-muted) }
.connection dd { margin: 0; text-align: end }
.connection bdi { white-space: normal }
.connection__level::before { content: ''; display: inline-block; inline-size: .6em; block-size: .6em; margin-inline-end: .45em; border-radius: 50%; background: var(--vr-muted); forced-color-adjust: none }
.connection__level.good::before { background: var(--video-room-ok, #2fbf71) }
.connection__level.fair::before { background: var(--video-room-warn, #f2a33a) }
.connection__level:is(.poor, .lost)::before { background: var(--vr-red) }
`,
];

/** Interval of measurements (ms). */
const EVERY = 1_000;

type Measure = () => Promise<LinkStats | undefined>;
type Draw = (rates: LinkRates | undefined) => unknown;

/** Draws into its element after each measurement, and measures while the details around it are open and on a page. */
class MeasuresDirective extends Directive {
  #timer: ReturnType<typeof setInterval> | undefined;
  #measure!: Measure;
  #draw!: Draw;
  #last: LinkStats | undefined;
  #rates: LinkRates | undefined;
  #isAsking = false;

  override render(_measure: Measure, _draw: Draw): unknown {
    return nothing;
  }

  override update({ element }: ElementPart, [measure, draw]: [Measure, Draw]): unknown {
    this.#measure = measure;
    this.#draw = draw;
    this.#show(element);
    if (this.#timer === undefined) {
      this.#timer = setInterval(() => void this.#ask(element), EVERY);
      // A new element is not on the page yet.
      queueMicrotask(() => void this.#ask(element));
    }
    return nothing;
  }

  #show(element: Element): void {
    draw(this.#draw(this.#rates), element as HTMLElement);
  }

  async #ask(element: Element): Promise<void> {
    if (!element.isConnected) {
      clearInterval(this.#timer);
      // If it comes back, the next drawing starts again.
      this.#timer = undefined;
    } else if (!this.#isAsking && element.closest('details')!.open) {
      this.#isAsking = true;
      // It rejects when the call is ending.
      const now = await this.#measure().catch(() => undefined);
      this.#isAsking = false;
      if (!now) return;
      this.#rates = ratesOf(this.#last, now) ?? this.#rates;
      this.#last = now;
      this.#show(element);
    }
  }
}

const measures = directive(MeasuresDirective) as (measure: Measure, draw: Draw) => DirectiveResult;

/** Numbers with their units, in the language of the interface. */
function formats(locale: string | undefined) {
  const format = (options: Intl.NumberFormatOptions) => {
    const { format } = new Intl.NumberFormat(locale, { maximumFractionDigits: 0, ...options });
    return (value: number) => format(value);
  };
  return {
    milliseconds: format({ style: 'unit', unit: 'millisecond' }),
    kilobits: format({ style: 'unit', unit: 'kilobit-per-second' }),
    percent: format({ style: 'percent', maximumFractionDigits: 1 }),
    whole: format({}),
  };
}

function flowText(
  { kilobits, height, framesPerSecond }: Flow,
  text: typeof statisticsWords,
  format: ReturnType<typeof formats>,
): string {
  const size = `${height}p`;
  const picture = height
    ? `${size} · ${text.framesPerSecond(format.whole(framesPerSecond))}`
    : text.soundOnly;
  return `${picture} · ${format.kilobits(kilobits)}`;
}

export function render({ room, text, language }: UiContext, participant: Participant): TemplateResult {
  const words = complete(statisticsWords, text);
  const format = formats(language.locale);
  const { id, quality, path } = participant;
  const row = (label: string, value: string | undefined) =>
    value === undefined ? nothing : html`<div><dt>${label}</dt><dd><bdi>${value}</bdi></dd></div>`;
  const rows: Draw = (rates) => [
    row(words.path, words.connectionPath[rates?.path ?? path]),
    row(
      words.roundTrip,
      rates?.roundTripTime === undefined ? undefined : format.milliseconds(rates.roundTripTime),
    ),
    row(words.packetLoss, rates?.loss === undefined ? undefined : format.percent(rates.loss)),
    row(words.receiving, rates && flowText(rates.received, words, format)),
    row(words.sending, rates && flowText(rates.sent, words, format)),
  ];
  const opens = quality === 'poor' || quality === 'lost';
  return html`<details class="connection" part="connection" ?open=${opens || noChange}>
    <summary>
      <span>${words.connection}</span><span class="connection__level ${quality}">${words.connectionLevel[quality]}</span>
    </summary>
    <dl ${measures(async () => (await room.getStats())[id], rows)}></dl>
  </details>`;
}
