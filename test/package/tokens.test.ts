/** Tokens as people make them: on the command line, and by the recipes of the documentation. The party's own guard judges them. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, it } from 'node:test';
import { grantWords } from '../../party/auth/claims.js';
import { RequestAuthorizer } from '../../party/auth/request-authorizer.js';
import { CLI } from '../support/cli.js';
import { SUITE_TIMEOUT } from '../support/until.js';

const root = resolve(import.meta.dirname, '../..');
const page = readFileSync(join(root, 'demo/docs/tokens.md'), 'utf8');

function run(command: string, args: string[], env: Record<string, string> = {}) {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd: root,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, ...env },
  });
  assert.equal(error, undefined);
  return { status, stdout: stdout.trim(), stderr };
}

const has = (command: string, ...args: string[]) => spawnSync(command, args).status === 0;

const cli = (args: string[], env?: Record<string, string>) => run(process.execPath, [CLI, ...args], env);

/** The lines that `keys` prints, as an environment. */
function makeKeys(...args: string[]): Record<string, string> {
  const { stdout, status } = cli(['keys', ...args]);
  assert.equal(status, 0);
  return Object.fromEntries(
    [...stdout.matchAll(/^(VR_\w+)=(.+)$/gm)].map(([, name, value]) => [name, value]),
  );
}

/** The result of the access check for a token, except for the time of issue, which is now. */
async function judge(token: string, VR_KEYS: string, now = Date.now()) {
  const guard = new RequestAuthorizer(
    () => {},
    undefined,
    () => now,
  );
  const url = `https://rtc.example/parties/main/standup?token=${token}`;
  const verdict = await guard.check({ url, headers: new Headers() }, { VR_ACCESS: 'token', VR_KEYS });
  if (verdict.kind !== 'pass') return verdict;
  const { issued, ...claims } = verdict.claims;
  assert.ok(Math.abs(issued! * 1000 - Date.now()) < 60_000, 'it says when it was issued');
  return claims;
}

/** The first piece of code after the heading with a language's name. */
const recipe = (language: string) =>
  new RegExp(`^### ${language}\\n[^]*?\`\`\`\\w+\n([^]*?)\`\`\``, 'm').exec(page)![1]!;

describe('tokens', { timeout: SUITE_TIMEOUT }, () => {
  for (const alg of ['hs256', 'eddsa', 'es256']) {
    it(`come from the command line with a key for ${alg}`, async () => {
      const env = makeKeys('--alg', alg);
      const { stdout, status } = cli(
        ['token', '--room', 'Standup', '--name', 'Zoë', '--role=host', '--ttl', '10m'],
        env,
      );
      assert.equal(status, 0);
      const claims = await judge(stdout, env.VR_KEYS!);
      assert.deepEqual(claims, { sub: '', name: 'Zoë', grants: 127 });
      const inTenMinutes = Date.now() + 640_000;
      assert.deepEqual(await judge(stdout, env.VR_KEYS!, inTenMinutes), {
        kind: 'refuse',
        code: 'token-expired',
      });
    });
  }

  it('have the requested claims', async () => {
    const env = makeKeys();
    const flags = ['--sub', 'user-7', '--grants', 'chat,kick', '--eject', '--ttl', '1h'];
    const claims = await judge(
      cli(['token', '--room', 'standup', '--key', env.VR_KEYS!, ...flags]).stdout,
      env.VR_KEYS!,
    );
    assert.ok('grants' in claims && claims.ends! > Date.now() + 3_500_000);
    assert.deepEqual([claims.sub, grantWords(claims.grants)], ['user-7', ['chat', 'kick']]);
  });

  it('are not made from wrong input: the error is reported, and nothing looks like a token', () => {
    const env = makeKeys();
    const mistakes: [string[], RegExp][] = [
      [['token', '--room', 'a b'], /--room/],
      [['token'], /--room/],
      [['token', '--room', 'a', '--ttl', '25h'], /24h/],
      [['token', '--room', 'a', '--ttl', '0'], /--ttl/],
      [['token', '--room', 'a', '--role', 'king'], /host, member, viewer/],
      [['token', '--room', 'a', '--grants', 'fly'], /publish/],
      [['token', '--room', 'a', '--rome', 'b'], /There is no option --rome/],
      [['token', '--room'], /--room needs a value/],
      [['token', '--room', '--name', 'b'], /--room needs a value/],
      [['token', '--room', 'a', '--eject=no'], /--eject takes no value/],
      [['token', '--room', 'a', 'b'], /There is no argument b/],
      [['token', '--room', 'a', '--key', makeKeys('--alg', 'eddsa').VR_KEYS!], /cannot sign/],
      [['token', '--room', 'a', '--key', 'secret'], /cannot sign/],
      [['keys', '--alg', 'rs256'], /hs256, eddsa, es256/],
      [['kiss'], /There is no command kiss/],
    ];
    for (const [args, sentence] of mistakes) {
      const { status, stdout, stderr } = cli(args, env);
      assert.deepEqual([status, stdout], [2, ''], args.join(' '));
      assert.match(stderr.split('\n')[0]!, sentence);
    }
    assert.match(cli(['token', '--room', 'a']).stderr, /No key/);
    assert.match(cli([]).stdout, /^Usage/);
    assert.match(cli(['token', '--help']).stdout, /^Usage:\n\n {2}npx video-room token --room/);
  });

  const python = process.platform === 'win32' ? 'python' : 'python3';
  const user = { sub: 'user-7', name: 'Zoë "Z"', grants: 127 };

  it('come from the recipe for Node', async () => {
    const { VR_KEYS } = makeKeys();
    const call = `console.log(callToken('standup', { id: 'user-7', name: 'Zoë "Z"', role: 'host' }))`;
    const { stdout, stderr } = run(
      process.execPath,
      ['--input-type=module', '--eval', `${recipe('Node')}\n${call}`],
      {
        VR_KEYS: VR_KEYS!,
      },
    );
    assert.deepEqual(await judge(stdout, VR_KEYS!), user, stderr);
  });

  it('come from the recipe for Python', async () => {
    const { VR_KEYS } = makeKeys();
    const call = `print(call_token('standup', 'user-7', 'Zoë "Z"', 'host'))`;
    const { stdout, stderr } = run(python, ['-c', `${recipe('Python')}\n${call}`], {
      VR_KEYS: VR_KEYS!,
      PYTHONUTF8: '1',
    });
    assert.deepEqual(await judge(stdout, VR_KEYS!), user, stderr);
  });

  it('come from the recipe for Django', {
    skip: !has(python, '-c', 'import django') && 'Django is not installed',
  }, async () => {
    const { VR_KEYS } = makeKeys();
    const site = `
import django, json
from django.conf import settings
settings.configure(ALLOWED_HOSTS=["*"], LOGIN_URL="/login", ROOT_URLCONF="django.contrib.auth.urls", INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth"])
django.setup()
from django.contrib.auth.models import AnonymousUser, User
from django.test import RequestFactory`;
    const calls = `
request = RequestFactory().get("/call-token/standup")
request.user = AnonymousUser()
assert call_token_view(request, "standup").status_code == 302
request.user = User(pk=7, first_name="Zoë", last_name='"Z"', is_staff=True)
print(json.loads(call_token_view(request, "standup").content)["token"])`;
    const { stdout, stderr } = run(
      python,
      ['-c', [site, recipe('Python'), recipe('Django'), calls].join('\n')],
      { VR_KEYS: VR_KEYS!, PYTHONUTF8: '1' },
    );
    assert.deepEqual(await judge(stdout, VR_KEYS!), { ...user, sub: '7' }, stderr);
  });

  it('come from the recipe for PHP', {
    skip: !has('php', '--version') && 'PHP is not installed',
  }, async () => {
    const { VR_KEYS } = makeKeys();
    const call = `echo call_token('standup', 'user-7', 'Zoë "Z"', 'host');`;
    const { stdout, stderr } = run('php', ['-r', `${recipe('PHP')}\n${call}`], { VR_KEYS: VR_KEYS! });
    assert.deepEqual(await judge(stdout, VR_KEYS!), user, stderr);
  });
});
