/**
 * Checks the permission of a source that was taken away, and waits until it may be requested again. Never shows a prompt. Loaded
 * when a device has ended or was denied, because most calls never need it.
 */
import type { CaptureSource } from './capture.js';
import type { Device } from './devices.js';
import type { DeviceFailure } from './failure.js';

type Asked = Pick<Permissions, 'query'>;

async function query(source: CaptureSource, permissions: Asked = navigator.permissions) {
  return permissions.query({ name: source });
}

/**
 * Why a source stays off although its device is still listed after the track ended: a request could show a prompt right after the
 * user has said no.
 */
export async function objection(
  list: readonly Device[],
  source: CaptureSource,
  permissions?: Asked,
): Promise<DeviceFailure | undefined> {
  const cause = undefined;
  const denied = { code: 'denied', state: 'blocked', cause } as const;
  if (list[0]?.id === '') return denied;
  // Firefox keeps listing labels, and reports `prompt` after a one-time permission was taken back.
  const status = await query(source, permissions).catch(() => undefined);
  if (!status) return { code: 'unknown', state: 'lost', cause };
  return status.state === 'granted' ? undefined : denied;
}

/** Resolves when the permission changes to granted. Rejects where browsers do not report this, or when `signal` is aborted. */
export async function granted(
  source: CaptureSource,
  signal: AbortSignal,
  permissions?: Asked,
): Promise<void> {
  const status = await query(source, permissions);
  await new Promise<void>((resolve, reject) => {
    signal.addEventListener('abort', reject);
    status.addEventListener('change', () => status.state === 'granted' && resolve(), { signal });
  });
}
