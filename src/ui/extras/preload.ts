/**
 * Loads what the controls of a call open and what its notices and its end show, before any of it is used: the server may be gone by then,
 * while the call goes on. Part of the chunk for menus, which is loaded first.
 */
import type { UiFeature } from '../feature.js';
import { loadProblems, loadSafety } from '../later.js';

/** Loads the lazy parts of these features. A part that cannot be loaded now is loaded when it is used. */
export function preload(features: readonly UiFeature[]): void {
  const loads = features.flatMap(
    ({ menus = {}, panel, person, screen, tile, cover, notice, shortcuts, preloads }) => [
      ...Object.values(menus),
      ...[panel, person, screen, tile, cover, notice, shortcuts].map((part) => part?.load),
      preloads,
    ],
  );
  for (const load of [loadProblems, loadSafety, ...loads]) load?.().catch(() => {});
}
