/** Holds a screen wake lock as long as the call is visible. The browser releases it whenever the page is hidden. */
import type { BackgroundContext } from '../../ui/feature.js';

/** Runs until the signal is aborted. `wakeLock`: `null` in older browsers and on insecure pages. */
export function keepAwake(
  { page, signal }: Pick<BackgroundContext, 'page' | 'signal'>,
  wakeLock: Pick<WakeLock, 'request'> | null = navigator.wakeLock ?? null,
): void {
  let lock: WakeLockSentinel | undefined;
  const release = () => lock?.release().catch(() => {});
  const request = async () => {
    if (page.hidden || (lock && !lock.released)) return;
    // Rejects with a low battery, and in a frame without `allow="screen-wake-lock"`: the screen may turn off then.
    lock = await wakeLock?.request('screen').catch(() => undefined);
    if (signal.aborted) await release();
  };
  page.addEventListener('visible', request, { signal });
  signal.addEventListener('abort', release);
  void request();
}
