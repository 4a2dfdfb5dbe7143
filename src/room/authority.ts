/**
 * Permissions in this session, as far as every call needs them: in most calls there is no moderator and everyone has the usual
 * permissions. Loads the {@link Door} when that is not the case.
 */
import type { ServerFrame } from '../protocol/server-frames.js';
import type { Door, DoorOptions, Order } from './door.js';
import { LazyLoader } from './lazy-loader.js';
import { USUAL } from './rights.js';
import type { SessionContext } from './session-context.js';

export class Authority {
  readonly #context: SessionContext;
  readonly #door: LazyLoader<Door>;
  #isUsed = false;

  constructor(context: SessionContext, options: DoorOptions, signal: AbortSignal) {
    this.#context = context;
    this.#door = new LazyLoader(
      async () => new (await import('./in-call.js')).Door(context, options),
      signal,
    );
  }

  /** Asks the party for an action that needs a grant. */
  order(order: Order): Promise<void> {
    return this.#door.ask((door) => door.order(order));
  }

  /** The party sent a frame about permissions. */
  received(frame: ServerFrame): void {
    this.#isUsed = true;
    this.#door.tell((door) => door.received(frame));
  }

  /** The roster or the socket changed: loads the code if a member has unusual permissions or is muted. */
  renewed(): void {
    const { self, roster } = this.#context.state();
    this.#isUsed ||= `${self.grants}` !== `${USUAL.grants}` || self.muted;
    this.#isUsed ||= roster.some(({ grants, muted }) => grants !== undefined || muted);
    if (this.#isUsed) this.#door.tell((door) => door.enforce());
  }
}
