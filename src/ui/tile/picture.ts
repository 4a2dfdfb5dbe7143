/**
 * A `<video>`. It is always muted, because sound has elements of its own. Its stream is only set when the element has another one: a
 * browser loads again when `srcObject` is set, even to the same value
 * (https://html.spec.whatwg.org/multipage/media.html#dom-media-srcobject).
 */
import { html, nothing, type TemplateResult } from 'lit';
import type { DirectiveResult } from 'lit/directive.js';
import { live } from 'lit/directives/live.js';

/** `fit`: decides how much of the picture is cropped. Firefox would stop at it with Tab. */
export function picture(
  part: string,
  isShown: boolean,
  stream: MediaStream | undefined,
  fit: DirectiveResult | typeof nothing = nothing,
): TemplateResult {
  return html`<video
    part=${part}
    autoplay
    playsinline
    tabindex="-1"
    .muted=${true}
    ?hidden=${!isShown}
    .srcObject=${live(stream ?? null)}
    ${fit}
  ></video>`;
}
