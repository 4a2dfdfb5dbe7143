/** Shows the whole picture where filling the tile would crop too much of it, such as a camera on edge in a wide tile. */
import { nothing } from 'lit';
import { Directive, type DirectiveResult, directive, type ElementPart } from 'lit/directive.js';

/** A picture fills its tile, unless less than this share of it would be seen. */
const LEAST_SHOWN = 2 / 3;

class FitsTile extends Directive {
  #video: HTMLVideoElement | undefined;
  #ratio = 0;

  override render(_ratio: number): typeof nothing {
    return nothing;
  }

  override update({ element }: ElementPart, [ratio]: [number]): typeof nothing {
    this.#ratio = ratio;
    if (!this.#video) {
      this.#video = element as HTMLVideoElement;
      // A camera that is turned changes the size of its picture.
      element.addEventListener('resize', () => this.#fit());
    }
    this.#fit();
    return nothing;
  }

  #fit(): void {
    const { videoWidth, videoHeight, style } = this.#video!;
    // Not a number before the first frame.
    const ratio = videoWidth / videoHeight;
    const shown = Math.min(ratio / this.#ratio, this.#ratio / ratio);
    style.objectFit = shown < LEAST_SHOWN ? 'contain' : '';
  }
}

/** For a `<video>` in a tile; `ratio`: width of the tile divided by its height. */
export const fitsTile: (ratio: number) => DirectiveResult = directive(FitsTile);
