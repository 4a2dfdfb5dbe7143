/**
 * Tells the room how large each tile is shown, so that the others send no more than that. Watches the tiles that are drawn, whether they
 * are within the visible part of the page, whether a panel covers them, and whether the page is visible. Knows nothing of layouts.
 */
import type { Page } from '../../shared/page-lifecycle.js';

/** A tile of another participant. Rows of lists name a participant, too, but show no picture. */
const TILE = '[data-participant][data-source]';

const PANEL = '.panel:not([hidden])';

/** Whether a panel, which goes down to the bottom, hides a tile, except for a strip that may still show above it while the panel slides in. */
const covers = (panel: DOMRect, tile: DOMRect): boolean =>
  panel.left <= tile.left + 16 &&
  panel.right >= tile.right - 16 &&
  panel.top <= tile.top + tile.height / 10 + 16;

/** A smaller tile is told after this long (ms). */
const SHRINK_AFTER = 500;

export interface TileViewsOptions {
  readonly root: ParentNode;
  readonly page: Pick<Page, 'hidden' | 'addEventListener'>;
  /** Tiles can be out of sight in the page that has them. */
  readonly scrolls: boolean;
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

export function createTileViews({ root, page, scrolls, setView, signal }: TileViewsOptions): TileViews {
  const sizes = new Map<Element, { width: number; height: number }>();
  /** Tiles that are scrolled away, and tiles under a panel. */
  const away = new Set<Element>();
  const covered = new Set<Element>();
  /** The last area that was told of each tile, and smaller ones that wait. */
  const areas = new Map<Element, number>();
  const shrinking = new Map<Element, ReturnType<typeof setTimeout>>();

  const isSeen = (tile: Element) => !page.hidden && !away.has(tile) && !covered.has(tile);
  /** A larger tile is told at once, a smaller one after a moment: tiles move while they change. */
  const tell = (tile: Element) => {
    clearTimeout(shrinking.get(tile));
    const size = sizes.get(tile);
    const area = size && isSeen(tile) ? size.width * size.height : 0;
    if (area >= (areas.get(tile) ?? 0)) tellNow(tile, area);
    else shrinking.set(tile, setTimeout(tellNow, SHRINK_AFTER, tile, area));
  };
  const tellNow = (tile: Element, area: number) => {
    const size = sizes.get(tile);
    if (!size || signal.aborted) return;
    areas.set(tile, area);
    show(tile as HTMLElement, size);
  };
  const show = (tile: HTMLElement, size: { width: number; height: number }) => {
    const { participant, source } = tile.dataset as { participant?: string; source: 'camera' | 'screen' };
    if (!participant) return;
    const ratio = (tile.ownerDocument.defaultView?.devicePixelRatio ?? 1) * (tile.currentCSSZoom ?? 1);
    const [width, height] = [Math.round(size.width * ratio), Math.round(size.height * ratio)];
    const visible = isSeen(tile) && width > 0 && height > 0;
    setView(participant, { width, height, visible, source });
  };

  // Sizes come from the observer, so that nothing here makes the browser compute a layout.
  // The observers of the window that shows them: those of a hidden page would wait, and that of Firefox (2026) sees nothing in another window.
  const view = ((root as Node).ownerDocument?.defaultView ?? window) as typeof window;
  const observer = new view.ResizeObserver((entries) => {
    const changed = new Set<Element>();
    for (const { target, contentRect } of entries) {
      if (!target.matches(TILE)) continue;
      sizes.set(target, contentRect);
      changed.add(target);
    }
    // The layout is known here, so that measuring is free.
    const panel = root.querySelector(PANEL)?.getBoundingClientRect();
    for (const tile of sizes.keys()) {
      const isCovered = !!panel && covers(panel, tile.getBoundingClientRect());
      if (isCovered !== covered.has(tile)) changed.add(tile);
      if (isCovered) covered.add(tile);
      else covered.delete(tile);
    }
    changed.forEach(tell);
  });
  const sight = new view.IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting !== away.has(target)) continue;
      if (isIntersecting) away.delete(target);
      else away.add(target);
      tell(target);
    }
  });
  const tellAll = () => {
    for (const tile of sizes.keys()) tell(tile);
  };
  page.addEventListener('hidden', tellAll, { signal });
  page.addEventListener('visible', tellAll, { signal });
  const end = () => {
    observer.disconnect();
    sight.disconnect();
  };
  signal.addEventListener('abort', end);

  const watched = new Set<HTMLElement>();
  return {
    update() {
      if (signal.aborted) return;
      const tiles = new Set(root.querySelectorAll<HTMLElement>(TILE));
      const keyOf = ({ dataset }: HTMLElement) => `${dataset.participant} ${dataset.source}`;
      const drawn = new Set([...tiles].map(keyOf));
      for (const tile of watched) {
        if (tiles.has(tile) || !tile.matches(TILE)) continue;
        // It is on another page of tiles, or gone.
        if (!drawn.has(keyOf(tile))) show(tile, { width: 0, height: 0 });
        observer.unobserve(tile);
        sight.unobserve(tile);
        clearTimeout(shrinking.get(tile));
        for (const known of [watched, away, covered, sizes, areas, shrinking]) known.delete(tile);
      }
      for (const tile of [...tiles, ...root.querySelectorAll<HTMLElement>('.panel')]) {
        if (watched.has(tile)) continue;
        watched.add(tile);
        observer.observe(tile);
        if (scrolls) sight.observe(tile);
        // The observers of a hidden page are silent until it is visible again, and at first about what is not displayed.
        if (page.hidden || tile.style.display) show(tile, { width: 0, height: 0 });
      }
    },
  };
}
