/** The round avatar of a participant whose camera is off: initials on their own color. */
import { html, type TemplateResult } from 'lit';
import type { Messages } from '../../locale/words.js';

/** The name to show; participants may join without one. */
export function nameOf({ name }: { readonly name: string }, text: Messages): string {
  // After this character, a name is encrypted.
  return name.split('\u0001')[0]!.trim() || text.guest;
}

/** First letters of the first and last word. By code point, so that no emoji is cut in half. */
export function initials(name: string): string {
  const letters = name.match(/(?<!\S)\S/gu) ?? [];
  return [...letters.slice(0, 1), ...letters.slice(1).slice(-1)].join('').toLocaleUpperCase();
}

/** A hue in degrees that depends only on the id; neighbouring ids get distant hues. */
export function hueOf(id: string): number {
  let hash = 7;
  for (const letter of id) hash = (hash * 31 + letter.codePointAt(0)!) % 9973;
  return (hash * 137) % 360;
}

/** The name is shown beside it, so it is hidden from screen readers. */
export function avatar(id: string, name: string, part = 'tile__avatar'): TemplateResult {
  return html`<span class="avatar" part=${part} aria-hidden="true" .style=${`--hue:${hueOf(id)}`}
    >${initials(name)}</span>`;
}
