/** Gallery states on the page of a test, and queries by role, name and text. */
import { type GalleryStage, mountState } from '../../demo/gallery-stage.js';
import { ENGLISH, GALLERY_STATES, type GalleryState } from '../../demo/gallery-states.js';

export const WIDE = { width: 800, height: 500 };
export const SMALL = { width: 240, height: 180 };

const mounted: HTMLElement[] = [];

/** Puts a state on the page: a state of the gallery by name, or a custom one. */
export function show(state: string | GalleryState, box = WIDE, language = ENGLISH): GalleryStage {
  const found = typeof state === 'string' ? GALLERY_STATES.find(({ name }) => name === state) : state;
  if (!found) throw new Error(`The gallery has no state "${state}"`);
  const stage = mountState(found, box, language);
  document.body.append(stage.host);
  mounted.push(stage.host);
  return stage;
}

/** Removes everything that `show` put on the page. */
export function clear(): void {
  for (const host of mounted.splice(0)) host.remove();
}

export const all = (root: ParentNode, selector: string): HTMLElement[] => [
  ...root.querySelectorAll<HTMLElement>(selector),
];

/** Whether there is such a part. For expectations: a failing comparison of elements would print the whole page. */
export const has = (root: ParentNode, name: string): boolean => part(root, name) !== null;

/** The label or text of the focused element. */
export const focused = (root: ShadowRoot): string | null =>
  root.activeElement && (root.activeElement.ariaLabel ?? textOf(root.activeElement));

export const part = (root: ParentNode, name: string): HTMLElement | null =>
  root.querySelector<HTMLElement>(`[part~="${name}"]`);

/** The button with this label or text. */
export function button(root: ParentNode, name: string): HTMLButtonElement | undefined {
  return all(root, 'button').find(
    (element) => (element.ariaLabel ?? element.textContent?.replace(/\s+/g, ' ').trim()) === name,
  ) as HTMLButtonElement | undefined;
}

/** The visible text, without invisible white space. */
export const textOf = (node: Node | null): string => node?.textContent?.replace(/\s+/g, ' ').trim() ?? '';

/** The label of the tile or panel that is visible in the middle of this area. */
export const uppermost = (root: ShadowRoot, { x, y, width, height }: DOMRect): string | null =>
  root.elementFromPoint(x + width / 2, y + height / 2)?.closest('[part~="tile"], [part~="chat"]')
    ?.ariaLabel ?? null;

/** The names on tiles, in order. */
export const tileNames = (root: ParentNode): string[] =>
  all(root, '[part~="tile"]').map((tile) => tile.ariaLabel ?? '');

/** Presses a key at the focused element. */
export function press(root: ShadowRoot, key: string): void {
  root.activeElement!.dispatchEvent(
    new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true }),
  );
}
