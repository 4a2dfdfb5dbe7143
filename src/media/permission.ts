/**
 * What permissions say about a source that was taken away, and when it may be asked for again. Asks the browser, never the person.
 * Fetched when a device ended or was denied: in most calls neither happens.
 */
import type { CaptureSource } from './capture.js';
import type { Device } from './devices.js';
import type { DeviceFailure } from './failure.js';

type Asked = Pick<Permissions, 'query'>;

async function query(source: CaptureSource, permissions: Asked = navigator.permissions) {
  return permissions.query({ name: source });
}

/**
 * Why a source stays off whose track ended although its device is still listed: to ask for it could bring up a prompt right after
 * somebody said no.
 */
export async function objection(
  list: readonly Device[],
  source: CaptureSource,
  permissions?: Asked,
): Promise<DeviceFailure | undefined> {
  const cause = undefined;
  const denied = { code: 'denied', state: 'blocked', cause } as const;
  if (list[0]?.id === '') return denied;
  // Firefox goes on listing names, and says `prompt` once a permission for one time was taken back.
  const status = await query(source, permissions).catch(() => undefined);
  if (!status) return { code: 'unknown', state: 'lost', cause };
  return status.state === 'granted' ? undefined : denied;
}

/** Resolves when the permission changes to granted; rejects where browsers do not tell, or when `signal` is aborted. */
export async function granted(
  source: CaptureSource,
  signal: AbortSignal,
  permissions?: Asked,
): Promise<void> {
  const status = await query(source, permissions);
  await new Promise<void>((resolve, reject) => {
    signal.addEventListener('abort', reject, { once: true });
    status.addEventListener('change', () => status.state === 'granted' && resolve(), { signal });
  });
}
