/**
 * Which of the available languages fits a `lang`. Pure.
 *
 * 1. The tag itself, then without its last parts, as in RFC 4647: `de-AT` → `de`.
 * 2. Another region with the same language and the same script: `pt-PT` → `pt-BR`, `zh-SG` → `zh-CN`.
 *
 * A reader of another script gets English: `zh-TW` and `zh-HK` are written in traditional characters and never become `zh-CN`.
 * Android and Chrome do the same. A page that prefers simplified characters to English sets `lang="zh-CN"`.
 */

/** The canonical form of a BCP 47 tag; `undefined` if it is not one. `pt_BR`, as some servers write it, is read as `pt-BR`. */
export function canonicalTag(tag: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(tag.replaceAll('_', '-'))[0];
  } catch {
    return undefined;
  }
}

/** `de-AT` → `['de-AT', 'de']`. */
export function withShorterTags(tag: string): string[] {
  const parts = tag.split('-');
  return parts.map((_, index) => parts.slice(0, parts.length - index).join('-'));
}

/** The language with the script that its readers expect: `pt-PT` → `pt-Latn`. Nothing for languages that the browser does not know. */
function languageAndScript(tag: string): string | undefined {
  const { language, script } = new Intl.Locale(tag).maximize();
  return script && `${language}-${script}`;
}

/** The best of the `available` canonical tags for a canonical tag. */
export function bestMatch(wanted: string, available: readonly string[]): string | undefined {
  const known = withShorterTags(wanted).find((tag) => available.includes(tag));
  if (known) return known;
  const like = languageAndScript(wanted);
  return like ? available.find((tag) => languageAndScript(tag) === like) : undefined;
}
