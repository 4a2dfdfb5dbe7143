/** Who of the others is in the room, as the party says: who comes, is away, back or gone, and what becomes of the links to them. */
import type { Mesh } from '../mesh/mesh.js';
import type { ServerFrame } from '../protocol/server-frames.js';
import type { SessionContext } from './session-context.js';
import { isStranger, withoutStrangers } from './strangers.js';
import * as facts from './transitions.js';

type Frame<T extends ServerFrame['type']> = Extract<ServerFrame, { type: T }>;

export class Attendance {
  readonly #context: SessionContext;
  readonly #mesh: Mesh;
  /** What the party remembers; another one misses whoever is not back yet. */
  #epoch = '';

  constructor(context: SessionContext, mesh: Mesh) {
    this.#context = context;
    this.#mesh = mesh;
  }

  joined({ member, offer, back: isBack }: Frame<'joined'>): void {
    const { apply, state } = this.#context;
    const link = [...this.#mesh.peers].find(({ id }) => id === member.id);
    // Nobody is back with another page than they had.
    const back = isBack && (!link || link.sid === member.sid);
    const fact = back ? facts.memberBack : facts.memberJoined;
    apply((before) => fact(before, member, Date.now()));
    if (state().phase !== 'joined') return;
    if (isStranger(member)) this.#mesh.remove(member.id);
    else if (back) this.#mesh.meet(member);
    else this.#mesh.joined(member, offer);
  }

  /** Their socket is lost, or back. */
  socket({ type, id }: Frame<'away' | 'back'>): void {
    const { apply, state } = this.#context;
    apply((before) => facts.socketChanged(before, id, type === 'away', Date.now()));
    if (state().phase !== 'joined') return;
    if (type === 'away') this.#mesh.away(id);
    else for (const one of withoutStrangers(state().roster)) if (one.id === id) this.#mesh.meet(one);
  }

  /** Ends whom the party misses: they left, or were removed, while we did not hear of it. */
  welcomed({ roster, epoch, kicked = [], lost = [] }: Frame<'welcome'>): void {
    const isHere = (id: string) => lost.includes(id) || roster.some((one) => one.id === id);
    const { participants } = this.#context.state();
    for (const id of kicked) this.gone(id, 'kicked');
    for (const { id } of epoch === this.#epoch ? participants : []) if (!isHere(id)) this.gone(id, 'left');
    this.#epoch = epoch;
  }

  gone(id: string, reason: Frame<'left'>['reason']): void {
    const { apply, state } = this.#context;
    // Whose seat is lost may be as near to us as ever: they are gone when nobody hears of them.
    const stays = reason === 'lost' && state().participants.some((one) => one.id === id);
    if (!stays) this.#mesh.remove(id);
    apply((before) => (stays ? facts.seatLost : facts.memberLeft)(before, id), reason);
  }
}
