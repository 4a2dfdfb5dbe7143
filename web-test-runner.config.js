/** Unit and integration tests in a real Chromium, compiled by the same Vite that builds the script. */
import { availableParallelism } from 'node:os';
import { relative } from 'node:path';
import { chromeLauncher, defaultReporter } from '@web/test-runner';
import { tsImport } from 'tsx/esm/api';
import { createServer } from 'vite';

const { browserPath, CHROMIUM_FLAGS } = await tsImport('./test/support/browsers.ts', import.meta.url);

/** What only the machine decides, such as the start of a browser (ms): a net for what hangs. */
const PATIENCE = 180_000;

const vite = await createServer({
  configFile: false,
  appType: 'custom',
  logLevel: 'warn',
  cacheDir: 'node_modules/.vite-test',
  // Pages come and go too fast for dependencies that are discovered and reloaded on the way: serve them as they are.
  optimizeDeps: { noDiscovery: true, include: ['axe-core', 'react', 'react-dom/client', 'react-dom/server'] },
  server: { middlewareMode: true, hmr: false, ws: false, watch: null },
});

/** Lets Vite answer everything but the runner's own pages. */
function compileWithVite(context, next) {
  if (context.path === '/' || context.path.startsWith('/__web')) return next();
  return new Promise((resolve) => {
    context.respond = false;
    context.res.statusCode = 200;
    context.res.on('finish', resolve);
    // Called when Vite has no answer or cannot compile; without one the page would wait for ever.
    vite.middlewares(context.req, context.res, (error) => {
      context.res.statusCode = error ? 500 : 404;
      context.res.end(error?.message);
    });
  });
}

/** Says how it went, for `npm test` to add up and to repeat. A file that cannot even be loaded is one failure. */
const totals = {
  onTestRunFinished({ sessions }) {
    let passed = 0;
    const failures = [];
    const times = [];
    const timeOf = ({ tests, suites }) =>
      tests.reduce((sum, { duration = 0 }) => sum + duration, 0) +
      suites.reduce((sum, suite) => sum + timeOf(suite), 0);
    const count = ({ name, tests, suites }, path) => {
      const inside = name ? [...path, name] : path;
      for (const test of tests) {
        if (test.passed) passed++;
        else failures.push([...inside, test.name, test.error?.message ?? 'not finished']);
      }
      for (const suite of suites) count(suite, inside);
    };
    for (const { testFile, passed: whole, testResults } of sessions) {
      const before = failures.length;
      const file = relative(process.cwd(), testFile);
      if (testResults) {
        count(testResults, [file]);
        times.push([file, timeOf(testResults) / 1_000]);
      }
      if (!whole && failures.length === before) failures.push([file, 'could not be run']);
    }
    const slowest = times.sort(([, one], [, other]) => other - one).slice(0, 12);
    console.log(`slowest: ${slowest.map(([file, seconds]) => `${file} ${seconds.toFixed(0)} s`).join(', ')}`);
    // One line each, that the tail of a log can hold many.
    for (const failure of failures)
      console.log(`failed in the browser: ${failure.join(' > ').replace(/\s+/g, ' ').slice(0, 1500)}`);
    console.log(`in the browser: ${passed} passed, ${failures.length} failed`);
  },
};

export default {
  files: ['test/**/*.test.ts', '!test/{e2e,package,consumers,lab,bench,long,visual}/**'],
  middleware: [compileWithVite],
  browsers: [
    chromeLauncher({
      launchOptions: {
        executablePath: browserPath('chromium'),
        args: CHROMIUM_FLAGS,
        timeout: PATIENCE,
        protocolTimeout: 300_000,
      },
      // Each page has a window of its own, and the focus: in a tab behind another one Chromium draws one frame per second.
      async createPage({ context }) {
        const page = await context.newPage({ type: 'window' });
        page.setDefaultTimeout(PATIENCE);
        await page.emulateFocusedPage(true);
        // For tests of forced colors, which puppeteer does not name.
        const session = await page.createCDPSession();
        await page.exposeFunction('emulateMediaFeature', (name, value) =>
          session.send('Emulation.setEmulatedMedia', { features: [{ name, value }] }),
        );
        return page;
      },
    }),
  ],
  // Most of their time pages wait, so there is one more than processors; calls of five people fill a machine, so no more than three.
  concurrency: Math.min(availableParallelism() + 1, 3),
  // Only ends a test that hangs, like SUITE_TIMEOUT in Node: a test of a hundred thousand frames takes as long as the machine is slow.
  testFramework: { config: { timeout: 600_000 } },
  browserStartTimeout: PATIENCE,
  testsStartTimeout: PATIENCE,
  // A whole file: some look at every state of the interface.
  testsFinishTimeout: 1_200_000,
  filterBrowserLogs: ({ args }) => !String(args[0]).startsWith('Lit is in dev mode'),
  reporters: [defaultReporter(), totals],
  plugins: [{ name: 'close-vite', serverStop: () => vite.close() }],
};
