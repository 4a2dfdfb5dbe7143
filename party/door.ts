/**
 * Who may come in: look in, be back in a seat, or wait outside and be told nothing. Owns no state: what it decides stands
 * in the record and with the sockets. What moderators do about it is not its business.
 */
import {
  CLOSE_CODES,
  type ClientFrame,
  isSealedName,
  MAX_VISITORS,
  MAX_WAITING,
  mayDo,
  type PartyErrorCode,
  PROTOCOL_VERSION,
  type ServerFrame,
} from '../src/protocol/index.js';
import { grantWords } from './claims.js';
import type { Departure, Host, Seat } from './host.js';
import { nameAmong } from './member.js';
import type { Seats } from './seats.js';
import { idlest, type Socket, type Sockets } from './sockets.js';
import { type Standing, standingOf } from './standing.js';
import { renew } from './terms.js';

type Hello = Extract<ClientFrame, { type: 'hello' }>;

export interface DoorOptions {
  host: Host;
  capacity: number;
  seats: Seats;
  sockets: Sockets;
  /** Says why in a frame, then closes. */
  refuse(socket: Socket, code: PartyErrorCode, about?: string): void;
}

export class Door {
  readonly #with: DoorOptions;

  constructor(options: DoorOptions) {
    this.#with = options;
  }

  /** Lets someone look in, or come back to a seat, or wait. Returns why not, if so. */
  enter(socket: Socket, { v, sid, resume, visiting }: Hello, now: number): PartyErrorCode | undefined {
    if (v !== PROTOCOL_VERSION) return 'bad-message';
    const { capacity, seats, sockets } = this.#with;
    const { sub, late } = socket.state;
    if (sub && seats.record.banned?.includes(sub)) return 'kicked';
    const standing: Partial<Standing> = standingOf(seats.record, resume, now, sub, sid) ?? {};
    const { claim, passes, refusal: removed } = standing;
    const lost = seats.size < capacity ? standing.lost : undefined;
    const seat = standing.seat ?? lost;
    // Their page would come in again by itself, for it has not heard of it.
    if (removed) return removed;
    if (!seat && late) return 'token-expired';
    const past = seat ?? (claim && seats.find(claim.id));
    if (past) takeFor(socket, past);
    const { grants, ends = Number.POSITIVE_INFINITY } = socket.state;
    if (ends <= now) return 'token-expired';
    const id = claim?.id ?? seats.mintId();
    const waits = !passes && this.keepsWaiting(grants);
    const refusal = waits && this.closedTo(id);
    if (refusal) return refusal;

    const older = sockets.of(id);
    // They have reloaded, and are here; this was on its way still from the page before.
    if (older?.state.before === sid) return 'replaced';
    if (older) {
      // The same person has a newer socket: this one goes, the person stays.
      sockets.send(older, { type: 'error', code: 'replaced', fatal: true });
      sockets.shut(older, CLOSE_CODES.replaced, 'replaced');
    }
    if (lost) seats.restore(lost);
    if (waits) {
      this.wait(socket, id, sid, now);
      if (past) seats.agree(past, socket.state);
      return undefined;
    }
    if (!seat) this.#makeRoom('visitor', MAX_VISITORS, id);
    if (claim && seat) seats.use(seat, claim);
    const member = seat?.sid === sid && !visiting ? seat : undefined;
    if (member) seats.reclaim(member);
    // A reload: another page of the same person; or a page that never heard that it was in. The seat waits for its join.
    else if (seat && seat.until === undefined) seats.hold(seat, now);
    const page = older?.state.sid ?? seats.find(id)?.sid;
    const before = page === sid ? older?.state.before : page;
    if (before) socket.state.before = before;
    sockets.admit(socket, member ? 'member' : 'visitor', id, sid, now);
    this.welcome(socket, now, member);
    // A new token may say something else than the one that they joined with.
    if (past) seats.agree(past, socket.state);
    if (member) this.announce(socket);
    return undefined;
  }

  /** Shows the room to whoever looks in, or is back in `seat`. */
  welcome({ state, connection }: Socket, now: number, seat?: Seat): void {
    const { host, capacity, seats, sockets } = this.#with;
    const { id, grants, phase } = state;
    const { epoch, locked, kicked } = seats.record;
    sockets.sendTo(connection, {
      type: 'welcome',
      self: {
        id,
        grants: grantWords(grants),
        ...(seat && { seq: seat.seq, resume: seats.token(seat, now), muted: seat.muted }),
      },
      epoch,
      roster: seats.roster(id),
      ice: host.ice(connection, phase),
      limits: { capacity },
      ...(locked && { locked }),
      ...(seat && kicked && { kicked }),
      ...(seat && seats.lost.length > 0 && { lost: seats.lost }),
    });
  }

  /** Why somebody whom the door is closed to is not even let wait, if so. */
  closedTo(id: string): PartyErrorCode | undefined {
    const { seats } = this.#with;
    const isAnswered = seats.all().some(({ grants }) => mayDo('admit', grants));
    if (seats.record.locked && !isAnswered) return 'room-locked';
    return this.#knockers(id) >= MAX_WAITING ? 'room-full' : undefined;
  }

  /** How many others have knocked. Who has not takes no place. */
  #knockers(id: string): number {
    const isOther = ({ state }: Socket) => state.phase === 'waiting' && !!state.knocked && state.id !== id;
    return [...this.#with.sockets.all()].filter(isOther).length;
  }

  /** Onlookers keep nobody out: of too many, one who is idle has to go. Not for good: if it is somebody, their page dials again. */
  #makeRoom(phase: 'visitor' | 'waiting', most: number, id: string): void {
    const { seats, sockets, refuse } = this.#with;
    const isIdle = ({ state }: Socket) =>
      state.phase === phase && state.id !== id && !state.knocked && !seats.of(state.id);
    const idle = [...sockets.all()].filter(isIdle);
    const goes = idle.length >= most && idlest(idle);
    if (goes) refuse(goes, 'too-slow');
  }

  /** Whether the door is closed to somebody with these grants who has no seat to come back to. */
  keepsWaiting(grants: number): boolean {
    const { host, seats } = this.#with;
    return (host.waitingRoom || !!seats.record.locked) && !mayDo('admit', grants);
  }

  /** Somebody waits from now on, and is told nothing but that. */
  wait(socket: Socket, id: string, sid: string, now: number): void {
    const { seats, sockets } = this.#with;
    this.#makeRoom('waiting', MAX_WAITING, id);
    sockets.admit(socket, 'waiting', id, sid, now);
    sockets.send(socket, { type: 'waiting', id, locked: seats.record.locked });
  }

  /** Somebody who waits asks to be let in. The name they give is the one they come in under. */
  knock(socket: Socket, name: string): void {
    const { state } = socket;
    if (state.knocked) return;
    if (this.#knockers(state.id) >= MAX_WAITING) {
      this.#with.refuse(socket, 'room-full', 'knock');
      return;
    }
    state.name = nameAmong(this.#with.seats.all(), name, state.name);
    if (isSealedName(state.name)) delete state.named;
    state.knocked = true;
    this.#with.sockets.changed(socket);
    this.#tell(knockOf(socket));
  }

  /** Whoever waited under that id does no longer. */
  gone(id: string): void {
    this.#tell({ type: 'gone', id });
  }

  /** A member has come, or come back: of those who wait they know nothing yet. */
  announce(socket: Socket): void {
    const { sockets } = this.#with;
    if (!mayDo('admit', socket.state.grants)) return;
    for (const one of sockets.all()) {
      if (one.state.phase === 'waiting' && one.state.knocked) sockets.send(socket, knockOf(one));
    }
  }

  /** Lets in everybody who has nothing to wait for: the lock is off, or the room it was the lock of has ended. */
  settle(now: number): void {
    for (const socket of [...this.#with.sockets.all()]) {
      if (socket.state.phase === 'waiting' && !this.keepsWaiting(socket.state.grants))
        this.letIn(socket, now);
    }
  }

  /** Somebody does not wait any longer. */
  letIn(socket: Socket, now: number): void {
    const { sockets } = this.#with;
    const { id, sid, knocked } = socket.state;
    delete socket.state.knocked;
    sockets.admit(socket, 'visitor', id, sid, now);
    sockets.send(socket, { type: 'admitted' });
    this.welcome(socket, now);
    if (knocked) this.gone(id);
  }

  #tell(frame: ServerFrame): void {
    const { sockets } = this.#with;
    for (const socket of sockets.people()) {
      const { phase, grants } = socket.state;
      if (phase === 'member' && mayDo('admit', grants)) sockets.send(socket, frame);
    }
  }
}

/** Takes the token of somebody who comes back for what it is worth beside those that they came with before. */
function takeFor({ state }: Socket, past: Seat | Departure): void {
  const claims = 'seq' in past ? renew(state, past, past.name) : renew(state, past.terms ?? {}, '');
  if (claims === state) return;
  for (const key of ['ends', 'named'] as const) delete state[key];
  Object.assign(state, claims);
}

/** Who waits, as those may know who can let them in. */
const knockOf = ({ state: { id, sid, name } }: Socket) => ({ type: 'knock', id, sid, name }) as const;
