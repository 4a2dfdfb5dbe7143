/**
 * Draws the call: the tiles, the panels beside them, and the bar of controls. Loaded while the lobby is shown or the room is joined, so
 * that it is there before the first picture.
 */
import { type CSSResult, html, nothing, type TemplateResult } from 'lit';
import type { UiContext } from './context.js';
import { barStyles } from './controls/bar.styles.js';
import { renderControls } from './controls/controls.js';
import { renderGrid } from './grid/grid.js';
import { gridStyles } from './grid/grid.styles.js';
import { later } from './later.js';
import { panelStyles } from './panel.styles.js';
import { renderPanels } from './panel-view.js';
import { tileStyles } from './tile/tile.styles.js';

export { hearShortcuts } from './controllers/shortcuts.js';
export { createTileViews } from './controllers/tile-views.js';
export { splitControls } from './controls/controls.js';
export { copyHint, renderCopyLink } from './controls/copy-link.js';
export { keyed } from './keyed.js';
export { renderAnnouncements } from './notices/announcer.js';
export { closeButton } from './notices/close-button.js';
export { leavePanel, renderPanelHead } from './panel-head.js';

export const styles: CSSResult[] = [gridStyles, tileStyles, panelStyles, barStyles];

const renderCovers = (context: UiContext): unknown =>
  context.features.map(({ cover }) =>
    cover?.isShown(context)
      ? html`<div class="cover" ${later(({ render }) => render(context), '', cover.load)}></div>`
      : nothing,
  );

export const render = (context: UiContext): TemplateResult =>
  html`<h2 class="hidden" tabindex="-1">${context.state.roomId}</h2><div class="main">${renderGrid(context)}${renderCovers(context)}${renderPanels(context)}</div>${renderControls(context)}`;
