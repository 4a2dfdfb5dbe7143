/**
 * Signals in boxes: deflated JSON, sealed where there is a secret, in base64url, as the party and relays carry them.
 * A four-slot Chromium offer is 10.6 kB of SDP and 2.3 kB as a box.
 */
import { fromBase64url, toBase64url } from '../base/base64url.js';
import { type Decoded, decoder } from '../protocol/codec.js';
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

/** Deflates a signal. */
export async function deflate(signal: Signal): Promise<Bytes> {
  const deflated = new Blob([JSON.stringify(signal)])
    .stream()
    .pipeThrough(new CompressionStream('deflate-raw'));
  return new Uint8Array(await new Response(deflated).arrayBuffer());
}

/** Inflates a signal. What is too large, malformed or not a signal is told, never thrown. */
export async function inflate(bytes: Bytes): Promise<Decoded<Signal>> {
  try {
    const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
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
