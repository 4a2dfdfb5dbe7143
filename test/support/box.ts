/** Plain boxes, as they travel where there is no secret: for tests that look inside, or make their own. */
import { deflate, inflate, plain } from '../../src/mesh/box.js';
import type { Decoded } from '../../src/protocol/codec.js';
import type { Signal } from '../../src/protocol/peer-messages.js';

export const pack = async (signal: Signal): Promise<string> => plain.close(await deflate(signal), { gen: 0 });

/** What is no box at all is told, as in a mailbox. */
export async function unpack(box: string): Promise<Decoded<Signal>> {
  const bytes = await plain.open({ gen: 0, box }, true).catch(() => undefined);
  return bytes ? inflate(bytes) : { ok: false, reason: 'not a box' };
}
