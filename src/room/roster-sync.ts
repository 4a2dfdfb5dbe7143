/** Keeps the roster in step with the party: who joins, is away, is back or has left, and which links this creates or ends. */
import type { Mesh } from '../mesh/mesh.js';
import type { ServerFrame } from '../protocol/server-frames.js';
import * as reducers from './call-reducers.js';
import { lacksRoomKey, withRoomKey } from './room-key.js';
import type { SessionContext } from './session-context.js';

type Frame<T extends ServerFrame['type']> = Extract<ServerFrame, { type: T }>;

export class RosterSync {
  readonly #context: SessionContext;
  readonly #mesh: Mesh;
  /** Identifies the party's memory; after a restart with lost memory it is a new one, and members may be missing until they return. */
  #epoch = '';

  constructor(context: SessionContext, mesh: Mesh) {
    this.#context = context;
    this.#mesh = mesh;
  }

  joined({ member, offer, back: isBack }: Frame<'joined'>): void {
    const { apply, state } = this.#context;
    const link = [...this.#mesh.peers].find(({ id }) => id === member.id);
    // A member only counts as back with the same page as before.
    const back = isBack && (!link || link.sid === member.sid);
    const fact = back ? reducers.memberBack : reducers.memberJoined;
    apply((before) => fact(before, member, Date.now()));
    if (state().phase !== 'joined') return;
    if (lacksRoomKey(member)) this.#mesh.remove(member.id);
    else if (back) this.#mesh.meet(member);
    else this.#mesh.joined(member, offer);
  }

  /** The party has lost a member's socket, or has it again. */
  socket({ type, id }: Frame<'away' | 'back'>): void {
    const { apply, state } = this.#context;
    apply((before) => reducers.socketChanged(before, id, type === 'away', Date.now()));
    if (state().phase !== 'joined') return;
    if (type === 'away') this.#mesh.away(id);
    else for (const one of withRoomKey(state().roster)) if (one.id === id) this.#mesh.meet(one);
  }

  /** Removes members whom the party no longer lists: they left or were removed while we were offline. */
  welcomed({ roster, epoch, kicked = [], lost = [] }: Frame<'welcome'>): void {
    const isHere = (id: string) => lost.includes(id) || roster.some((one) => one.id === id);
    const { participants } = this.#context.state();
    for (const id of kicked) this.gone(id, 'kicked');
    for (const { id } of epoch === this.#epoch ? participants : []) if (!isHere(id)) this.gone(id, 'left');
    this.#epoch = epoch;
  }

  gone(id: string, reason: Frame<'left'>['reason']): void {
    const { apply, state } = this.#context;
    // A member whose membership expired may still have a live link to us: they stay until nobody hears them.
    const stays = reason === 'lost' && state().participants.some((one) => one.id === id);
    if (!stays) this.#mesh.remove(id);
    apply((before) => (stays ? reducers.membershipLost : reducers.memberLeft)(before, id), reason);
  }
}
