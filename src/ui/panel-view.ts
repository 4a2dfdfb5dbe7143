/** Draws the panels of features beside the tiles. */
import { html, type TemplateResult } from 'lit';
import type { UiContext } from './context.js';
import { keyed } from './keyed.js';
import { later } from './later.js';

/** Once opened, a panel stays in the document, hidden or not: a draft in it is kept. */
export function renderPanels(context: UiContext): unknown {
  const { ui, features } = context;
  const shown = features.flatMap(({ name: key, panel }) =>
    panel && (ui.panel === key || ui.opened.includes(key)) ? [{ key, panel }] : [],
  );
  return keyed(shown, ({ key, panel }): TemplateResult => {
    const { part } = panel;
    return html`<div class="panel ${part}" part=${part} role="region" aria-label=${panel.label(context)} ?hidden=${ui.panel !== key} ${later(({ render }) => render(context), context.text.reconnecting, panel.load)}></div>`;
  });
}
