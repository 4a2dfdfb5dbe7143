/** The size of the script: limits, and the size of a file on the wire. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';

const dist = resolve(import.meta.dirname, '../../dist');

/** What a page loads at once, in bytes after gzip. */
export const START_LIMIT = 42_900;
/**
 * What a call of two with chat may load, in bytes after gzip. `src/README.md`, "Decisions that need a reason", says what these bytes do.
 */
export const CALL_LIMIT = 78_800;
/**
 * The same for three people who also use their screens: it has the routes over a third participant, sharing a screen, and what features do
 * in the background. Files of their own are less compressed than parts of one.
 */
export const CALL_OF_THREE_LIMIT = 84_100;
/** Files that a call may load on a slow machine only, for a notice of a slow camera or of an interruption. */
export const OF_NOTICES = ['src/ui/extras/problems.ts', 'src/features/moments/ui/notice.ts'];
/** Files that a call loads from 5 s after joining, when nothing more urgent is loading. */
export const OF_BACKGROUND = [
  'src/features/diagnostics/links.ts',
  'src/features/moments/background.ts',
  'src/features/sounds/background.ts',
  'src/ui/extras/sound-effects.ts',
  'src/media/screen-share.ts',
];
/** Files that a call loads 15 s after joining, so that everything opens when the server is gone. */
export const OF_PRELOAD = [
  'src/locale/registry.ts',
  'src/protocol/name.ts',
  'src/ui/extras/menus.ts',
  'src/ui/extras/problems.ts',
  'src/ui/extras/safety.ts',
  'src/features/invite/ui/dialog.ts',
  'src/features/moderation/ui/moderation-view.ts',
  'src/features/moments/ui/notice.ts',
  'src/features/people/ui/list.ts',
  'src/features/reactions/reactions.ts',
  'src/features/reactions/ui/bar.ts',
  'src/features/settings/ui/dialog.ts',
  'src/features/settings/ui/switch-camera.ts',
  'src/features/shortcuts/ui/keys.ts',
  'src/features/shortcuts/ui/list.ts',
  'src/features/statistics/ui/connection-details.ts',
  'src/features/view/ui/menu.ts',
  'src/features/view/ui/pip.ts',
  'src/features/volume/ui/slider.ts',
];
/** Everything that a browser can ever load, in bytes after gzip. */
export const TOTAL_LIMIT = 140_000;

/** The files of the script, by their path below the script's own address. */
export function scriptFiles(): string[] {
  const files = readdirSync(dist, { recursive: true, encoding: 'utf8' });
  return files.filter((file) => /^(video-room|chunks[\\/][^\\/]+)\.js$/.test(file)).sort();
}

/** Bytes of a script file after gzip. */
export function gzippedSize(file: string): number {
  return gzipSync(readFileSync(join(dist, file)), { level: 9 }).length;
}

/** The files of the script that exist for these modules: a file that only contains one beside others is not found, which throws. */
export function filesFor(modules: readonly string[]): string[] {
  const files = scriptFiles().filter((file) => existsSync(join(dist, `${file}.map`)));
  // A source map lists the module for which a file exists last.
  const moduleOf = (file: string): string =>
    JSON.parse(readFileSync(join(dist, `${file}.map`), 'utf8')).sources.at(-1);
  return modules.map((module) => {
    const file = files.find((file) => moduleOf(file).endsWith(`/${module}`));
    if (!file) throw new Error(`${module} has no file of its own`);
    return file.replaceAll('\\', '/');
  });
}

/** `file` and its static imports, which a browser loads with it. */
export function withStaticImports(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  const code = readFileSync(join(dist, file), 'utf8');
  for (const [, address] of code.matchAll(/\b(?:from|import)\s*["'`](\.[^"'`]+)["'`]/g)) {
    withStaticImports(join(file, '..', address!), seen);
  }
  return seen;
}

/** Minified bytes of the entry by part of the project or package, from its source map; for orientation. */
export function bytesByPart(file: string): [part: string, bytes: number][] {
  const lines = readFileSync(join(dist, file), 'utf8').split('\n');
  const map = JSON.parse(readFileSync(join(dist, `${file}.map`), 'utf8'));
  const parts = new Map<string, number>();
  let source = 0;
  let current = 'other';
  for (const [row, line] of (map.mappings as string).split(';').entries()) {
    const length = (lines[row]?.length ?? 0) + 1;
    let column = 0;
    let counted = 0;
    const count = (upTo: number) => {
      parts.set(current, (parts.get(current) ?? 0) + upTo - counted);
      counted = upTo;
    };
    for (const segment of line.split(',').filter(Boolean)) {
      const [columns = 0, sources] = decodeVlq(segment);
      column += columns;
      count(column);
      if (sources === undefined) continue;
      source += sources;
      current = partOf(map.sources[source]);
    }
    count(length);
  }
  return [...parts].sort((a, b) => b[1] - a[1]);
}

function partOf(source: string): string {
  const [, name] = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source) ?? /(src\/[^/]+)/.exec(source) ?? [];
  return name ?? 'other';
}

/** The numbers of one segment of a source map. */
function decodeVlq(segment: string): number[] {
  const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const numbers: number[] = [];
  let value = 0;
  let shift = 0;
  for (const character of segment) {
    const digit = digits.indexOf(character);
    value |= (digit & 31) << shift;
    shift += 5;
    if (digit & 32) continue;
    numbers.push(value & 1 ? -(value >> 1) : value >> 1);
    value = 0;
    shift = 0;
  }
  return numbers;
}
