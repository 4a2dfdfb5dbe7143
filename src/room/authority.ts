/**
 * Who may do what in this stay, as far as every call needs it: most have no moderator and nobody who may do less than usual.
 * Fetches the {@link Door} where there is.
 */
import type { ServerFrame } from '../protocol/server-frames.js';
import type { Door, DoorOptions, Order } from './door.js';
import { Fetched } from './fetched.js';
import { USUAL } from './rights.js';
import type { SessionContext } from './session-context.js';

export class Authority {
  readonly #context: SessionContext;
  readonly #door: Fetched<Door>;
  #isUsed = false;

  constructor(context: SessionContext, options: DoorOptions, signal: AbortSignal) {
    this.#context = context;
    this.#door = new Fetched(async () => new (await import('./in-call.js')).Door(context, options), signal);
  }

  /** Asks the party for something that takes a grant. */
  order(order: Order): Promise<void> {
    return this.#door.ask((door) => door.order(order));
  }

  /** Something about who may do what. */
  received(frame: ServerFrame): void {
    this.#isUsed = true;
    this.#door.tell((door) => door.received(frame));
  }

  /** The roster is another one, or the socket: where somebody may do more or less than usual, or is muted, it is seen to. */
  renewed(): void {
    const { self, roster } = this.#context.state();
    this.#isUsed ||= `${self.grants}` !== `${USUAL.grants}` || self.muted;
    this.#isUsed ||= roster.some(({ grants, muted }) => grants !== undefined || muted);
    if (this.#isUsed) this.#door.tell((door) => door.enforce());
  }
}
