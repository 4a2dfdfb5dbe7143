/** The error codes of a room, in one list for client and party, with the WebSocket close codes that carry them. */

/**
 * WebSocket close code of each error that the party sends. A browser cannot read the HTTP status of a rejected handshake. Of several
 * errors with one close code, the first is what a client assumes when the `error` frame was lost.
 */
export const CLOSE_CODES = {
  'bad-message': 4400,
  'token-invalid': 4401,
  'token-missing': 4401,
  'token-expired': 4401,
  forbidden: 4403,
  kicked: 4403,
  'room-invalid': 4404,
  'too-slow': 4408,
  replaced: 4409,
  'room-ended': 4410,
  'room-locked': 4423,
  'rate-limited': 4429,
  internal: 4500,
  'room-full': 4503,
} as const;

/** A code that the party puts into an `error` frame. The client answers `too-slow` by dialing again, and never shows it. */
export type PartyErrorCode = keyof typeof CLOSE_CODES;

/** Every code of a `room-error` event. Each has its heading in demo/docs/errors.md. */
export const ROOM_ERROR_CODES = [
  'room-missing',
  'room-invalid',
  'server-missing',
  'server-unreachable',
  'browser-unsupported',
  'insecure-context',
  'room-full',
  'room-locked',
  'room-ended',
  'token-missing',
  'token-invalid',
  'token-expired',
  'forbidden',
  'kicked',
  'replaced',
  'rate-limited',
  'bad-message',
  'peer-unreachable',
  'not-joined',
  'cancelled',
  'verification-failed',
  'internal',
] as const;

/** What went wrong in a room; demo/docs/errors.md says what to do about each. */
export type RoomErrorCode = (typeof ROOM_ERROR_CODES)[number];

/** Errors after which the client dials again. */
export const RETRYABLE_ERRORS: readonly PartyErrorCode[] = ['too-slow', 'rate-limited', 'internal'];

/** The error for a close code, for when the `error` frame was lost; `undefined`: dial again. */
export function errorOfClose(code: number): RoomErrorCode | undefined {
  const errors = Object.keys(CLOSE_CODES) as PartyErrorCode[];
  const error = errors.find((one) => CLOSE_CODES[one] === code && !RETRYABLE_ERRORS.includes(one));
  return error as RoomErrorCode | undefined;
}
