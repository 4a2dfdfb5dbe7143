/**
 * `npm run check` runs this: rules about our texts and names that neither the compiler nor the linter knows. Prints each breach
 * with its file and line, and fails if there is one.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { languageBreaches } from './languages.js';

const root = resolve(import.meta.dirname, '..');

/** The README is the front page. Longer texts belong in demo/docs. */
const README_LINES = 200;

/** Expressions that a reader has to read twice, with a plainer way to say it. */
const WORDS: readonly [RegExp, string][] = [
  [/\bwho(m|so)?ever\b/gi, 'name the actor: a participant, a client, the sender'],
  [/\bsomebody\s+who(m|se)?\b/gi, 'name the actor: a participant, a client, the sender'],
  [/\bof\s+(whom|which)\b/gi, 'begin a new sentence'],
  [/\bis\s+what\b[^.:;]{0,60}\bis\b/gi, 'say what it is'],
  [/\b(told|said)\s+all\s+the\s+same\b/gi, 'say "anyway", or leave it out'],
];
/** Where our texts are; `.` is the root without its folders. */
const FOLDERS = ['.', '.github', 'demo', 'party', 'src', 'test'];
const TEXTS = ['.ts', '.js', '.html', '.md'];
/** This file has to name the words. */
const EXEMPT = new Set(['test/words.ts']);

/** A declaration at the top of a module, as Biome formats it: at the start of a line. Re-exports declare nothing. */
const DECLARATION =
  /^(?:export (?:declare )?(?:async )?(?:const enum|const|let|function\*?|interface|type|enum)|(?:export )?(?:default )?(?:abstract )?class) +([A-Za-z_$][\w$]*)/gm;
/** Declared twice on purpose. */
const MIRRORED = [
  // The element, and its component for React.
  'VideoRoom',
];
/** One export of this name for each module of its kind: an adapter, a lazy view with styles, work in the background, a layer's defaults. */
const PER_MODULE = ['browserPlatform', 'party', 'render', 'run', 'styles'];
const SHARED_NAMES = new Set([...MIRRORED, ...PER_MODULE]);

const breaches = [...readmeIsShort(), ...wordsArePlain(), ...namesAreUnique(), ...(await languageBreaches())];

for (const breach of breaches) console.error(breach);
process.exitCode = breaches.length ? 1 : 0;

function readmeIsShort(): string[] {
  const lines = read('README.md').trimEnd().split('\n').length;
  if (lines <= README_LINES) return [];
  return [`README.md has ${lines} lines, at most ${README_LINES} are allowed: move details into demo/docs.`];
}

function wordsArePlain(): string[] {
  return filesOf(FOLDERS, TEXTS)
    .filter((path) => !EXEMPT.has(path))
    .flatMap((path) => {
      const text = read(path);
      // A sentence goes on in the next line of a comment. The replacement has the same length, so positions stay valid.
      const joined = text.replace(/\n[ \t]*(\*(?!\/)|\/\/)?/g, (gap) => ' '.repeat(gap.length));
      return WORDS.flatMap(([pattern, advice]) =>
        [...joined.matchAll(pattern)].map(
          (found) =>
            `${path}:${lineOf(text, found.index)}: "${found[0].replace(/\s+/g, ' ')}" is hard to read: ${advice}.`,
        ),
      );
    });
}

function namesAreUnique(): string[] {
  const homes = new Map<string, string[]>();
  for (const path of filesOf(['src', 'party'], ['.ts'])) {
    for (const name of namesOf(path)) homes.set(name, [...(homes.get(name) ?? []), path]);
  }
  return [...homes]
    .filter(([name, paths]) => paths.length > 1 && !SHARED_NAMES.has(name))
    .map(([name, paths]) => `${name} is exported by ${paths.join(' and ')}: a name means one thing.`);
}

/** The names that a module exports, and those of all its classes. Overloads and merged declarations count once. */
function namesOf(path: string): Set<string> {
  return new Set([...read(path).matchAll(DECLARATION)].map((found) => found[1]!));
}

/** Our own files with one of these endings, from the root of the repository. Works without git, in an unpacked archive too. */
function filesOf(folders: readonly string[], endings: readonly string[]): string[] {
  return folders
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: folder !== '.', withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) =>
          relative(root, join(entry.parentPath ?? entry.path, entry.name))
            .split(sep)
            .join('/'),
        ),
    )
    .filter((path) => !path.includes('node_modules/') && endings.some((ending) => path.endsWith(ending)));
}

function read(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

function lineOf(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}
