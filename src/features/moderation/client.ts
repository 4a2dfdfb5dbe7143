/** The client of the party's moderation for moderators: who is waiting, and what they ask of the party, which decides. */

import type { ClientFrame } from '../../protocol/client-frames.js';
import type { RoomErrorCode } from '../../protocol/errors.js';
import type { ServerFrame } from '../../protocol/server-frames.js';
import type { FeatureContext, FeatureController } from '../../room/feature.js';
import * as reducers from '../../room/reducers.js';
import { VideoRoomError } from '../../shared/errors.js';

type Numbered = Extract<
  ClientFrame,
  { n: number; type: 'admit' | 'refuse' | 'kick' | 'mute' | 'lock' | 'end' }
>;
/** An action that a moderator asks of the party, before it has its number. */
type ModerationRequest = Numbered extends infer F ? (F extends Numbered ? Omit<F, 'n'> : never) : never;

export class ModerationClient implements FeatureController {
  readonly #context: FeatureContext;
  #lastOrder = 0;
  readonly #orders = new Map<number, { resolve(): void; reject(error: VideoRoomError): void }>();

  constructor(context: FeatureContext) {
    this.#context = context;
  }

  /** A frame from the party; frames about other things are ignored. */
  frameReceived(frame: ServerFrame): void {
    const { apply, state } = this.#context;
    switch (frame.type) {
      case 'knock': {
        const one = { id: frame.id, name: frame.name };
        const { waiting } = state();
        // Who gets another name while they wait keeps their place.
        const place = waiting.findIndex(({ id }) => id === one.id);
        const changed = place < 0 ? [...waiting, one] : waiting.with(place, one);
        apply((before) => reducers.stateChanged(before, { waiting: changed }));
        return;
      }
      case 'gone': {
        const before = state().waiting;
        const waiting = before.filter(({ id }) => id !== frame.id);
        if (waiting.length < before.length) apply((now) => reducers.stateChanged(now, { waiting }));
        return;
      }
      case 'done':
      case 'error':
        this.#answered(frame);
    }
  }

  kick(id: string, { ban = false }: { ban?: boolean } = {}): Promise<void> {
    return this.#request({ type: 'kick', id, ban });
  }

  mute(id: string, on = true): Promise<void> {
    return this.#request({ type: 'mute', id, on });
  }

  lock(force = !this.#context.state().locked): Promise<void> {
    return this.#request({ type: 'lock', on: force });
  }

  admit(id: string): Promise<void> {
    return this.#request({ type: 'admit', id });
  }

  refuse(id: string): Promise<void> {
    return this.#request({ type: 'refuse', id });
  }

  end(): Promise<void> {
    return this.#request({ type: 'end' });
  }

  /** If the socket is lost, nobody knows whether the party has carried out the pending actions. */
  rosterChanged(): void {
    if (this.#context.state().signaling === 'connected') return;
    for (const { reject } of this.#orders.values()) reject(new VideoRoomError('server-unreachable'));
    this.#orders.clear();
  }

  /**
   * Resolves when the party has done it. Rejects with a `VideoRoomError`: `forbidden` without the grant, `peer-unreachable` for
   * an unknown id, `rate-limited` for too many in a short time, `server-unreachable` at once while the party cannot be reached,
   * because only the party can decide.
   */
  #request(order: ModerationRequest): Promise<void> {
    const { grants } = this.#context.state().self;
    const needed = order.type === 'refuse' ? 'admit' : order.type;
    const n = ++this.#lastOrder;
    return new Promise((resolve, reject) => {
      if (!grants.includes(needed)) reject(new VideoRoomError('forbidden'));
      else if (!this.#context.send({ ...order, n } as Numbered))
        reject(new VideoRoomError('server-unreachable'));
      else this.#orders.set(n, { resolve, reject });
    });
  }

  #answered(frame: Extract<ServerFrame, { type: 'done' | 'error' }>): void {
    const { n = 0 } = frame;
    const order = this.#orders.get(n);
    this.#orders.delete(n);
    if (frame.type === 'error') order?.reject(new VideoRoomError(frame.code as RoomErrorCode));
    else if (frame.nobody) order?.reject(new VideoRoomError('peer-unreachable'));
    else order?.resolve();
  }
}
