/** Whether packages can be installed here. */
import { spawnSync } from 'node:child_process';

/** A package of a few bytes, pinned by `lit` for years. */
const PROBE = 'lit';

/**
 * `undefined` if npm reaches its registry; otherwise the reason for skipping a test that installs packages. CI never skips: there a
 * missing registry is a failure.
 */
export function registryMissing(): string | undefined {
  if (process.env.CI) return undefined;
  const { status } = spawnSync(
    'npm',
    ['view', PROBE, 'version', '--fetch-retries=0', '--fetch-timeout=10000'],
    { stdio: 'ignore', shell: process.platform === 'win32' },
  );
  return status === 0 ? undefined : 'npm does not reach its registry from this machine';
}
