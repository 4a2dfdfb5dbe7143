/** The package, judged by the tools that npm users trust. They read all of its files and types, which takes a while. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, it } from 'node:test';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { SUITE_TIMEOUT } from '../support/until.js';

const root = resolve(import.meta.dirname, '../..');

describe('the package', { timeout: SUITE_TIMEOUT }, () => {
  it('passes publint', async () => {
    const { messages, pkg } = await publint({ pkgDir: root, level: 'warning', strict: true });
    assert.deepEqual(
      messages.map((message) => formatMessage(message, pkg!)),
      [],
    );
  });

  it('is without fault for Are the types wrong?, as a package of modules only', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'video-room-pack-'));
    try {
      const { stdout } = spawnSync(
        'npm',
        ['pack', '--json', '--ignore-scripts', '--pack-destination', folder],
        {
          cwd: root,
          encoding: 'utf8',
          shell: true,
        },
      );
      const tarball = readFileSync(join(folder, JSON.parse(stdout)[0].filename));
      const result = await checkPackage(createPackageFromTarballData(new Uint8Array(tarball)));
      assert.ok(result.types, 'there are types');
      // Node before modules, and `require`, are not for this package.
      const isConcerned = (problem: object) =>
        !('resolutionKind' in problem && ['node10', 'node16-cjs'].includes(String(problem.resolutionKind)));
      assert.deepEqual(result.problems.filter(isConcerned), []);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
