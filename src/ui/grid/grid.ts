/** Draws the tiles of a call in their positions. Owns neither participants nor streams. */
import { html, nothing, type TemplateResult } from 'lit';
import type { UiContext } from '../context.js';
import { renderCopyLink } from '../controls/copy-link.js';
import { keyed } from '../keyed.js';
import { renderTile } from '../tile/tile.js';
import { type Box, floatLayout, gridLayout, type Rect, stageLayout } from './grid-layout.js';
import { focusOf, tilesOf } from './tiles.js';

/**
 * Approximate gap that the style sheet leaves between tiles. Positions are percentages, so a host page's own sizes cannot push
 * tiles out.
 */
const GAP = 8;
const BAR = 66;
/** In boxes at least this wide a panel is beside the tiles; this is the width it takes. */
const WITH_PANEL = 720;
const PANEL = 332;

/** In percent of the grid, half a gap wider on each side: the margins of the tiles form the gap, even with sizes from the host page. */
function placeOf({ x, y, width, height }: Rect, box: Box): string {
  const share = (value: number, total: number) => `${((value / (total + GAP)) * 100).toFixed(3)}%`;
  const inline = `${share(x, box.width)} ${share(box.width - x - width, box.width)}`;
  const block = `${share(y, box.height)} ${share(box.height - y - height, box.height)}`;
  return `inset-inline:${inline};inset-block:${block};`;
}

/** Alone in the call: shows how to invite others. */
function renderEmpty(place: string, context: UiContext): TemplateResult {
  const { ui, text } = context;
  return html`<div class="tile empty" part="empty" .style=${place}>
    <slot name="empty"
      ><div class="card">
        <b>${text.alone}</b>
        ${
          ui.shareUrl
            ? html`<span class="muted">${text.invite}</span>
                ${ui.copyFailed ? nothing : html`<code>${ui.shareUrl.replace(/^https?:\/\//, '')}</code>`}
                ${renderCopyLink(context)}`
            : nothing
        }
      </div></slot
    >
  </div>`;
}

export function renderGrid(context: UiContext): TemplateResult {
  const { state, ui } = context;
  const tiles = tilesOf(state);
  const isAlone = !state.participants.length;
  const focus = focusOf(tiles, state, ui.layout);
  const width = ui.width - (ui.panel && ui.width >= WITH_PANEL ? PANEL : 0);
  const box = { width: Math.max(1, width - 2 * GAP), height: Math.max(1, ui.height - BAR) };
  const isSmall = width < 520 || ui.height > width * 1.2;
  const isFloating = isSmall && tiles.length === 2 && !focus && !isAlone;
  const count = tiles.length + Number(isAlone);

  // If space is short, inviting others matters more than our own picture.
  const isInviting = isAlone && ui.height < 300 && ui.width < 520;

  // Layouts put the large tile first. In the document it keeps its position, so that no video element ever moves.
  const large = isInviting ? tiles.length : focus ? tiles.findIndex(({ key }) => key === focus) : 0;
  const rects = isFloating
    ? floatLayout(box, GAP)
    : (focus || isInviting ? stageLayout : gridLayout)(box, count, GAP);
  const [first, ...others] = rects.map((rect) => placeOf(rect, box));
  const places = [...others.slice(0, large), first!, ...others.slice(large)];

  // Tiles glide to their new positions, but not while someone joins: each step paints all of them, which delays the links.
  const isLinking = state.participants.some(({ link }) => link === 'connecting');
  return html`<div class="grid ${isFloating ? 'float' : ''} ${isLinking ? 'linking' : ''}" part="grid">
    ${keyed(tiles, (tile, index) => renderTile(tile, places[index]!, context))}
    ${isAlone ? renderEmpty(places[tiles.length]!, context) : nothing}
  </div>`;
}
