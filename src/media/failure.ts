/** What is told of a device that could not be had. The judging is in `device-error.ts`, fetched when it is needed. */

/** The codes of a `device-error`. */
export type DeviceErrorCode =
  | 'denied'
  | 'dismissed'
  | 'not-found'
  | 'in-use'
  | 'constraints'
  | 'insecure'
  | 'policy'
  | 'unknown';

/** What went wrong, with the browser's own words in `cause`. */
export interface DeviceFailure {
  readonly code: DeviceErrorCode;
  /** The state a source is in after it. */
  readonly state: 'blocked' | 'off' | 'lost';
  readonly cause: unknown;
}

/**
 * Judges a rejection. `screen`: of `getDisplayMedia`. `isAllowed`: what the page's permissions policy says, asked once the code is
 * known. Without a network to fetch the judge from, all that is known is that it failed.
 */
export async function explain(
  cause: unknown,
  screen: boolean,
  isAllowed: (code: DeviceErrorCode) => boolean | Promise<boolean>,
): Promise<DeviceFailure> {
  try {
    const { deviceErrorCode, stateAfter } = await import('./device-error.js');
    const found = deviceErrorCode(cause, screen);
    const code = (await isAllowed(found)) ? found : 'policy';
    return { code, state: stateAfter(code), cause };
  } catch {
    return { code: 'unknown', state: 'lost', cause };
  }
}
