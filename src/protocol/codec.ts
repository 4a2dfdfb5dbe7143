/** Text to frames and back. Every decoder takes anything at all, never throws, and tells what is wrong in one sentence. */
import * as v from 'valibot';
import { MAX_FRAME_BYTES } from './limits.js';

/** A decoded value, or why there is none. The reason names fields, never their contents. */
export type Decoded<T> = { ok: true; value: T } | { ok: false; reason: string };

/** Makes a decoder of JSON text for one schema. */
export function decoder<S extends v.GenericSchema>(schema: S) {
  return (data: unknown): Decoded<v.InferOutput<S>> => {
    // UTF-16 length is a lower bound of the UTF-8 size: a cheap check before the parser does any work.
    if (typeof data !== 'string') return { ok: false, reason: 'not text' };
    if (data.length > MAX_FRAME_BYTES) return { ok: false, reason: 'too large' };
    let json: unknown;
    try {
      json = JSON.parse(data);
    } catch {
      return { ok: false, reason: 'not JSON' };
    }
    const result = v.safeParse(schema, json, { abortEarly: true });
    if (result.success) return { ok: true, value: result.output };
    return { ok: false, reason: `bad field: ${v.getDotPath(result.issues[0]) ?? '(root)'}` };
  };
}
