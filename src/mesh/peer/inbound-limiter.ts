/**
 * Limits the messages that we accept from one participant on one control channel. Messages over the limit are dropped, so that
 * one participant cannot slow down the others. Knows only the type and length of a message.
 */

import type { PeerMessage } from '../../protocol/peer-messages.js';
import { TokenBucket } from '../../shared/token-bucket.js';

export class InboundLimiter {
  /** Each message costs one unit before it is parsed, and one more per KiB. After a gap, 4 MB of data may be sent again. */
  readonly #work = new TokenBucket(10_000, 7_000);
  /** Messages of each type: 100 at once, 20 per second. Features may limit some of theirs themselves. */
  readonly #types = new Map<string, TokenBucket>();

  /** Whether a message of that length is parsed at all. */
  mayRead({ length = 0 }: { length?: number }): boolean {
    return this.#work.take(performance.now(), 1 + length / 1024);
  }

  /** Whether a message of that type is handled. */
  mayHear(type: PeerMessage['type']): boolean {
    // Credit of the bulk channel that was dropped would be missing for good.
    if (type === 'bulk') return true;
    const budget = this.#types.get(type) ?? new TokenBucket(100, 5_000);
    this.#types.set(type, budget);
    return budget.take(performance.now());
  }
}
