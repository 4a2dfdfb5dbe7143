/**
 * Why a device could not be had, in a word. Pure: judges what a browser said, asks nothing.
 * Fetched when something failed, through `failure.ts`: most calls never need it.
 */
import type { DeviceErrorCode, DeviceFailure } from './failure.js';

const CODES: Readonly<Record<string, DeviceErrorCode>> = {
  SecurityError: 'policy',
  NotFoundError: 'not-found',
  NotReadableError: 'in-use',
  // Firefox and Chromium: the device is there, nobody forbids it, and it did not start.
  AbortError: 'in-use',
  OverconstrainedError: 'constraints',
};

/**
 * The code for what `getUserMedia`, or with `screen` `getDisplayMedia`, was rejected with.
 *
 * Most refusals share the name NotAllowedError, so the words decide as far as they go: Chromium says "Permission dismissed" when
 * a prompt was closed, "… by system" when the operating system refuses, "… permissions policy" for a screen inside a frame. A
 * frame without `allow` that asks for a camera is told nothing but "Permission denied": the callers ask the page for that.
 */
export function deviceErrorCode(
  cause: unknown,
  screen = false,
  secure = globalThis.isSecureContext,
): DeviceErrorCode {
  const { name = '', message, constraint } = Object(cause) as Partial<OverconstrainedError>;
  if (name === 'NotAllowedError') {
    if (/polic/i.test(message!)) return 'policy';
    // Closing the picker is how people say no to sharing a screen, and browsers report it like a denial.
    return /dismiss/i.test(message!) || (screen && !/system/i.test(message!)) ? 'dismissed' : 'denied';
  }
  if (constraint === 'deviceId') return 'not-found';
  // Not a rejection: there was nothing to ask. Browsers hide devices from pages that came neither over HTTPS nor from localhost.
  if (name === 'TypeError' && !secure) return 'insecure';
  return CODES[name] ?? 'unknown';
}

/**
 * The state a source is in after it failed: `blocked` needs someone to allow it; a prompt that was only closed leaves it `off`;
 * `lost` is the rest, a device that is missing, busy or broken.
 */
export function stateAfter(code: DeviceErrorCode): DeviceFailure['state'] {
  if (code === 'denied' || code === 'policy' || code === 'insecure') return 'blocked';
  return code === 'dismissed' ? 'off' : 'lost';
}
