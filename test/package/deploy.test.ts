/** `npm run deploy`: its messages when something is missing, and that it would work otherwise, without an account or a network. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, it } from 'node:test';
import { type DeployQuestions, secretsOf, whatIsMissing } from '../../demo/deploy-checks.js';
import { SUITE_TIMEOUT } from '../support/until.js';

const root = resolve(import.meta.dirname, '../..');

/** Not logged in and nothing deployed, unless stated otherwise. */
const missing = (known: Partial<DeployQuestions>) =>
  whatIsMissing({
    env: {},
    args: [],
    vars: {},
    isLoggedIn: () => false,
    secrets: () => [],
    ...known,
  });
const isLoggedIn = () => true;

/** Runs it like a user who never logged in. */
function deploy(...args: string[]) {
  const home = mkdtempSync(join(tmpdir(), 'video-room-home-'));
  try {
    const { CLOUDFLARE_API_TOKEN, VR_ACCESS, VR_KEYS, ...env } = process.env;
    return spawnSync('npm', ['run', '--silent', 'deploy', '--', ...args], {
      cwd: root,
      env: { ...env, HOME: home, XDG_CONFIG_HOME: home, CI: 'true', WRANGLER_SEND_METRICS: 'false' },
      encoding: 'utf8',
    });
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

describe('npm run deploy', { timeout: SUITE_TIMEOUT }, () => {
  it('says how to log in', () => {
    assert.match(missing({})!, /npx wrangler login\n.*CLOUDFLARE_API_TOKEN/);
    const { status, stdout, stderr } = deploy();
    assert.equal(status, 1);
    assert.match(stderr, /You are not logged in to Cloudflare/);
    // The build has not started.
    assert.equal(stdout, '');
  });

  it('warns about missing access settings before a party that refuses everyone is deployed', () => {
    for (const known of [
      { isLoggedIn },
      { env: { CLOUDFLARE_API_TOKEN: 'x' } },
      { isLoggedIn, secrets: () => ['VR_ORIGINS'] },
      { isLoggedIn, env: { VR_ACCESS: '' } },
      { isLoggedIn, args: ['--var', 'OTHER:VR_ACCESS'] },
    ]) {
      assert.match(missing(known)!, /VR_ACCESS=open npm run deploy/);
    }
  });

  it('accepts the settings from any of their places', () => {
    for (const known of [
      { env: { VR_ACCESS: 'open' } },
      { env: { VR_KEYS: 'hs256:x' } },
      { args: ['--var', 'VR_ACCESS:open'] },
      { args: ['--var=VR_ACCESS:open'] },
      { vars: { VR_ACCESS: 'open' } },
      { secrets: () => ['VR_KEYS'] },
    ]) {
      assert.equal(missing({ isLoggedIn, ...known }), undefined);
    }
  });

  it('uploads the variables of the party, and no others', () => {
    const env = { VR_ACCESS: 'open', VR_ORIGINS: '', PATH: '/bin', MY_VR_KEY: 'x' };
    assert.deepEqual(secretsOf(env), { VR_ACCESS: 'open' });
  });

  it('bundles the Worker and its files with --dry-run, without an account', () => {
    const { status, stdout, stderr } = deploy('--dry-run');
    assert.equal(status, 0, stderr);
    assert.match(stdout, /env\.Main/);
    assert.match(stdout, /dry-run: exiting now/);
  });
});
