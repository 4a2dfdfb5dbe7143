/**
 * Signals in boxes: deflated JSON, sealed where there is a secret, in base64url, as the party and relays carry them.
 * A four-slot Chromium offer is 10.6 kB of SDP and 2.3 kB as a box.
 */

import { fromBase64url, toBase64url } from '../base/base64url.js';
import { type Decoded, decoder } from '../protocol/codec.js';
import { toJson } from '../protocol/json.js';
import { MAX_INFLATED_BYTES } from '../protocol/limits.js';
import { type Signal, signal } from '../protocol/peer-messages.js';
import type { Bytes } from './seal.js';

const decode = decoder(signal);

/** Which frame a box travels in. A first offer, inside `join`, has no `n`. */
export interface Label {
  gen: number;
  n?: number;
}

/** A signal on its way, as the party or a control channel carries it. `n` counts per direction. */
export interface SignalFrame extends Label {
  box: string;
}

/** What boxes of one link are put into: nothing, or a seal (`sealing.ts`). */
export interface Envelope {
  close(bytes: Bytes, label: Label): Promise<string>;
  /** `undefined`: it is not what the other side sent us, and is dropped. `byParty`: it did not come from person to person. */
  open(frame: SignalFrame, byParty: boolean): Promise<Bytes | undefined>;
}

/** Whoever carries the box can look inside. */
export const plain: Envelope = {
  close: async (bytes) => toBase64url(bytes),
  open: async ({ box }) => fromBase64url(box),
};

/** Bytes that are inflated in one step. Deflate makes at most 1,032 bytes of one, so a step yields a quarter of a megabyte at most. */
const STEP = 256;

/**
 * Deflates a signal. The bytes go straight into the stream: a `Blob` or a `Response` would ask the browser's other processes, which
 * takes up to a second on a busy machine (Chromium 156).
 */
export async function deflate(signal: Signal): Promise<Bytes> {
  const stream = new CompressionStream('deflate-raw');
  feed(stream.writable, new TextEncoder().encode(toJson(signal)), Number.POSITIVE_INFINITY);
  return (await collect(stream.readable, Number.POSITIVE_INFINITY))!;
}

/** Inflates a signal. What is too large, malformed or not a signal is told, never thrown. */
export async function inflate(bytes: Bytes): Promise<Decoded<Signal>> {
  try {
    const stream = new DecompressionStream('deflate-raw');
    feed(stream.writable, bytes, STEP);
    const inflated = await collect(stream.readable, MAX_INFLATED_BYTES);
    return inflated ? decode(new TextDecoder().decode(inflated)) : { ok: false, reason: 'too large' };
  } catch {
    return { ok: false, reason: 'not a box' };
  }
}

/** Writes `bytes` in pieces; the next waits until the one before was read. What fails is told by the other end of the stream. */
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

/** Everything that comes out of a stream, or `undefined` as soon as it is more than `limit` bytes. */
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
