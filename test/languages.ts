/**
 * `npm run check` runs this: every language has all words that English has, and no others; a text with a value, a number or a list
 * takes the same ones; a text that depends on a number has exactly the forms that its language needs.
 *
 * New words: write them in English, run `npm run check`, and translate what it lists. What takes longer is listed in
 * `untranslated.ts` until then.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Dictionary, differences, type Word } from './support/dictionaries.js';
import { UNTRANSLATED } from './untranslated.js';

const root = resolve(import.meta.dirname, '..');
const locale = join(root, 'src/locale');

/** Every file of English words: `en*.ts` of the core, `en.ts` of each feature. */
function englishFiles(): string[] {
  return readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .map((path) => join(root, 'src', path))
    .filter((path) => /^en(-[a-z]+)?\.ts$/.test(basename(path)));
}

/** Every difference in the repository, and what else is wrong with the files of languages. */
export async function languageBreaches(): Promise<string[]> {
  const breaches: string[] = [];
  const english: { [key: string]: Word } = {};
  const types = readFileSync(join(locale, 'words.ts'), 'utf8');
  for (const path of englishFiles()) {
    const name = path.slice(root.length + 1).replaceAll('\\', '/');
    const listed = `${name.replace('src/locale/', './').replace('src/', '../')}`.replace(/\.ts$/, '.js');
    // A feature may add the type of its words from its own folder.
    const isDeclared = readFileSync(path, 'utf8').includes("/locale/words.js' {");
    if (!isDeclared && !types.includes(`'${listed}'`))
      breaches.push(`${name}: its words have no type. Add it to src/locale/words.ts.`);
    const words = Object.values(await import(pathToFileURL(path).href)).filter(
      (one) => typeof one === 'object',
    );
    for (const [key, word] of words.flatMap((one) => Object.entries(one as Dictionary))) {
      if (key in english && describe(english[key]!) !== describe(word))
        breaches.push(`${name}: "${key}" means something else in another English file.`);
      english[key] = word;
    }
  }
  // After the English files: `registry.ts` collects what the files of languages add.
  const { LANGUAGES } = await import('../src/locale/languages.js');
  const { shippedWords } = await import('../src/locale/registry.js');
  const listed = Object.keys(LANGUAGES);
  for (const file of readdirSync(locale)) {
    const tag = file.replace(/\.ts$/, '');
    const isLanguage = readFileSync(join(locale, file), 'utf8').includes("addLanguage('");
    if (isLanguage && !listed.some((one) => one.toLowerCase() === tag))
      breaches.push(`src/locale/languages.ts does not list ${file}.`);
  }
  for (const tag of listed) {
    await import(pathToFileURL(join(locale, `${tag.toLowerCase()}.ts`)).href);
    const words = shippedWords(tag);
    if (words) breaches.push(...differences(tag, english, words as Dictionary, UNTRANSLATED));
    else breaches.push(`src/locale/${tag.toLowerCase()}.ts does not add ${tag}.`);
  }
  return breaches;
}

/** Two texts that are written in the same way are the same. */
const describe = (word: Word): string =>
  typeof word === 'object'
    ? JSON.stringify(word, (_, value) => (typeof value === 'function' ? String(value) : value))
    : String(word);
