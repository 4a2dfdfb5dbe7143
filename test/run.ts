/**
 * `npm test` and, with the argument `long`, `npm run test:long`: checks the browsers, coturn and the build, runs every test of
 * that run, and adds up the results. The last line is always `N passed, N failed`; the lines before it list skipped tests with
 * the reason. No test is skipped because a browser is missing.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { findBrowser } from './support/browsers.js';
import { advice, type Programs, planPrograms } from './support/programs.js';
import { hasTurnServer } from './support/turn-server.js';

interface Run {
  /** Test files for the page of the test runner, several at a time; default: its own configuration. */
  browser?: string[];
  /** The same, alone: they measure, or fill the machine. */
  alone?: string[];
  /** Run in Node, two at a time, while the page runs: they mostly wait. */
  servers: string[];
  /** Run in Node, one at a time: each fills the machine with browsers. */
  calls: string[];
}

/**
 * A new group of tests is a file in one of these folders, or one more folder or file here. A folder means its own `*.test.ts`
 * only; a file in `servers` does not run again with `calls`.
 */
const RUNS: Record<'short' | 'long', Run> = {
  short: {
    servers: [
      'test/e2e/abuse.test.ts',
      'test/e2e/access.test.ts',
      'test/e2e/homes.test.ts',
      'test/package',
      'test/lab',
    ],
    calls: ['test/e2e'],
  },
  long: {
    browser: ['test/long/browser/*.test.ts'],
    alone: ['test/long/browser/alone/*.test.ts'],
    servers: [],
    calls: ['test/long', 'test/visual', 'test/consumers'],
  },
};

interface Totals {
  passed: number;
  failed: number;
}

const root = resolve(import.meta.dirname, '..');
/** The sources of the build. */
const SOURCES = [
  'src',
  'party',
  'demo',
  'package.json',
  'package-lock.json',
  'vite.config.ts',
  'vite.licenses.ts',
  'tsconfig.json',
];
/** The first and the last file that the build writes. */
const BUILT = ['dist/video-room.js', 'dist/custom-elements.json'];

const started = performance.now();
const { browser, alone, servers, calls } = RUNS[process.argv.includes('long') ? 'long' : 'short'];
const totals = { passed: 0, failed: 0 };
/** Failures, one line each, repeated at the end, where people look first. */
const failures: string[] = [];
/** Tests that were skipped, by reason. */
const skipped = new Map<string, number>();
if (seeToPrograms() && seeToBuild()) {
  const together = filesOf(servers);
  const meanwhile = runInNode(together, 2, false);
  add(await runInBrowser(browser));
  add(await meanwhile);
  if (alone) add(await runInBrowser(alone, 1));
  add(
    await runInNode(
      filesOf(calls).filter((file) => !together.includes(file)),
      1,
    ),
  );
} else {
  totals.failed++;
}
const { passed, failed } = totals;
if (failures.length) console.log(`\n${failures.join('\n')}`);
for (const [reason, count] of skipped) console.log(`\n${count} skipped: ${reason}`);
console.log(`\nin ${duration(performance.now() - started)}`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed || !passed ? 1 : 0;

function add({ passed, failed }: Totals): void {
  totals.passed += passed;
  totals.failed += failed;
}

/** Installs missing browsers and coturn where that needs no questions; otherwise says what to do. Returns whether tests can run. */
function seeToPrograms(): boolean {
  const has = (): Programs => ({
    chromium: !!findBrowser('chromium'),
    firefox: !!findBrowser('firefox'),
    coturn: hasTurnServer(),
  });
  const { say, install, canRun } = planPrograms(has(), isRootOnDebian());
  if (say) console.log(say);
  if (!install.length) return canRun;
  // In runlevel 1 the package's own service is not started.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  const apt = (...args: string[]) => spawnSync('apt-get', args, { stdio: 'inherit', env });
  apt('update');
  for (const packages of install) apt('install', '--yes', '--no-install-recommends', ...packages);
  const present = has();
  const missing = advice(present);
  if (missing) console.log(missing);
  return present.chromium && present.firefox;
}

function isRootOnDebian(): boolean {
  const release = '/etc/os-release';
  return (
    process.getuid?.() === 0 && existsSync(release) && /^ID=debian$/m.test(readFileSync(release, 'utf8'))
  );
}

/** Builds if a source is newer than the last build. */
function seeToBuild(): boolean {
  const built = Math.min(...BUILT.map((path) => changedAt(join(root, path))));
  if (built > Math.max(...SOURCES.map((path) => changedAt(join(root, path))))) return true;
  return spawnSync('npm', ['run', 'build'], { cwd: root, stdio: 'inherit', shell: true }).status === 0;
}

/** When a file, or anything in a folder, last changed; 0 if it does not exist. */
function changedAt(path: string): number {
  if (!existsSync(path)) return 0;
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  return Math.max(stats.mtimeMs, ...readdirSync(path).map((name) => changedAt(join(path, name))));
}

async function runInBrowser(files: string[] = [], atOnce?: number): Promise<Totals> {
  const options = atOnce ? ['--concurrency', `${atOnce}`] : [];
  const { code, output } = await run('npx', [
    'wtr',
    ...options,
    ...(files.length ? ['--files', ...files] : []),
  ]);
  failures.push(...(output.match(/failed in the browser: .*$/gm) ?? []));
  const [, passed, failed] = /in the browser: (\d+) passed, (\d+) failed/.exec(output) ?? [];
  return judge(code, Number(passed ?? 0), Number(failed ?? 0));
}

/** The test files in folders, and the named files. */
function filesOf(paths: string[]): string[] {
  return paths.flatMap((path) => {
    if (path.endsWith('.ts')) return path;
    const names = readdirSync(join(root, path));
    return names.filter((name) => name.endsWith('.test.ts')).map((name) => join(path, name));
  });
}

/** `live`: shows the output at once, not at the end. */
async function runInNode(files: string[], atOnce: number, live = true): Promise<Totals> {
  if (!files.length) return { passed: 0, failed: 0 };
  const options = [
    ...['--import', 'tsx', '--import', './test/support/end-of-file.ts'],
    ...['--test', `--test-concurrency=${atOnce}`, '--test-reporter=spec'],
  ];
  const { code, output } = await run(process.execPath, [...options, ...files], live);
  if (!live) console.log(output);
  for (const [, reason] of output.matchAll(/^\s*﹣ .* # (.+)$/gm))
    skipped.set(reason!, (skipped.get(reason!) ?? 0) + 1);
  failures.push(...failuresIn(output));
  const count = (what: string) => Number(new RegExp(`^ℹ ${what} (\\d+)`, 'm').exec(output)?.[1] ?? 0);
  return judge(code, count('pass'), count('fail') + count('cancelled') + count('todo'));
}

/** The failed tests that the runner lists at its end, each with the first line of its error; not those that only contain them. */
function failuresIn(output: string): string[] {
  const [, list = ''] = output.split(/^✖ failing tests:$/m);
  const failed = list.matchAll(/^test at (\S+?):[\d:]+\n✖ (.+?) \([\d.]+ms\)\n\s+(.+)$/gm);
  return [...failed]
    .filter(([, , , error]) => !/^'(\d+ subtests? failed|test did not finish before)/.test(error!))
    .map(([, file, name, error]) => `failed in ${file}: ${name}: ${error}`);
}

/** A runner that fails, or finds nothing to run, counts as failed. */
function judge(code: number, passed: number, failed: number): Totals {
  return { passed, failed: failed || (code === 0 && passed > 0 ? 0 : 1) };
}

function duration(ms: number): string {
  const seconds = Math.round(ms / 1_000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** Runs a command and returns its output; also shows it when `live`. */
function run(command: string, args: string[], live = true): Promise<{ code: number; output: string }> {
  return new Promise((done) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
      shell: process.platform === 'win32',
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
      if (live) process.stdout.write(chunk);
    });
    child.once('error', (error) => done({ code: 1, output: String(error) }));
    child.once('close', (code) => done({ code: code ?? 1, output }));
  });
}
