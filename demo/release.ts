/**
 * `npm run release -- 1.2.3`: everything of a release but its publication. Writes version and changelog, checks, builds, tests, packs, and prints what is left
 * to type. With `--dry-run` it writes nothing in this folder but the build, where there is none, and leaves out the long tests.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { nextVersion, Obstacle, publishCommand, releasedChangelog, withVersion } from './release-checks.js';

const root = resolve(import.meta.dirname, '..');
const isDryRun = process.argv.includes('--dry-run');
const [asked] = process.argv.slice(2).filter((word) => word !== '--dry-run');
const read = (name: string) => readFileSync(join(root, name), 'utf8');

try {
  release();
} catch (error) {
  if (!(error instanceof Obstacle)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

function release(): void {
  const manifest = JSON.parse(read('package.json'));
  const version = nextVersion(asked, manifest.version, read('CHANGELOG.md'));
  const files = {
    'package.json': withVersion(read('package.json'), version),
    'package-lock.json': withVersion(read('package-lock.json'), version),
    'CHANGELOG.md': releasedChangelog(read('CHANGELOG.md'), version, new Date().toISOString().slice(0, 10)),
  };
  const changes = output('git', ['status', '--porcelain']);
  if (changes && !isDryRun) throw new Obstacle(`Commit first:\n${changes}`);

  console.log(`video-room ${version}${isDryRun ? ', as a dry run' : ''}`);
  for (const [name, text] of Object.entries(files)) {
    const isChanged = text !== read(name);
    if (isChanged) console.log(`  ${name} ${isDryRun ? 'would be' : 'is'} changed`);
    if (isChanged && !isDryRun) writeFileSync(join(root, name), text);
  }
  step('npm', 'run', '--silent', 'check');
  if (!isDryRun || !existsSync(join(root, 'dist/custom-elements.json')))
    step('npm', 'run', '--silent', 'build');
  step('node', '--import', 'tsx', 'test/size.ts');
  step('npm', 'run', '--silent', 'deploy', '--', '--dry-run');
  // Exports, licences, what is in the tarball; then what the tools say that judge packages.
  if (isDryRun) step('node', '--import', 'tsx', '--test', 'test/long/exports.test.ts');
  else step('npm', 'test', '--silent');
  step('node', '--import', 'tsx', '--test', 'test/long/package.test.ts');

  const folder = isDryRun ? mkdtempSync(join(tmpdir(), 'video-room-release-')) : root;
  // What `prepack` does has been done.
  const [packed] = JSON.parse(
    output('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder]),
  );
  if (isDryRun) rmSync(folder, { recursive: true });
  const kilobytes = (bytes: number) => `${Math.round(bytes / 1_000)} kB`;
  console.log(
    `\n${packed.filename}: ${packed.entryCount} files, ${kilobytes(packed.size)} (${kilobytes(packed.unpackedSize)} unpacked)`,
  );
  console.log(packed.integrity);
  console.log('\nNothing is published yet. What is left to do:\n');
  console.log(
    `  git commit --all --message "Version ${version}" && git tag v${version} && git push --follow-tags`,
  );
  console.log(`  ${publishCommand(packed.filename, manifest, process.env)}`);
}

function step(command: string, ...args: string[]): void {
  console.log(`\n== ${command} ${args.join(' ')}`);
  const { status } = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Obstacle(`Failed: ${command} ${args.join(' ')}. Nothing is published.`);
}

function output(command: string, args: string[]): string {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: root,
    encoding: 'utf8',
    shell: process.platform === 'win32',
    maxBuffer: 2 ** 26,
  });
  if (status !== 0) throw new Obstacle(`Failed: ${command} ${args.join(' ')}\n${stderr}`);
  return stdout.trim();
}
