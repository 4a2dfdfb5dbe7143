/** Tells being moved within a page from being removed from it. Knows only that the element was taken out and put back. */
import type { Clock } from '../platform.js';

/** Frameworks put what they move back within a frame or two; in milliseconds where there are no frames. */
const PATIENCE = 100;

/**
 * The element was taken out: unless it is put back, which is what the answer is to be called for, within two frames or 100 ms,
 * whichever is first, it was `removed`.
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
