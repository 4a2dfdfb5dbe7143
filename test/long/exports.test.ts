/** The package as npm users get it: every name in `exports` resolves, and no import needs a browser. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, it } from 'node:test';
import { SUITE_TIMEOUT } from '../support/until.js';

const root = resolve(import.meta.dirname, '../..');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const exported: Record<string, string | Record<string, string>> = manifest.exports;
const entries = Object.entries(exported).filter(([name]) => !name.includes('*'));

/** Runs a module in plain Node, where the package's own name resolves through its exports. */
function inNode(code: string): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', code], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  assert.equal(status, 0, stderr);
  return stdout.trim();
}

let packed: string[] | undefined;

/** The files in the tarball of `npm pack`, which is asked once. */
function packedFiles(): string[] {
  if (packed) return packed;
  const { stdout, status } = spawnSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: root,
    encoding: 'utf8',
    shell: true,
  });
  assert.equal(status, 0);
  packed = JSON.parse(stdout)[0].files.map(({ path }: { path: string }) => path) as string[];
  return packed;
}

describe('the package', { timeout: SUITE_TIMEOUT }, () => {
  it('exports only files that exist', () => {
    const missing = entries
      .flatMap(([name, target]) =>
        Object.values(typeof target === 'string' ? { target } : target).map((file) => [name, file]),
      )
      .filter(([, file]) => !existsSync(join(root, file!)));
    assert.deepEqual(missing, []);
  });

  for (const name of [
    '',
    '/element',
    '/room',
    '/protocol',
    '/party',
    '/party/core',
    '/party/node',
    '/locale/en',
    '/react',
  ]) {
    it(`imports video-room${name} in Node, where there is no browser`, () => {
      const names = inNode(`console.log(Object.keys(await import('video-room${name}')).join())`);
      assert.notEqual(names, '');
    });
  }

  it('exports the element and its errors under both names', () => {
    const names = `Object.keys(await import('video-room')).join()`;
    assert.equal(
      inNode(`console.log(${names} === ${names.replace('video-room', 'video-room/element')})`),
      'true',
    );
    assert.match(inNode(`console.log(${names})`), /VideoRoom\b/);
  });

  it('makes keys and tokens on the command line', () => {
    const [name, file] = Object.entries(manifest.bin as Record<string, string>)[0]!;
    assert.equal(name, manifest.name);
    assert.ok(packedFiles().includes(file));
    const { status, stdout } = spawnSync(process.execPath, [file, 'keys'], { cwd: root, encoding: 'utf8' });
    assert.equal(status, 0);
    assert.match(stdout, /^VR_KEYS=hs256:[\w-]{43}$/m);
  });

  it('helps, and names the packages to install, where optional ones were left out', () => {
    const folder = mkdtempSync(join(tmpdir(), 'video-room-bare-'));
    try {
      // Nothing is installed above it.
      cpSync(join(root, 'dist/npm'), join(folder, 'dist/npm'), { recursive: true });
      writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
      const run = (...args: string[]) =>
        spawnSync(process.execPath, [join(folder, manifest.bin[manifest.name]), ...args], {
          encoding: 'utf8',
        });
      assert.match(run('--help').stdout, /npx video-room serve/);
      for (const command of ['serve', 'keys']) {
        const { status, stderr } = run(command);
        assert.equal(status, 1);
        assert.match(
          stderr,
          /^The packages for servers are not installed: npm install ws jose @noble\/hashes\n/,
        );
      }
      assert.equal(run('serve', '--port', 'x').status, 2);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('has the party for a project of one’s own', () => {
    const code = `const all = await import('video-room/party'); console.log(typeof all.default, typeof all.party({}).onBeforeConnect)`;
    assert.equal(inNode(code), 'function function');
  });

  it('packs its exports and the pages that `serve` shows, and neither a second script nor tests', () => {
    const files = packedFiles();
    for (const [name, target] of entries) {
      for (const file of typeof target === 'string' ? [target] : Object.values(target)) {
        assert.ok(files.includes(file.replace('./', '')), `${name}: ${file} is packed`);
      }
    }
    assert.deepEqual(
      files.filter((file) =>
        /^(test|demo\/(?!docs\/[\w-]+\.md$)|dist\/site\/(?!assets\/|(docs\/)?[\w-]+\.(html|json)$)|\.)/.test(
          file,
        ),
      ),
      [],
    );
  });

  it('says of every bundle whose code is in it, and brings their licences', () => {
    const texts = readFileSync(join(root, 'dist/THIRD-PARTY-LICENSES.txt'), 'utf8');
    const bundles = packedFiles().filter((file) =>
      /^dist\/(video-room|chunks\/|site\/assets\/).*\.js$/.test(file),
    );
    assert.ok(
      bundles.some((file) => file.startsWith('dist/site/')) && bundles.includes('dist/video-room.single.js'),
    );
    for (const file of bundles) {
      const code = readFileSync(join(root, file), 'utf8');
      const [, version, others = ''] =
        /\/\*! video-room (\S+) \(MIT\)(?:, with (.+): THIRD-PARTY-LICENSES\.txt)? \*\/\n/.exec(code) ?? [];
      assert.equal(version, manifest.version, file);
      for (const [, name] of others.matchAll(/([^ ,]+) \([^)]+\)/g)) {
        assert.ok(texts.includes(`\n${name} `), `${name}, of ${file}`);
      }
      if (code.includes('litElementVersions')) assert.match(others, /lit-element \(BSD-3-Clause\)/);
    }
    assert.match(texts, /Copyright \(c\) 2017 Google LLC/);
    assert.match(texts, /^partysocket \d/m);
  });

  it('leaves the source maps out of the tarball, but for those that lead to sources in it', () => {
    const maps = packedFiles().filter((file) => file.endsWith('.map'));
    for (const file of maps) {
      const { sources, sourcesContent } = JSON.parse(readFileSync(join(root, file), 'utf8'));
      assert.equal(sourcesContent, undefined, file);
      for (const source of sources) assert.match(join(file, '..', source), /^(src|party)\//, file);
    }
  });

  it('describes the element to editors', () => {
    const { modules } = JSON.parse(readFileSync(join(root, manifest.customElements), 'utf8'));
    const element = modules
      .flatMap(({ declarations = [] }) => declarations)
      .find(({ tagName }: { tagName?: string }) => tagName === 'video-room');
    assert.ok(element, 'video-room is described');
    assert.deepEqual(
      modules.map(({ path }: { path: string }) =>
        inNode(`console.log(typeof (await import('video-room/${path}')).VideoRoom)`),
      ),
      ['function'],
    );
    assert.ok(!JSON.stringify(modules).includes('src/'), 'no path of a source');
    const names = (list: { name: string }[]) => list.map(({ name }) => name);
    for (const attribute of ['room', 'server', 'display-name', 'without-lobby', 'layout', 'theme']) {
      assert.ok(names(element.attributes).includes(attribute), attribute);
    }
    for (const event of ['room-joined', 'room-left', 'room-error', 'device-error']) {
      assert.ok(names(element.events).includes(event), event);
    }
  });
});
