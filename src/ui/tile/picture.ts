/** A `<video>`. It is always muted, because sound has elements of its own. */
import { html, type TemplateResult } from 'lit';
import { streamOf } from './stream-of.js';

export function picture(part: string, isShown: boolean, stream: MediaStream | undefined): TemplateResult {
  return html`<video
    part=${part}
    autoplay
    playsinline
    .muted=${true}
    ?hidden=${!isShown}
    .srcObject=${streamOf(stream)}
  ></video>`;
}
