/**
 * What `npx partykit dev` does first (`build` in partykit.json), so that it works from a fresh clone as well: installs what
 * is missing, builds the site. Plain JavaScript, as nothing may be installed yet.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Ends it when a step fails. */
function run(command) {
  const { status } = spawnSync(command, { stdio: 'inherit', shell: true });
  if (status !== 0) process.exit(status ?? 1);
}

// `npm ci` would take away the partykit that is running, if it were the installed one; then everything is there already.
if (!existsSync('node_modules/vite')) run('npm ci --no-audit --no-fund');
run('npm run build:site');
