/**
 * Gives a `<video>` or `<audio>` its stream once. Lit sets objects anew with every drawing, and a browser begins to load afresh
 * when `srcObject` is set, even to what it was: https://html.spec.whatwg.org/multipage/media.html#dom-media-srcobject
 */
import { noChange } from 'lit';
import { Directive, directive } from 'lit/directive.js';

class StreamOf extends Directive {
  #stream: MediaStream | undefined;

  override render(stream: MediaStream | undefined): unknown {
    const before = this.#stream;
    this.#stream = stream;
    return stream === before ? noChange : (stream ?? null);
  }
}

/** `.srcObject=${streamOf(stream)}` */
export const streamOf = directive(StreamOf);
