/** Draws the tiles of a call in their positions. Owns neither participants nor streams. */
import { html, nothing, type TemplateResult } from 'lit';
import type { UiContext } from '../context.js';
import { renderCopyLink } from '../controls/copy-link.js';
import { keyed } from '../keyed.js';
import { later } from '../later.js';
import { type Place, renderTile } from '../tile/tile.js';
import { arrange, TILE_GAP } from './arrangement.js';
import type { Box, Rect } from './grid-layout.js';
import { tilesOf } from './tiles.js';

const BAR = 66;
/** In boxes at least this wide a panel is beside the tiles; this is the width it takes. */
const WITH_PANEL = 720;
const PANEL = 332;

const loadPager = () => import('./pager.js');

/**
 * In percent of the grid, so that a host page's own sizes cannot push tiles out; half a gap wider on each side: the margins of the
 * tiles form the gap, even with sizes from the host page.
 */
function placeOf(rect: Rect | undefined, box: Box): Place {
  // A tile that is not shown stays in the document, because it plays the sound.
  if (!rect) return { style: 'display:none;', ratio: 1 };
  const { x, y, width, height } = rect;
  const share = (value: number, total: number) => `${((value / (total + TILE_GAP)) * 100).toFixed(3)}%`;
  const inline = `${share(x, box.width)} ${share(box.width - x - width, box.width)}`;
  const block = `${share(y, box.height)} ${share(box.height - y - height, box.height)}`;
  return { style: `inset-inline:${inline};inset-block:${block};`, ratio: width / height };
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
                ${ui.copyFailed ? nothing : html`<code dir="ltr">${ui.shareUrl.replace(/^https?:\/\//, '')}</code>`}
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
  const width = ui.width - (ui.panel && ui.width >= WITH_PANEL ? PANEL : 0);
  const box = { width: Math.max(1, width - 2 * TILE_GAP), height: Math.max(1, ui.height - BAR) };
  const { rects, invitation, isFloating, page, pages } = arrange(tiles, context, box);

  // Tiles glide to their new positions, but not while someone joins: each step paints all of them, which delays the links.
  const isLinking = state.participants.some(({ link }) => link === 'connecting');
  const doubleClicked = ({ target }: Event) => {
    const tile = (target as Element).closest<HTMLElement>('.tile');
    // Two quick presses of a button are not meant for the tile.
    if (!tile || (target as Element).closest('button, .empty')) return;
    for (const feature of context.features) feature.doubleClicked?.(context, tile);
  };
  return html`<div class="grid ${isFloating ? 'float' : ''} ${isLinking ? 'linking' : ''}" part="grid" @dblclick=${doubleClicked}>
    ${keyed(tiles, (tile, index) => renderTile(tile, placeOf(rects[index], box), context))}
    ${pages > 1 ? html`<div class="pager" ${later(({ render }) => render(context, page, pages), '', loadPager)}></div>` : nothing}
    ${invitation ? renderEmpty(placeOf(invitation, box).style, context) : nothing}
  </div>`;
}
