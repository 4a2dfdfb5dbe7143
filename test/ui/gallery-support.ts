/** Gallery states on the page of a test, and ways to look at them as people do: by role, name and text. */
import { type GalleryStage, mountState } from '../../demo/gallery-stage.js';
import { GALLERY_STATES, type GalleryState } from '../../demo/gallery-states.js';

export const WIDE = { width: 800, height: 500 };
export const SMALL = { width: 240, height: 180 };

const mounted: HTMLElement[] = [];

/** Puts a state on the page: one of the gallery's by name, or one made for the test. */
export function show(state: string | GalleryState, box = WIDE): GalleryStage {
  const found = typeof state === 'string' ? GALLERY_STATES.find(({ name }) => name === state) : state;
  if (!found) throw new Error(`The gallery has no state "${state}"`);
  const stage = mountState(found, box);
  document.body.append(stage.host);
  mounted.push(stage.host);
  return stage;
}

/** Takes away what `show` put on the page. */
export function clear(): void {
  for (const host of mounted.splice(0)) host.remove();
}

export const all = (root: ParentNode, selector: string): HTMLElement[] => [
  ...root.querySelectorAll<HTMLElement>(selector),
];

/** Is there such a part? For expectations: a failing comparison of elements would print the whole page. */
export const has = (root: ParentNode, name: string): boolean => part(root, name) !== null;

/** What has the focus, by its label or text. */
export const focused = (root: ShadowRoot): string | null =>
  root.activeElement && (root.activeElement.ariaLabel ?? textOf(root.activeElement));

export const part = (root: ParentNode, name: string): HTMLElement | null =>
  root.querySelector<HTMLElement>(`[part~="${name}"]`);

/** The button that is called this, by its label or by its text. */
export function button(root: ParentNode, name: string): HTMLButtonElement | undefined {
  return all(root, 'button').find(
    (element) => (element.ariaLabel ?? element.textContent?.replace(/\s+/g, ' ').trim()) === name,
  ) as HTMLButtonElement | undefined;
}

/** What can be read, without white space that nobody sees. */
export const textOf = (node: Node | null): string => node?.textContent?.replace(/\s+/g, ' ').trim() ?? '';

/** The label of the tile or panel that is seen in the middle of this place. */
export const uppermost = (root: ShadowRoot, { x, y, width, height }: DOMRect): string | null =>
  root.elementFromPoint(x + width / 2, y + height / 2)?.closest('[part~="tile"], [part~="chat"]')
    ?.ariaLabel ?? null;

/** The names on tiles, in order. */
export const tileNames = (root: ParentNode): string[] =>
  all(root, '[part~="tile"]').map((tile) => tile.ariaLabel ?? '');

/** Presses a key where the focus is. */
export function press(root: ShadowRoot, key: string): void {
  root.activeElement!.dispatchEvent(
    new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true }),
  );
}
