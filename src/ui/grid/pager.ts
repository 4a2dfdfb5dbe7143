/** The buttons between the pages of tiles. Loaded when the tiles need more than one page. */
import { type CSSResult, css, html, nothing, type TemplateResult } from 'lit';
import { complete } from '../../locale/complete.js';
import { pageWords } from '../../locale/en-pages.js';
import type { UiContext } from '../context.js';
import { icon } from '../icons.js';
import { NEXT, PREVIOUS } from '../more-icons.js';

export const styles: CSSResult[] = [
  css`
.pager { position: absolute; z-index: 1; inset-inline: 0; inset-block-end: 0; margin-inline: auto; inline-size: fit-content; display: flex; align-items: center; border-radius: 99px; padding-inline: 2px }
.pager button { display: grid; place-items: center; inline-size: 44px; block-size: 44px; border-radius: 50% }
.pager [aria-disabled] { opacity: .35; cursor: default; background-image: none; scale: none }
.pager:dir(rtl) svg { scale: -1 1 }
.pager b { min-inline-size: 3.2em; text-align: center; font-variant-numeric: tabular-nums; font-weight: 600 }
.pager i { inline-size: 7px; block-size: 7px; border-radius: 50%; background: currentColor; opacity: .3; margin: 4px }
.pager i.here { opacity: 1 }
.pager span { display: flex; align-items: center }
@container vr (max-height: 366px) {
  .pager { inset-block: 0; inline-size: auto; pointer-events: none; background: none !important }
  .pager > span { flex: 1; justify-content: space-between }
  .pager span[aria-hidden] { display: none }
  .pager button { inline-size: 26px; outline-offset: -3px; pointer-events: auto }
}
@media (forced-colors: active) { .pager { background: Canvas } .pager i { background: CanvasText; forced-color-adjust: none } .pager button { border: 0 !important } }
`,
];

/** More pages than this are shown as numbers instead of dots. */
const MOST_DOTS = 6;

export function render({ act, text }: UiContext, page: number, pages: number): TemplateResult {
  const { previousPage, nextPage, pageOf, pages: label } = complete(pageWords, text);
  const turn = (to: number) => {
    if (to >= 0 && to < pages) act.show({ page: to });
  };
  // A button that is disabled would lose the focus.
  const button = (name: string, path: typeof NEXT, to: number) => html`<button
    type="button"
    part="pager__button"
    aria-label=${name}
    title=${name}
    aria-disabled=${to < 0 || to >= pages ? 'true' : nothing}
    @click=${() => turn(to)}
  >${icon(path)}</button>`;
  const onKey = (event: KeyboardEvent) => {
    const isRtl = getComputedStyle(event.currentTarget as Element).direction === 'rtl';
    const to = {
      ArrowLeft: page + (isRtl ? 1 : -1),
      ArrowRight: page + (isRtl ? -1 : 1),
      PageUp: page - 1,
      PageDown: page + 1,
      Home: 0,
      End: pages - 1,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    turn(to);
  };
  return html`<span role="group" aria-label=${label} @keydown=${onKey}>
    ${button(previousPage, PREVIOUS, page - 1)}
    <span aria-hidden="true">${
      pages > MOST_DOTS
        ? html`<b>${page + 1} / ${pages}</b>`
        : [...Array(pages).keys()].map((one) => html`<i class=${one === page ? 'here' : ''}></i>`)
    }</span><span class="hidden" role="status">${pageOf(page + 1, pages)}</span>
    ${button(nextPage, NEXT, page + 1)}
  </span>`;
}
