/**
 * `npm run lab`: calls between browsers in network namespaces, while cables are pulled and packets are lost. `-- cut-3
 * symmetric-nat` runs some cases, `-- --times 5` repeats recoveries, `-- --write` puts the table into README.md, `-- --no-build`
 * uses the existing build, `-- --list` lists the cases. Where the lab cannot run it says why, and does not fail.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type BrowserName, findBrowser } from '../support/browsers.js';
import { Call, removeFolders } from './call.js';
import { CASES, type Case } from './cases.js';
import type { Finding } from './measure.js';
import { sweep, whyNoNetwork } from './network.js';
import { type Result, table, writeTable } from './table.js';

const root = resolve(import.meta.dirname, '../..');
const TOOLS = ['ip', 'tc', 'iptables', 'turnserver'];
const BROWSERS: BrowserName[] = ['chromium', 'firefox'];
/** A case only takes longer if something hangs (ms). */
const CASE_TIMEOUT = 600_000;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    times: { type: 'string', default: '3' },
    write: { type: 'boolean', default: false },
    'no-build': { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
  },
});

if (options.list) {
  for (const { name, what } of CASES) console.log(`${name.padEnd(24)}${what}`);
  process.exit(0);
}
const times = Number(options.times);
if (!Number.isInteger(times) || times < 1)
  end(1, `--times is "${options.times}", which is no number of times.`);
const chosen = positionals.length ? positionals.map(caseNamed) : CASES;
const reason = whyNot();
if (reason) end(0, `The lab was skipped: ${reason}`);
await beAlone();

// From here on there is something to remove, however this ends.
process.on('exit', clear);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(130));
// A browser that is killed rejects promises inside Puppeteer that nobody awaits.
process.on('unhandledRejection', (error) => {
  if (!/closed|disconnected|ECONNRESET/i.test(String(error))) throw error;
});
clear();
if (!options['no-build']) {
  const { status } = spawnSync('npm', ['run', '--silent', 'build:site'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) end(1, 'The build failed.');
}

const results: Result[] = [];
for (const each of chosen) results.push(await attempt(each));

const text = table(results);
console.log(`\n${text}`);
const failed = results.filter(({ failure }) => failure);
for (const { name, failure } of failed) console.log(`FAILED ${name}: ${failure}`);
if (options.write)
  writeTable(
    results,
    CASES.map(({ name }) => name),
    BROWSERS.map(versionOf),
  );
console.log(`${results.length - failed.length} passed, ${failed.length} failed`);
process.exit(failed.length ? 1 : 0);

/** Runs a case and reports its result, even after an error. */
async function attempt({ name, what, run }: Case): Promise<Result> {
  console.log(`\n== ${name}: ${what}`);
  const calls: Call[] = [];
  const findings: Finding[][] = [];
  const say = (line: string) => console.log(`   ${line}`);
  let failure: string | undefined;
  const timeout = AbortSignal.timeout(CASE_TIMEOUT);
  try {
    const work = run({
      times,
      async open(options) {
        const call = await Call.open(options);
        calls.push(call);
        return call;
      },
      found: (more) => void findings.push(more),
      say,
    });
    await Promise.race([
      work,
      new Promise((_, fail) => timeout.addEventListener('abort', () => fail(new Error('it took too long')))),
    ]);
  } catch (error) {
    failure = String((error as Error).message).split('\n')[0]!;
    console.error(`   FAILED: ${(error as Error).stack ?? error}`);
  } finally {
    for (const call of calls) call.close();
  }
  return { name, what, findings, failure };
}

function caseNamed(name: string): Case {
  return (
    CASES.find((each) => each.name === name) ??
    end(1, `There is no case "${name}". There are: ${CASES.map((each) => each.name).join(', ')}.`)
  );
}

/** Why the lab cannot run here, as a sentence, or `undefined`. */
function whyNot(): string | undefined {
  if (process.platform !== 'linux') return 'network namespaces are a thing of Linux.';
  if (process.getuid?.() !== 0) return 'only root may make network namespaces.';
  const folders = (process.env.PATH ?? '').split(delimiter);
  const missing = [
    ...TOOLS.filter((tool) => !folders.some((folder) => existsSync(join(folder, tool)))),
    ...BROWSERS.filter((name) => !findBrowser(name)),
  ];
  if (missing.length)
    return `not found: ${missing.join(', ')} (iproute2, iptables, coturn, chromium, firefox-esr).`;
  return undefined;
}

/** Such as `Chromium 156.0.8078.79`. */
function versionOf(name: BrowserName): string {
  const { stdout } = spawnSync(findBrowser(name)!, ['--version'], { encoding: 'utf8' });
  return /[A-Z][\w ]* [\d.]+\w*/.exec(stdout)?.[0] ?? name;
}

/** Two labs would remove each other's network. The socket name is released when its process ends, even a killed one. */
async function beAlone(): Promise<void> {
  const name = createServer();
  await new Promise<void>((done) => {
    name.once('error', () => end(1, 'The lab is running already.'));
    name.listen('\0video-room-lab', done);
  });
  name.unref();
  const why = whyNoNetwork();
  if (why) end(0, `The lab was skipped: ${why}`);
}

function clear(): void {
  sweep();
  removeFolders();
}

function end(code: number, sentence: string): never {
  console.log(sentence);
  process.exit(code);
}
