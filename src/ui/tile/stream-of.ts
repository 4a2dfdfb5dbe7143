/**
 * Sets the stream of a `<video>` or `<audio>`, unless it is set already. Lit would set it with every drawing, and a browser loads
 * again when `srcObject` is set, even to the same value: https://html.spec.whatwg.org/multipage/media.html#dom-media-srcobject
 */
import { noChange } from 'lit';
import { Directive, type DirectiveResult, directive, type PropertyPart } from 'lit/directive.js';

class StreamOf extends Directive {
  override render(stream: MediaStream | undefined): unknown {
    return stream;
  }

  override update({ element }: PropertyPart, [stream]: [MediaStream | undefined]): unknown {
    const wanted = stream ?? null;
    // Compares with the element itself, because the playback controller may have removed the stream.
    return (element as HTMLMediaElement).srcObject === wanted ? noChange : wanted;
  }
}

/** `.srcObject=${streamOf(stream)}` */
export const streamOf: (stream: MediaStream | undefined) => DirectiveResult = directive(StreamOf);
