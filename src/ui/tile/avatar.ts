/** The round picture of somebody whose camera is off: initials on a colour of their own. */
import { html, type TemplateResult } from 'lit';
import type { Messages } from '../../locale/en.js';

/** The name to show; people may join without one. */
export function nameOf({ name }: { readonly name: string }, text: Messages): string {
  return name.trim() || text.guest;
}

/** First letters of the first and last word. By grapheme: half an emoji is not a letter. */
export function initials(name: string): string {
  // Firefox has had Segmenter since 125; before it, code points are close enough.
  const graphemes = (word: string) =>
    'Segmenter' in Intl
      ? Array.from(new Intl.Segmenter().segment(word), ({ segment }) => segment)
      : [...word];
  const words = name.trim().split(/\s+/);
  const picked = words.length > 1 ? [words[0]!, words.at(-1)!] : words;
  return picked
    .map((word) => graphemes(word)[0] ?? '')
    .join('')
    .toLocaleUpperCase();
}

/** A hue in degrees that stays with an id; neighbouring ids get distant hues. */
export function hueOf(id: string): number {
  let hash = 7;
  for (const letter of id) hash = (hash * 31 + letter.codePointAt(0)!) % 9973;
  return (hash * 137) % 360;
}

/** The name stands beside it, so it says nothing to screen readers. */
export function avatar(id: string, name: string, part = 'tile__avatar'): TemplateResult {
  return html`<span class="avatar" part=${part} aria-hidden="true" .style=${`--hue:${hueOf(id)}`}
    >${initials(name)}</span>`;
}
