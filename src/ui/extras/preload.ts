/**
 * Loads what the controls of a call open and what its notices and its end show, before any of it is used: the server may be gone by then,
 * while the call goes on. Part of the chunk for menus, which is loaded first.
 */
import type { UiFeature } from '../feature.js';
import { loadProblems, loadSafety } from '../later.js';

/** Each part of a feature with a `load`, such as its panel. Encryption has one too, but only rooms with a secret need it. */
type Part = { load?(): Promise<unknown> } | undefined;

/** Loads the lazy parts of these features. A part that cannot be loaded now is loaded when it is used. */
export function preload(features: readonly UiFeature[]): void {
  const loads = features.flatMap(({ menus = {}, encryption: _, ...parts }) => [
    ...Object.values(menus),
    ...Object.values(parts).map((part) => (part as Part)?.load),
  ]);
  for (const load of [loadProblems, loadSafety, ...loads]) load?.().catch(() => {});
}
