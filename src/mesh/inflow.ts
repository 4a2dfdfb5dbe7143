/**
 * How much of one participant we listen to on one control channel: whoever says more is not heard for a while, at no cost
 * to anybody else. Knows no message but by its type and length.
 */
import { Budget } from '../base/budget.js';
import type { PeerMessage } from '../protocol/peer-messages.js';

/** Each message costs one, and one more for each KiB, before it is read. A page may be told 4 MB of data again after a gap. */
const WORK = [10_000, 7_000] as const;
/** Messages of each type: 100 at once, 20 a second. The chat has its own measure of what is said. */
const EACH = [100, 5_000] as const;

export class Inflow {
  readonly #work = new Budget(...WORK);
  readonly #types = new Map<string, Budget>();

  /** Whether a message of that length is read at all. */
  mayRead({ length = 0 }: { length?: number }): boolean {
    return this.#work.take(performance.now(), 1 + length / 1024);
  }

  /** Whether a message of that type is heard. */
  mayHear(type: PeerMessage['type']): boolean {
    if (type === 'chat' || type === 'data') return true;
    const budget = this.#types.get(type) ?? new Budget(...EACH);
    this.#types.set(type, budget);
    return budget.take(performance.now());
  }
}
