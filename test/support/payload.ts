/** Plain payloads, as used without a secret, for tests that read or create them. */
import { deflate, inflate, plain } from '../../src/mesh/signaling/payload.js';
import type { Decoded } from '../../src/protocol/codec.js';
import type { Signal } from '../../src/protocol/peer-messages.js';

export const pack = async (signal: Signal): Promise<string> =>
  plain.encrypt(await deflate(signal), { gen: 0 });

/** An invalid payload is reported, as in the signal queue. */
export async function unpack(payload: string): Promise<Decoded<Signal>> {
  const bytes = await plain.decrypt({ gen: 0, payload }, true).catch(() => undefined);
  return bytes ? inflate(bytes) : { ok: false, reason: 'not a payload' };
}
