/**
 * Signals in boxes: deflated JSON in base64url, as the party and relays carry them without looking inside.
 * A four-slot Chromium offer is 10.6 kB of SDP and 2.3 kB as a box.
 */
import { fromBase64url, toBase64url } from '../base/base64url.js';
import { type Decoded, decoder } from '../protocol/codec.js';
import { MAX_INFLATED_BYTES } from '../protocol/limits.js';
import { type Signal, signal } from '../protocol/peer-messages.js';

const decode = decoder(signal);

/** Deflates a signal. */
export async function pack(signal: Signal): Promise<string> {
  const deflated = new Blob([JSON.stringify(signal)])
    .stream()
    .pipeThrough(new CompressionStream('deflate-raw'));
  return toBase64url(new Uint8Array(await new Response(deflated).arrayBuffer()));
}

/** Inflates a box. What is too large, malformed or not a signal is told, never thrown. */
export async function unpack(box: string): Promise<Decoded<Signal>> {
  try {
    const reader = new Blob([fromBase64url(box)])
      .stream()
      .pipeThrough(new DecompressionStream('deflate-raw'))
      .getReader();
    const chunks: Uint8Array<ArrayBuffer>[] = [];
    for (let size = 0; ; ) {
      const { done, value } = await reader.read();
      if (done) break;
      size += value.length;
      if (size > MAX_INFLATED_BYTES) {
        void reader.cancel();
        return { ok: false, reason: 'too large' };
      }
      chunks.push(value);
    }
    return decode(await new Blob(chunks).text());
  } catch {
    return { ok: false, reason: 'not a box' };
  }
}
