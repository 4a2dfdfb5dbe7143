/**
 * The error code for a device that could not be opened. Pure: interprets the browser's error and asks nothing. Loaded by
 * `failure.ts` after an error, because most calls never need it.
 */
import type { DeviceErrorCode, DeviceFailure } from './failure.js';

const CODES: Readonly<Record<string, DeviceErrorCode>> = {
  SecurityError: 'policy',
  NotFoundError: 'not-found',
  NotReadableError: 'in-use',
  // Firefox and Chromium: the device exists and is allowed, but did not start.
  AbortError: 'in-use',
  OverconstrainedError: 'constraints',
};

/**
 * The code for a rejection of `getUserMedia`, or with `screen` of `getDisplayMedia`.
 *
 * Most refusals share the name NotAllowedError, so the message decides where possible. Chromium writes "Permission dismissed" for
 * a closed prompt, "… by system" when the operating system refuses, and "… permissions policy" for a screen share inside a frame.
 * For a camera inside a frame without `allow` it only writes "Permission denied", so the callers check the policy of the page.
 */
export function deviceErrorCode(
  cause: unknown,
  screen = false,
  secure = globalThis.isSecureContext,
): DeviceErrorCode {
  const { name = '', message, constraint } = Object(cause) as Partial<OverconstrainedError>;
  if (name === 'NotAllowedError') {
    if (/polic/i.test(message!)) return 'policy';
    // Closing the picker is the normal way to cancel a screen share, but browsers report it like a denial.
    return /dismiss/i.test(message!) || (screen && !/system/i.test(message!)) ? 'dismissed' : 'denied';
  }
  if (constraint === 'deviceId') return 'not-found';
  // There is no device API: browsers hide devices from pages that use neither HTTPS nor localhost.
  if (name === 'TypeError' && !secure) return 'insecure';
  return CODES[name] ?? 'unknown';
}

/**
 * The state of a source after an error. `blocked`: the user has to allow it. `off`: a prompt was closed. `lost`: the device is
 * missing, busy or broken.
 */
export function stateAfter(code: DeviceErrorCode): DeviceFailure['state'] {
  if (code === 'denied' || code === 'policy' || code === 'insecure') return 'blocked';
  return code === 'dismissed' ? 'off' : 'lost';
}
