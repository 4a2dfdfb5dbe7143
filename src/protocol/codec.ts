/** Text to frames. Every decoder takes anything at all, never throws, and tells what is wrong in one sentence. */
import { MAX_FRAME_BYTES } from './limits.js';
import { Malformed, type Schema } from './schema.js';

/** A decoded value, or why there is none. The reason names fields, never their contents. */
export type Decoded<T> = { ok: true; value: T } | { ok: false; reason: string };

/** Makes a decoder of JSON text for one schema. */
export function decoder<T>(schema: Schema<T>) {
  return (data: unknown): Decoded<T> => {
    // UTF-16 length is a lower bound of the UTF-8 size: a cheap check before the parser does any work.
    if (typeof data !== 'string' || data.length > MAX_FRAME_BYTES) {
      return { ok: false, reason: 'not text, or too large' };
    }
    try {
      return { ok: true, value: schema(JSON.parse(data)) };
    } catch (error) {
      return { ok: false, reason: error instanceof Malformed ? `bad field: ${error.message}` : 'not JSON' };
    }
  };
}
