/** The panels of features beside the tiles: which one is open, and how it is drawn. */
import { html, type TemplateResult } from 'lit';
import type { UiContext, UiState } from './context.js';
import type { UiFeature } from './feature.js';
import { keyed } from './keyed.js';
import { later } from './later.js';

/** The change of the interface when this panel is opened; `null`: when the open one is closed. */
export function panelOpened(
  { opened }: UiState,
  name: string | null,
  features: readonly UiFeature[],
): Partial<UiState> {
  if (!name) return { panel: null };
  const isFirst = !opened.includes(name);
  const { panel } = features.find((feature) => feature.name === name) ?? {};
  return { panel: name, ...(isFirst && { opened: [...opened, name] }), ...panel?.opened };
}

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
