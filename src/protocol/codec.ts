/** Decodes text into frames. A decoder accepts any input and never throws; on failure it gives the reason in one sentence. */
import { MAX_FRAME_BYTES } from './limits.js';
import { Malformed, type Schema, UnknownType } from './schema.js';

/**
 * A decoded value, or the reason for the failure. The reason names fields, never their content. `unknownType`: it may be a valid
 * message of a newer version, so it is ignored and counted.
 */
export type Decoded<T> = { ok: true; value: T } | { ok: false; reason: string; unknownType?: string };

/** Makes a decoder of JSON text for one schema. */
export function decoder<T>(schema: Schema<T>) {
  return (data: unknown): Decoded<T> => {
    // UTF-16 length is a lower bound of the UTF-8 size: a cheap check before parsing.
    if (typeof data !== 'string' || data.length > MAX_FRAME_BYTES) {
      return { ok: false, reason: 'not text, or too large' };
    }
    try {
      return { ok: true, value: schema(JSON.parse(data)) };
    } catch (error) {
      const reason = error instanceof Malformed ? `bad field: ${error.message}` : 'not JSON';
      return { ok: false, reason, ...(error instanceof UnknownType && { unknownType: error.type }) };
    }
  };
}
