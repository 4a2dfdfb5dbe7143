/** The error report for a device that could not be opened. `device-error.ts` decides the code; `refusals.ts` loads it when needed. */

/** Why a device cannot be used: the codes of `device-error`. */
export type DeviceErrorCode =
  | 'denied'
  | 'dismissed'
  | 'not-found'
  | 'in-use'
  | 'constraints'
  | 'insecure'
  | 'policy'
  | 'unknown';

/** What went wrong, with the browser's own error in `cause`. */
export interface DeviceFailure {
  readonly code: DeviceErrorCode;
  /** The state of the source after the error. */
  readonly state: 'blocked' | 'off' | 'lost';
  readonly cause: unknown;
}

/**
 * Explains a rejection. `screen`: of `getDisplayMedia`. `isAllowed`: asks the page's permissions policy, once the code is known.
 * If the code cannot be loaded without a network, the error stays `unknown`.
 */
export async function explain(
  cause: unknown,
  screen: boolean,
  isAllowed: (code: DeviceErrorCode) => boolean | Promise<boolean>,
): Promise<DeviceFailure> {
  try {
    const { deviceErrorCode, stateAfter } = await import('./refusals.js');
    const found = deviceErrorCode(cause, screen);
    const code = (await isAllowed(found)) ? found : 'policy';
    return { code, state: stateAfter(code), cause };
  } catch {
    return { code: 'unknown', state: 'lost', cause };
  }
}
