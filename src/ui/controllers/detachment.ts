/** Tells being moved within a page from being removed from it. Knows only that the element was taken out and put back. */
import type { Clock } from '../platform.js';

/** Frameworks put what they move back within a frame or two; in milliseconds where there are no frames. */
const PATIENCE = 100;

export class Detachment {
  #current: object | undefined;

  constructor(
    readonly clock: () => Clock,
    readonly removed: () => void,
  ) {}

  /** The element was taken out: unless it is put back within two frames or 100 ms, whichever is first, it was removed. */
  begin(): void {
    const mine = {};
    this.#current = mine;
    const end = () => {
      if (this.#current !== mine) return;
      this.#current = undefined;
      this.removed();
    };
    const clock = this.clock();
    clock.setTimeout(end, PATIENCE); // Hidden tabs have no frames.
    clock.requestAnimationFrame(() => clock.requestAnimationFrame(end));
  }

  /** It was put back. */
  cancel(): void {
    this.#current = undefined;
  }
}
