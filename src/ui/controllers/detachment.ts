/** Distinguishes a move within the page from a removal. Only knows that the element was taken out and put back. */
import type { Clock } from '../platform.js';

/** Frameworks put a moved element back within a frame or two. This is the limit where there are no frames (ms). */
const PATIENCE = 100;

/**
 * The element was taken out. `removed` is called unless the returned function is called within two frames or 100 ms, whichever is
 * first.
 */
export function awaitReturn(clock: Clock, removed: () => void): () => void {
  let isAway = true;
  const end = () => {
    if (isAway) removed();
    isAway = false;
  };
  clock.setTimeout(end, PATIENCE); // Hidden tabs have no frames.
  clock.requestAnimationFrame(() => clock.requestAnimationFrame(end));
  return () => {
    isAway = false;
  };
}
