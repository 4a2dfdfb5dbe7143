/**
 * Gives a `<video>` or `<audio>` its stream, unless it has it. Lit sets objects anew with every drawing, and a browser begins to
 * load afresh when `srcObject` is set, even to what it was: https://html.spec.whatwg.org/multipage/media.html#dom-media-srcobject
 */
import { noChange } from 'lit';
import { Directive, directive, type PropertyPart } from 'lit/directive.js';

class StreamOf extends Directive {
  override render(stream: MediaStream | undefined): unknown {
    return stream;
  }

  override update({ element }: PropertyPart, [stream]: [MediaStream | undefined]): unknown {
    const wanted = stream ?? null;
    // Asked of the element: whoever ends its playing takes the stream away.
    return (element as HTMLMediaElement).srcObject === wanted ? noChange : wanted;
  }
}

/** `.srcObject=${streamOf(stream)}` */
export const streamOf = directive(StreamOf);
