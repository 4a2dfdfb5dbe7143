/** Which panel of a feature is open beside the tiles; `panel-view.ts` draws it. Pure. */
import type { UiState } from './context.js';
import type { UiFeature } from './feature.js';

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
