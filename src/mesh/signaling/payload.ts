/**
 * Encodes signals as payloads, the form in which the party and relays carry them: deflated JSON, encrypted in a private room,
 * then base64url. A Chromium offer with four slots is 10.6 kB of SDP and 2.3 kB as a payload.
 */

import { fromBase64url, toBase64url } from '../../protocol/base64url.js';
import { type Decoded, decoder } from '../../protocol/codec.js';
import { toJson } from '../../protocol/json.js';
import { MAX_INFLATED_BYTES } from '../../protocol/limits.js';
import { type Signal, signal } from '../../protocol/peer-messages.js';
import type { Bytes } from '../encryption/aes-gcm-cipher.js';

const decode = decoder(signal);

/** Identifies the frame that a payload travels in. A first offer travels inside `join` and has no `n`. */
export interface Label {
  gen: number;
  n?: number;
}

/** A signal as the party or a control channel carries it. `n` counts the signals of one direction. */
export interface SignalFrame extends Label {
  payload: string;
}

/** Encrypts and decrypts the payloads of one link, or leaves them as plain text (`encryption/room-cipher.ts` has the encrypted one). */
export interface SignalCipher {
  encrypt(bytes: Bytes, label: Label): Promise<string>;
  /** Returns `undefined` if the payload was not made by the other side for us; the caller drops it. `byParty`: the party delivered it. */
  decrypt(frame: SignalFrame, byParty: boolean): Promise<Bytes | undefined>;
}

/** No encryption: the party and relays can read the payload. */
export const plain: SignalCipher = {
  encrypt: async (bytes) => toBase64url(bytes),
  decrypt: async ({ payload }) => fromBase64url(payload),
};

/** Bytes that are inflated in one step. One byte of deflate data yields at most 1,032 bytes, so one step yields at most 256 KiB. */
const STEP = 256;

/**
 * Deflates a signal. The bytes are written directly to the stream: `Blob` and `Response` call into other browser processes, which
 * takes up to a second on a busy machine (Chromium 156).
 */
export async function deflate(signal: Signal): Promise<Bytes> {
  const stream = new CompressionStream('deflate-raw');
  feed(stream.writable, new TextEncoder().encode(toJson(signal)), Number.POSITIVE_INFINITY);
  return (await collect(stream.readable, Number.POSITIVE_INFINITY))!;
}

/** Inflates a signal. Never throws: data that is too large, malformed or not a signal gives a failed result. */
export async function inflate(bytes: Bytes): Promise<Decoded<Signal>> {
  try {
    const stream = new DecompressionStream('deflate-raw');
    feed(stream.writable, bytes, STEP);
    const inflated = await collect(stream.readable, MAX_INFLATED_BYTES);
    return inflated ? decode(new TextDecoder().decode(inflated)) : { ok: false, reason: 'too large' };
  } catch {
    return { ok: false, reason: 'not a payload' };
  }
}

/** Writes `bytes` in pieces, each after the reader has taken the one before. Errors are reported by the readable side of the stream. */
function feed(writable: WritableStream<BufferSource>, bytes: Bytes, step: number): void {
  const writer = writable.getWriter();
  const write = async () => {
    for (let at = 0; at < bytes.length; at += step) {
      await writer.ready;
      await writer.write(bytes.subarray(at, at + step));
    }
    await writer.close();
  };
  write().catch(() => {});
}

/** Collects everything from a stream, or returns `undefined` as soon as it exceeds `limit` bytes. */
async function collect(
  readable: ReadableStream<Uint8Array<ArrayBuffer>>,
  limit: number,
): Promise<Bytes | undefined> {
  const reader = readable.getReader();
  const chunks: Bytes[] = [];
  let size = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    size += next.value.length;
    if (size > limit) {
      void reader.cancel();
      return undefined;
    }
    chunks.push(next.value);
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
