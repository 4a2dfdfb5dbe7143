/**
 * `npm run bench`: measures and prints; asserts nothing about time. Absolute times depend on the machine, so the way in
 * is measured in turns with its baseline (bare connections) and compared with it in the same run.
 */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createServer } from 'vite';
import { openChromium } from '../support/drivers.js';
import { gzippedSize, scriptFiles, withStaticImports } from '../support/sizes.js';

/** Joins of each kind per hop; the first of each is warm-up and not counted. */
const ROUNDS = Number(process.env.ROUNDS ?? 15) + 1;
/** One signalling hop from person to person, in milliseconds. */
const HOPS = [0, 50];

const root = resolve(import.meta.dirname, '../..');
type Bench = typeof import('./page.js');

const quantile = (values: number[], share: number) =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))]!;

const vite = await createServer({
  configFile: false,
  root,
  appType: 'custom',
  logLevel: 'error',
  cacheDir: 'node_modules/.vite-test',
  optimizeDeps: { noDiscovery: true },
  server: { port: 0, hmr: false, watch: null },
  plugins: [
    {
      name: 'bench-page',
      configureServer: ({ middlewares }) =>
        void middlewares.use('/bench', (_request, response) => {
          response.setHeader('content-type', 'text/html');
          response.end('<!doctype html><title>Bench</title>');
        }),
    },
  ],
});
await vite.listen();
const chromium = await openChromium();
try {
  const tab = await chromium.newTab();
  await tab.open(`${vite.resolvedUrls!.local[0]}bench`);
  const run = <K extends keyof Bench>(name: K, input: number): ReturnType<Bench[K]> =>
    tab.evaluate(
      async ({ name, input }) => {
        const address = '/test/bench/page.ts';
        const bench = (await import(address)) as Bench;
        return bench[name](input) as never;
      },
      { name, input },
    ) as never;

  console.log('Click on Join → first picture of the other, ms (Chromium, camera of 160 × 90, loopback)');
  const rows: Record<string, unknown>[] = [];
  for (const hop of HOPS) {
    const times = { joinBare: [] as number[], joinRoom: [] as number[] };
    for (let round = 0; round < ROUNDS; round += 1) {
      // In turns, so that whatever else the machine does falls on both.
      for (const name of ['joinBare', 'joinRoom'] as const) {
        const time = await run(name, hop);
        if (round > 0) times[name].push(time);
      }
    }
    const [bare, ours] = [times.joinBare, times.joinRoom];
    rows.push({
      'signalling hop': hop,
      'bare, median': Math.round(quantile(bare, 0.5)),
      'bare, p90': Math.round(quantile(bare, 0.9)),
      'ours, median': Math.round(quantile(ours, 0.5)),
      'ours, p90': Math.round(quantile(ours, 0.9)),
      'ratio of medians': Number((quantile(ours, 0.5) / quantile(bare, 0.5)).toFixed(2)),
    });
  }
  console.table(rows);

  console.log('Signalling for one more person, until everyone is linked with everyone');
  console.table(await run('joinCosts', 8));
} finally {
  await chromium.close();
  await vite.close();
}

if (existsSync(join(root, 'dist/video-room.js'))) {
  const first = withStaticImports('video-room.js');
  console.log('The script, bytes after gzip');
  console.table(
    scriptFiles().map((file) => ({
      file,
      bytes: gzippedSize(file),
      loaded: first.has(file) ? 'at once' : 'when needed',
    })),
  );
} else console.log('Sizes are left out: there is no build. Run: npm run build');
