/** Finds the type that an invalid frame claims to have. */
import { MAX_FRAME_BYTES } from '../../src/protocol/party.js';

/** The claimed type of a frame, for the error message; `undefined` if it does not look like a type. */
export function frameTypeOf(data: unknown): string | undefined {
  if (typeof data !== 'string' || data.length > MAX_FRAME_BYTES) return undefined;
  try {
    const { type } = JSON.parse(data);
    return typeof type === 'string' && /^[\w-]{1,32}$/.test(type) ? type : undefined;
  } catch {
    return undefined;
  }
}
