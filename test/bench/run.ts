/**
 * `npm run bench`: measures and prints; asserts nothing about time. Absolute times depend on the machine, so whatever has
 * a baseline (bare connections) is measured in turns with it, or beside it, and compared with it in the same run.
 * `-- join signaling steady recovery size` takes some of the parts; `--minutes 10` measures a steady call for so long.
 */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createServer } from 'vite';
import { openChromium, openFirefox } from '../support/drivers.js';
import { gzippedSize, scriptFiles, withStaticImports } from '../support/sizes.js';
import { benchRecovery, HEADING } from './recovery.js';
import { quantile } from './statistics.js';

/** Joins of each kind per hop; the first of each is warm-up and not counted. */
const ROUNDS = Number(process.env.ROUNDS ?? 15) + 1;
/** One signalling hop from person to person, in milliseconds. */
const HOPS = [0, 50];
/** Outages of each kind, in each browser. */
const OUTAGES = Number(process.env.ROUNDS ?? 5);
const PARTS = ['join', 'signaling', 'steady', 'recovery', 'size'] as const;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { minutes: { type: 'string', default: '2' } },
});
const minutes = Number(values.minutes);
const wants = (part: (typeof PARTS)[number]) => !positionals.length || positionals.includes(part);
const unknown = positionals.find((part) => !PARTS.some((known) => known === part));
if (unknown || !(minutes > 0)) {
  console.error(`Say npm run bench [-- ${PARTS.join(' | ')}] [--minutes 2]`);
  process.exit(1);
}

const root = resolve(import.meta.dirname, '../..');
type Bench = typeof import('./page.js');

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
const origin = vite.resolvedUrls!.local[0]!;
try {
  if (wants('join') || wants('signaling') || wants('steady')) await inOnePage();
  if (wants('recovery')) await recovery();
  if (wants('size')) sizes();
} finally {
  await vite.close();
}

async function inOnePage(): Promise<void> {
  const chromium = await openChromium({ protocolTimeout: 0 });
  try {
    const tab = await chromium.newTab();
    await tab.open(`${origin}bench`);
    const run = <K extends keyof Bench>(name: K, input: Parameters<Bench[K]>[0]): ReturnType<Bench[K]> =>
      tab.evaluate(
        async ({ name, input }) => {
          const address = '/test/bench/page.ts';
          const bench = (await import(address)) as Bench;
          return bench[name](input as never) as never;
        },
        { name, input },
      ) as never;
    if (wants('join')) {
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
    }
    if (wants('signaling')) {
      console.log('Signalling for one more person, until everyone is linked with everyone');
      console.table(await run('joinCosts', 8));
    }
    if (wants('steady')) {
      const people = 4;
      const counts = await run('steadyCosts', { people, minutes });
      const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
      console.log(`Frames that a steady call of ${people} sends the party in ${minutes} min`);
      console.table({
        ...counts,
        total,
        'per minute and person': Number((total / minutes / people).toFixed(2)),
      });
    }
  } finally {
    await chromium.close();
  }
}

async function recovery(): Promise<void> {
  console.log(
    `Path lost → first picture after a path is usable again, medians in ms, two people, ${OUTAGES} outages each`,
  );
  console.log(HEADING);
  for (const open of [openChromium, openFirefox]) {
    const driver = await open({ protocolTimeout: 0 });
    try {
      await benchRecovery(origin, await driver.newTab(), OUTAGES);
    } finally {
      await driver.close();
    }
  }
}

function sizes(): void {
  if (!existsSync(join(root, 'dist/video-room.js'))) {
    console.log('Sizes are left out: there is no build. Run: npm run build');
    return;
  }
  const first = withStaticImports('video-room.js');
  console.log('The script, bytes after gzip');
  console.table(
    scriptFiles().map((file) => ({
      file,
      bytes: gzippedSize(file),
      loaded: first.has(file) ? 'at once' : 'when needed',
    })),
  );
}
