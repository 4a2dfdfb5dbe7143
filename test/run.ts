/**
 * `npm test`: sees to the browsers, to coturn and to the build, runs every test there is, and adds up. The last line is always
 * `N passed, N failed`; nothing is skipped for want of a browser. What is skipped for want of coturn, Django or PHP is said on a line before it.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type BrowserName, findBrowser } from './support/browsers.js';
import { hasTurnServer } from './support/turn-server.js';

interface Totals {
  passed: number;
  failed: number;
  skipped?: number;
}

const root = resolve(import.meta.dirname, '..');
const BROWSERS: Record<BrowserName, string> = { chromium: 'chromium', firefox: 'firefox-esr' };
/** What the build is made from. */
const SOURCES = [
  'src',
  'party',
  'demo',
  'package.json',
  'package-lock.json',
  'vite.config.ts',
  'tsconfig.json',
];
/** The first and the last that it writes. */
const BUILT = ['dist/video-room.js', 'dist/custom-elements.json'];

const totals = { passed: 0, failed: 0, skipped: 0 };
/** What failed in the browser, a line each: told again at the end, where a long log is read first. */
const failures: string[] = [];
if (seeToPrograms() && seeToBuild()) {
  add(await runInBrowser());
  add(await runInNode(['e2e', 'package', 'lab']));
} else {
  totals.failed++;
}
const { passed, failed, skipped } = totals;
if (failures.length) console.log(`\n${failures.join('\n')}`);
if (skipped) console.log(`\n${skipped} skipped, for want of coturn, Django or PHP.`);
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed || !passed ? 1 : 0;

function add({ passed, failed, skipped = 0 }: Totals): void {
  totals.passed += passed;
  totals.failed += failed;
  totals.skipped += skipped;
}

/** Installs browsers and coturn that are missing where that takes no questions; says what to do where not. */
function seeToPrograms(): boolean {
  const missing = () => (Object.keys(BROWSERS) as BrowserName[]).filter((name) => !findBrowser(name));
  if ((missing().length || !hasTurnServer()) && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    const packages = [...missing().map((name) => BROWSERS[name]), ...(hasTurnServer() ? [] : ['coturn'])];
    // In runlevel 1 the package's own service is not started.
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
    spawnSync('apt-get', ['update'], { stdio: 'inherit', env });
    spawnSync('apt-get', ['install', '--yes', '--no-install-recommends', ...packages], {
      stdio: 'inherit',
      env,
    });
  }
  if (!missing().length) return true;
  console.error(
    `Not found: ${missing().join(' and ')}. Install Chrome or Chromium and Firefox, or set CHROME_PATH and FIREFOX_PATH.`,
  );
  return false;
}

/** Builds when something is newer than the last build. */
function seeToBuild(): boolean {
  const built = Math.min(...BUILT.map((path) => changedAt(join(root, path))));
  if (built > Math.max(...SOURCES.map((path) => changedAt(join(root, path))))) return true;
  return spawnSync('npm', ['run', 'build'], { cwd: root, stdio: 'inherit', shell: true }).status === 0;
}

/** When a file, or anything in a folder, last changed; 0 when it is not there. */
function changedAt(path: string): number {
  if (!existsSync(path)) return 0;
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  return Math.max(stats.mtimeMs, ...readdirSync(path).map((name) => changedAt(join(path, name))));
}

async function runInBrowser(): Promise<Totals> {
  const { code, output } = await run('npx', ['wtr']);
  failures.push(...(output.match(/failed in the browser: .*$/gm) ?? []));
  const [, passed, failed] = /in the browser: (\d+) passed, (\d+) failed/.exec(output) ?? [];
  return judge(code, Number(passed ?? 0), Number(failed ?? 0));
}

/** Files one after the other: each starts browsers and a party of its own. */
async function runInNode(folders: string[]): Promise<Totals> {
  const files = folders.flatMap((folder) =>
    readdirSync(join(import.meta.dirname, folder))
      .filter((name) => name.endsWith('.test.ts'))
      .map((name) => join('test', folder, name)),
  );
  const options = ['--import', 'tsx', '--test', '--test-concurrency=1', '--test-reporter=spec'];
  const { code, output } = await run(process.execPath, [...options, ...files]);
  const count = (what: string) => Number(new RegExp(`^ℹ ${what} (\\d+)`, 'm').exec(output)?.[1] ?? 0);
  const { passed, failed } = judge(code, count('pass'), count('fail') + count('cancelled') + count('todo'));
  return { passed, failed, skipped: count('skipped') };
}

/** A runner that ends badly, or that found nothing to run, has failed, whatever it counted. */
function judge(code: number, passed: number, failed: number): Totals {
  return { passed, failed: failed || (code === 0 && passed > 0 ? 0 : 1) };
}

/** Runs a command, shows what it prints, and keeps it. */
function run(command: string, args: string[]): Promise<{ code: number; output: string }> {
  return new Promise((done) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
      shell: process.platform === 'win32',
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
      process.stdout.write(chunk);
    });
    child.once('error', (error) => done({ code: 1, output: String(error) }));
    child.once('close', (code) => done({ code: code ?? 1, output }));
  });
}
