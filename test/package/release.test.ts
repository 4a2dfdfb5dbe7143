/** `npm run release`: which version comes next, what is written where, and that it stops before it publishes. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, it } from 'node:test';
import { nextVersion, publishCommand, releasedChangelog, withVersion } from '../../demo/release-checks.js';

const root = resolve(import.meta.dirname, '../..');
const CHANGELOG = `# Changelog

## [Unreleased]

To be 0.1.0, the first version.

### Added

- A call.

## [0.0.9] - 2026-01-01

- A lobby.
`;

describe('npm run release', () => {
  it('takes a version that is later than the last one, or the first that was never released', () => {
    for (const [asked, version] of [
      ['0.1.0', '0.1.0'],
      ['0.1.1', '0.1.1'],
      ['1.0.0-rc.1', '1.0.0-rc.1'],
      ['patch', '0.1.1'],
      ['minor', '0.2.0'],
      ['major', '1.0.0'],
    ]) {
      assert.equal(nextVersion(asked, '0.1.0', CHANGELOG), version);
    }
    assert.equal(nextVersion('1.0.0', '1.0.0-rc.10', CHANGELOG), '1.0.0');
    assert.equal(nextVersion('1.0.0-rc.10', '1.0.0-rc.9', CHANGELOG), '1.0.0-rc.10');
    for (const [asked, current, sentence] of [
      [undefined, '0.1.0', /Which version/],
      ['v1', '0.1.0', /Which version/],
      ['1.2', '0.1.0', /Which version/],
      ['0.0.9', '0.1.0', /in CHANGELOG\.md already/],
      ['0.0.8', '0.1.0', /not later than 0\.1\.0/],
      ['0.1.0-rc.1', '0.1.0', /not later/],
    ] as const) {
      assert.throws(() => nextVersion(asked, current, CHANGELOG), sentence, asked);
    }
  });

  it('puts what has not been released under the heading of the version', () => {
    const released = releasedChangelog(CHANGELOG, '0.1.0', '2026-12-01');
    assert.equal(
      released,
      `# Changelog

## [Unreleased]

## [0.1.0] - 2026-12-01

### Added

- A call.

## [0.0.9] - 2026-01-01

- A lobby.
`,
    );
    assert.throws(() => releasedChangelog(released, '0.1.1', '2026-12-02'), /nothing under/);
    assert.match(
      releasedChangelog(readFileSync(join(root, 'CHANGELOG.md'), 'utf8'), '9.9.9', 'today'),
      /^## \[9\.9\.9\] - today\n\n### /m,
    );
  });

  it('changes nothing but the version of package.json and the lock file', () => {
    for (const name of ['package.json', 'package-lock.json']) {
      const text = readFileSync(join(root, name), 'utf8');
      const { version } = JSON.parse(text);
      assert.equal(withVersion(text, version), text, name);
      assert.equal(withVersion(text, '9.9.9').split('"9.9.9"').length, name === 'package.json' ? 2 : 3);
    }
  });

  it('prints how to publish, with provenance where npm can attest it', () => {
    const repository = 'https://git.example/us/video-room';
    const env = { ACTIONS_ID_TOKEN_REQUEST_URL: 'https://ci.example' };
    assert.match(
      publishCommand('a.tgz', { repository }, env),
      /^npm publish a\.tgz --access public --provenance$/,
    );
    assert.match(publishCommand('a.tgz', {}, env), /public\n.*names no repository/);
    assert.match(publishCommand('a.tgz', { repository }, {}), /public\n.*no CI job/);
  });

  it('does nothing without a version', () => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['--import', 'tsx', 'demo/release.ts', '--dry-run'],
      {
        cwd: root,
        encoding: 'utf8',
      },
    );
    assert.deepEqual([status, stdout], [1, '']);
    assert.match(stderr, /^Which version\?/);
  });

  it('never calls npm publish itself', () => {
    const code = readFileSync(join(root, 'demo/release.ts'), 'utf8');
    assert.doesNotMatch(code, /'publish'/);
  });
});
