/**
 * Moderators' actions: admit, refuse, kick, mute, lock, end. Allowed only by a grant, never by joining first. Owns no state:
 * decisions are stored in the record and with the sockets.
 */
import { CLOSE_CODES, type ClientFrame, type Grant, mayDo } from '../../src/protocol/party.js';
import type { AdmissionControl, AdmissionOptions } from './admission.js';
import type { Membership } from './host.js';
import type { Socket } from './sockets.js';

/** Frames that need the grant of the same name. */
export type Order = Extract<ClientFrame, { n: number; type: Grant | 'refuse' }>;

/** A participant whom a moderator removes. */
type Meant = Pick<Membership, 'id' | 'sid' | 'sub'>;

export interface ModerationOptions extends AdmissionOptions {
  admission: AdmissionControl;
}

export class Moderation {
  readonly #with: ModerationOptions;

  constructor(options: ModerationOptions) {
    this.#with = options;
  }

  /** Carries out a moderator's action and answers with the result. */
  obey(socket: Socket, frame: Order, now: number): void {
    const { sockets } = this.#with;
    const { type, n } = frame;
    const { phase, grants } = socket.state;
    const needed = type === 'refuse' ? 'admit' : type;
    if (phase !== 'member' || !mayDo(needed, grants) || this.#isForSelf(socket, frame)) {
      sockets.send(socket, { type: 'error', code: 'forbidden', about: type, n });
      return;
    }
    // Answered first, because `end` also closes the moderator's own socket.
    if (type === 'end') sockets.send(socket, { type: 'done', n });
    const isFound = this.#act(frame, now);
    if (type !== 'end') sockets.send(socket, { type: 'done', n, ...(!isFound && { nobody: true }) });
  }

  /** Moderators cannot remove themselves, nor ban their own `sub`. */
  #isForSelf({ state }: Socket, frame: Order): boolean {
    if (frame.type !== 'kick') return false;
    const { sub } = this.#meant(frame.id);
    return frame.id === state.id || (!!frame.ban && !!sub && sub === state.sub);
  }

  /**
   * The participant with that id. The room may have forgotten them, or never known them: then their socket tells who they are, if they
   * have one.
   */
  #meant(id: string): Meant {
    const { memberships, sockets } = this.#with;
    const { sid = id, sub = '' } = sockets.of(id)?.state ?? {};
    return memberships.find(id) ?? { id, sid, sub };
  }

  /** Returns `false` for an unknown id. A participant who has just left still counts, because they may be reloading. */
  #act(frame: Order, now: number): boolean {
    const { memberships } = this.#with;
    const who = 'id' in frame ? memberships.find(frame.id) : undefined;
    switch (frame.type) {
      case 'admit':
        return this.#admit(frame.id, now);
      case 'refuse':
        return this.#refuse(frame.id);
      case 'kick': {
        const isKnown = !!who || !!this.#with.sockets.of(frame.id);
        // Pages may still have a link to a participant whom the room has forgotten, so an unknown id is removed as well.
        this.#kick(this.#meant(frame.id), !!frame.ban, now);
        return isKnown;
      }
      case 'mute':
        if (who) memberships.mute(who, frame.on);
        return !!who;
      case 'lock':
        this.#lock(frame.on, now);
        return true;
      case 'end':
        this.#end(now);
        return true;
      default:
        return frame satisfies never;
    }
  }

  #waiting(id: string): Socket | undefined {
    const socket = this.#with.sockets.of(id);
    return socket?.state.phase === 'waiting' && socket.state.knocked ? socket : undefined;
  }

  #admit(id: string, now: number): boolean {
    const { admission } = this.#with;
    const socket = this.#waiting(id);
    if (socket) admission.letIn(socket, now);
    if (socket) socket.state.admitted = true;
    return !!socket;
  }

  #refuse(id: string): boolean {
    const socket = this.#waiting(id);
    if (socket) this.#with.refuse(socket, 'forbidden', 'knock');
    return !!socket;
  }

  #kick(who: Meant, ban: boolean, now: number): void {
    const { memberships, sockets, refuse } = this.#with;
    const { id, sub } = who;
    const banned = ban && sub ? sub : undefined;
    if (banned) memberships.ban(banned);
    // A ban applies to all open pages of this person.
    for (const one of [who, ...memberships.pagesOf({ id, sub: banned })]) memberships.kick(one, now);
    for (const socket of [...sockets.all()]) {
      const { state } = socket;
      const isMeant = state.id === id || (!!banned && state.sub === banned);
      if (state.phase !== 'new' && isMeant) refuse(socket, 'kicked');
    }
  }

  #lock(on: boolean, now: number): void {
    const { memberships, sockets, admission } = this.#with;
    memberships.lock(on);
    admission.makeVisitorsWait(now);
    sockets.broadcast({ type: 'lock', on });
  }

  #end(now: number): void {
    const { memberships, sockets } = this.#with;
    // First end the memberships: closing a socket then announces nobody.
    memberships.clear(now);
    for (const socket of [...sockets.all()]) {
      if (socket.state.phase === 'new') continue;
      // Nobody is left who would have to be told that they are gone.
      delete socket.state.knocked;
      sockets.send(socket, { type: 'error', code: 'room-ended', fatal: true });
      sockets.shut(socket, CLOSE_CODES['room-ended'], 'room-ended');
    }
  }
}
