/** What a frame that makes no sense says it is. */
import { MAX_FRAME_BYTES } from '../src/protocol/index.js';

/** The type a frame claims to have, so that the error can name it; `undefined` if it does not look like one. */
export function claimedType(data: unknown): string | undefined {
  if (typeof data !== 'string' || data.length > MAX_FRAME_BYTES) return undefined;
  try {
    const { type } = JSON.parse(data);
    return typeof type === 'string' && /^[\w-]{1,32}$/.test(type) ? type : undefined;
  } catch {
    return undefined;
  }
}
