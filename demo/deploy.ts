/**
 * `npm run deploy`: the party, the script and the demo pages to Cloudflare. Says what is missing before it does anything; then builds
 * and runs `wrangler deploy`, which gets everything that follows `npm run deploy --`. With `--dry-run` nothing is asked and nothing
 * leaves this machine.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { secretsOf, whatIsMissing } from './deploy-checks.js';
import { parseJsonc } from './party-process.js';

const root = resolve(import.meta.dirname, '..');
const args = process.argv.slice(2);
const isDryRun = args.includes('--dry-run');

if (!isDryRun) {
  const missing = whatIsMissing({
    env: process.env,
    args,
    vars: parseJsonc(readFileSync(join(root, 'wrangler.jsonc'), 'utf8')).vars ?? {},
    isLoggedIn: () => ask('whoami', '--json') !== undefined,
    secrets: () => namesIn(ask('secret', 'list', '--format', 'json')),
  });
  if (missing) {
    console.error(missing);
    process.exit(1);
  }
}
if (!isDryRun || !existsSync(join(root, 'dist/site/video-room.js'))) {
  run('npm', ['run', '--silent', 'build:site'], { shell: true });
}
const folder = mkdtempSync(join(tmpdir(), 'video-room-deploy-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
const secrets = secretsOf(process.env);
const hasSecrets = !isDryRun && Object.keys(secrets).length > 0;
if (hasSecrets) writeFileSync(join(folder, 'secrets.json'), JSON.stringify(secrets), { mode: 0o600 });
run(process.execPath, [
  wrangler(),
  'deploy',
  ...(hasSecrets ? ['--secrets-file', join(folder, 'secrets.json')] : []),
  ...(isDryRun ? ['--outdir', folder] : []),
  ...args,
]);

function wrangler(): string {
  return join(root, 'node_modules/wrangler/bin/wrangler.js');
}

/** What wrangler prints; `undefined` if it fails. */
function ask(...command: string[]): string | undefined {
  const { status, stdout } = spawnSync(process.execPath, [wrangler(), ...command], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, WRANGLER_HIDE_BANNER: 'true' },
  });
  return status === 0 ? stdout : undefined;
}

/** The names in a list of secrets, as wrangler prints it. */
function namesIn(list: string | undefined): string[] {
  try {
    return (JSON.parse(list ?? '[]') as { name: string }[]).map(({ name }) => name);
  } catch {
    return [];
  }
}

/** Ends this process with a command that fails. */
function run(command: string, words: string[], options: { shell?: boolean } = {}): void {
  const { status } = spawnSync(command, words, { cwd: root, stdio: 'inherit', ...options });
  if (status !== 0) process.exit(status ?? 1);
}
