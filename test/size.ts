/**
 * `npm run size`: what the built script weighs, and a failure when it is too much: the entry with its static imports, and
 * everything. What browsers fetch in a call is measured in e2e/call.test.ts.
 */
import { LANGUAGES } from '../src/locale/languages.js';
import {
  bytesByPart,
  gzippedSize,
  START_LIMIT,
  scriptFiles,
  TOTAL_LIMIT,
  withStaticImports,
} from './support/sizes.js';

const ENTRY = 'video-room.js';

const files = scriptFiles();
if (!files.includes(ENTRY)) throw new Error('There is no build. Run: npm run build');
const first = withStaticImports(ENTRY);
const sum = (names: Iterable<string>) => [...names].reduce((total, name) => total + gzippedSize(name), 0);

console.log('bytes, gzipped');
for (const file of files) {
  console.log(`${String(gzippedSize(file)).padStart(8)}  ${file}${first.has(file) ? '' : '  (lazy)'}`);
}
console.log('bytes of what is loaded at once, minified, by part');
for (const file of first) {
  for (const [part, bytes] of bytesByPart(file)) console.log(`${String(bytes).padStart(8)}  ${part}`);
}

// A browser loads one language besides English: only the largest one counts.
const languages = Object.keys(LANGUAGES).map(
  (tag) => files.find((file) => file.replaceAll('\\', '/').startsWith(`chunks/${tag.toLowerCase()}-`))!,
);
const unused = languages.sort((a, b) => gzippedSize(b) - gzippedSize(a)).slice(1);

let failed = false;
for (const [what, bytes, limit] of [
  ['loaded at once', sum(first), START_LIMIT],
  ['everything', sum(files) - sum(unused), TOTAL_LIMIT],
] as const) {
  const over = bytes > limit;
  failed ||= over;
  console.log(`${what}: ${bytes} of ${limit} bytes gzipped${over ? `, ${bytes - limit} too many` : ''}`);
}
process.exitCode = failed ? 1 : 0;
