/**
 * Tells the room how large each tile is shown, so that the others send no more than that. Watches the tiles that are drawn, and whether
 * the page is visible. Knows nothing of layouts.
 */
import type { Page } from '../../shared/page-lifecycle.js';

/** The attribute of a tile that names its participant, and that of a screen. */
const TILE = '[data-participant]';

export interface TileViewsOptions {
  readonly root: ParentNode;
  readonly page: Pick<Page, 'hidden' | 'addEventListener'>;
  setView(
    participantId: string,
    view: { width: number; height: number; visible: boolean; source: 'camera' | 'screen' },
  ): void;
  /** Aborted when the call ends. */
  readonly signal: AbortSignal;
}

export interface TileViews {
  /** Called after every drawing: watches new tiles, and forgets those that are gone. */
  update(): void;
}

export function createTileViews({ root, page, setView, signal }: TileViewsOptions): TileViews {
  const sizes = new Map<Element, { width: number; height: number }>();

  const tell = (tile: Element) => {
    const { participant, source } = (tile as HTMLElement).dataset;
    const size = sizes.get(tile);
    if (!participant || !size) return;
    const ratio = tile.ownerDocument.defaultView?.devicePixelRatio ?? 1;
    const [width, height] = [Math.round(size.width * ratio), Math.round(size.height * ratio)];
    const visible = !page.hidden && width > 0 && height > 0;
    setView(participant, { width, height, visible, source: source === 'screen' ? 'screen' : 'camera' });
  };

  // Sizes come from the observer, so that nothing here makes the browser compute a layout.
  const observer = new ResizeObserver((entries) => {
    for (const { target, contentRect } of entries) {
      sizes.set(target, contentRect);
      tell(target);
    }
  });
  const tellAll = () => {
    for (const tile of sizes.keys()) tell(tile);
  };
  page.addEventListener('hidden', tellAll, { signal });
  page.addEventListener('visible', tellAll, { signal });
  signal.addEventListener('abort', () => observer.disconnect(), { once: true });

  const watched = new Set<Element>();
  return {
    update() {
      if (signal.aborted) return;
      const tiles = new Set(root.querySelectorAll(TILE));
      for (const tile of watched) {
        if (tiles.has(tile)) continue;
        observer.unobserve(tile);
        watched.delete(tile);
        sizes.delete(tile);
      }
      for (const tile of tiles) {
        if (watched.has(tile)) continue;
        watched.add(tile);
        observer.observe(tile);
      }
    },
  };
}
