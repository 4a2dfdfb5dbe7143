/**
 * Admission: decides whether a client becomes a visitor, resumes a membership, or waits without any information. Owns no state:
 * its decisions are stored in the record and with the sockets. Moderators' actions are in moderation.ts.
 */
import {
  CLOSE_CODES,
  type ClientFrame,
  isEncryptedName,
  MAX_VISITORS,
  MAX_WAITING,
  mayDo,
  memberName,
  PARTY_CAPABILITIES,
  type PartyErrorCode,
  PROTOCOL_VERSION,
  type ServerFrame,
} from '../../src/protocol/party.js';
import { grantWords } from '../auth/claims.js';
import type { Departure, Host, Membership } from './host.js';
import { claimedName, nameAfter, nameAmong } from './member.js';
import type { Memberships } from './memberships.js';
import { checkResumeToken, type ResumeTokenCheck } from './resume-token-check.js';
import { idlest, type Socket, type Sockets } from './sockets.js';
import { renew } from './terms.js';

type Hello = Extract<ClientFrame, { type: 'hello' }>;

export interface AdmissionOptions {
  host: Host;
  capacity: number;
  memberships: Memberships;
  sockets: Sockets;
  /** Sends the reason in a frame, then closes. */
  refuse(socket: Socket, code: PartyErrorCode, about?: string): void;
}

/** What the tokens of a client, and the memory of the room, say about it. */
interface Entry {
  /** The id that it had before, or a new one. */
  readonly id: string;
  /** Of a valid resume token. */
  readonly claim: ResumeTokenCheck['claim'] | undefined;
  /** The membership that it may resume. */
  readonly membership: Membership | undefined;
  /** The same, if the room has forgotten it and the token remembers it. */
  readonly lost: Membership | undefined;
  /** What is known of the participant from before. */
  readonly past: Membership | Departure | undefined;
  /** It has to wait until it is let in. */
  readonly waits: boolean;
}

export class AdmissionControl {
  readonly #with: AdmissionOptions;

  constructor(options: AdmissionOptions) {
    this.#with = options;
  }

  /** Makes the client a visitor or a waiting one, or resumes its membership. Returns the reason if it is rejected. */
  enter(socket: Socket, hello: Hello, now: number): PartyErrorCode | undefined {
    if (hello.v !== PROTOCOL_VERSION) return 'bad-message';
    const entry = this.#entryOf(socket, hello, now);
    if (typeof entry === 'string') return entry;
    const { id, waits, lost, past } = entry;
    const refusal = waits && this.closedTo(socket, id);
    if (refusal) return refusal;
    const { memberships, sockets } = this.#with;
    const older = sockets.of(id);
    if (older && isOutdated(hello, older)) return 'replaced';
    if (older) {
      // The same participant has a newer socket: close this one, keep the participant.
      sockets.send(older, { type: 'error', code: 'replaced', fatal: true });
      sockets.shut(older, CLOSE_CODES.replaced, 'replaced');
    }
    if (hello.dial) socket.state.dial = hello.dial;
    const wasLocked = memberships.locked;
    if (lost) memberships.restore(lost);
    // With the first participant of a locked call who is back, it is locked again.
    if (memberships.locked && !wasLocked) this.makeVisitorsWait(now);
    let member: Membership | undefined;
    if (waits) this.wait(socket, id, hello.sid, now);
    else member = this.#admit(socket, hello, entry, older, now);
    // A new token may change what they joined with.
    if (past) memberships.agree(past, socket.state);
    if (member) this.announce(socket);
    return undefined;
  }

  /** What a client may be, by its tokens and what the room remembers; or the reason if it is rejected. */
  #entryOf(socket: Socket, { sid, resume }: Hello, now: number): Entry | PartyErrorCode {
    const { capacity, memberships } = this.#with;
    const { sub, late } = socket.state;
    if (sub && memberships.record.banned?.includes(sub)) return 'kicked';
    const check: Partial<ResumeTokenCheck> =
      checkResumeToken(memberships.record, resume, now, sub, sid) ?? {};
    // Their page has not heard of the removal and would join again by itself.
    if (check.refusal) return check.refusal;
    const { claim, passes } = check;
    const found = check.membership ?? (memberships.size < capacity ? check.lost : undefined);
    if (!found && late) return 'token-expired';
    const known = found ?? (claim && memberships.find(claim.id));
    if (known) takeFor(socket, known);
    const { grants, ends = Number.POSITIVE_INFINITY } = socket.state;
    if (ends <= now) return 'token-expired';
    const waits = !passes && this.keepsWaiting(grants);
    // A client that has to wait gets nothing back, and an expired token lets nobody in who has nothing to get back.
    const membership = waits ? undefined : found;
    if (!membership && late) return 'token-expired';
    const lost = membership === check.lost ? membership : undefined;
    const past = membership ?? (claim && memberships.find(claim.id));
    return { id: claim?.id ?? memberships.mintId(), claim, membership, lost, past, waits };
  }

  /** The client enters as a visitor, or as a member who resumes their membership, which is returned. */
  #admit(
    socket: Socket,
    { sid, visiting }: Hello,
    { id, claim, membership }: Entry,
    older: Socket | undefined,
    now: number,
  ): Membership | undefined {
    const { memberships, sockets } = this.#with;
    if (!membership) this.#makeRoom('visitor', MAX_VISITORS, id);
    if (claim && membership) memberships.use(membership, claim);
    const member = membership?.sid === sid && !visiting ? membership : undefined;
    if (member) memberships.reclaim(member);
    // The page was reloaded, so this is another page of the same person. Or the page does not know that it joined, because the
    // answer was lost. In both cases the room holds the membership until this page joins.
    else if (membership && membership.until === undefined) memberships.hold(membership, now);
    const page = older?.state.sid ?? memberships.find(id)?.sid;
    const before = page === sid ? older?.state.before : page;
    if (before) socket.state.before = before;
    sockets.admit(socket, member ? 'member' : 'visitor', id, sid, now);
    this.welcome(socket, now, member);
    return member;
  }

  /** Sends the room to a visitor, or to a member who resumes `membership`. */
  welcome({ state, connection }: Socket, now: number, membership?: Membership): void {
    const { host, capacity, memberships, sockets } = this.#with;
    const { id, grants, phase } = state;
    const { epoch, kicked } = memberships.record;
    sockets.sendTo(connection, {
      type: 'welcome',
      self: {
        id,
        grants: grantWords(grants),
        ...(membership && {
          seq: membership.seq,
          resume: memberships.token(membership, now),
          muted: membership.muted,
        }),
      },
      epoch,
      roster: memberships.roster(id),
      ice: host.ice(connection, phase),
      limits: { capacity },
      can: [...PARTY_CAPABILITIES],
      ...(memberships.locked && { locked: true }),
      ...(membership && kicked && { kicked }),
      ...(membership && memberships.lost.length > 0 && { lost: memberships.lost }),
    });
  }

  /** Why a client that may not enter cannot even wait, as the participant `id`; `undefined`: it can. */
  closedTo(socket: Socket, id: string): PartyErrorCode | undefined {
    const { memberships } = this.#with;
    const isAnswered = memberships.all().some(({ grants }) => mayDo('admit', grants));
    if (memberships.locked && !isAnswered) return 'room-locked';
    return this.#placeFor(socket, id) === 'none' ? 'room-full' : undefined;
  }

  /**
   * The place of a client that knocks: a free one (`undefined`), that of another client, or none. One network cannot fill the
   * waiting room: a network that has more than half of all places gives up one of them for a client of another network.
   */
  #placeFor({ sender }: Socket, id: string): Socket | 'none' | undefined {
    // A client that has not knocked takes no place.
    const isOther = ({ state }: Socket) => state.phase === 'waiting' && !!state.knocked && state.id !== id;
    const knockers = [...this.#with.sockets.all()].filter(isOther);
    if (knockers.length < MAX_WAITING) return undefined;
    const goes = idlest(knockers);
    const knocksOf = (network: string) => knockers.filter((one) => one.sender === network).length;
    return goes && goes.sender !== sender && knocksOf(goes.sender) > MAX_WAITING / 2 ? goes : 'none';
  }

  /**
   * Idle visitors must not keep others out: if there are too many, the one that was idle longest is closed. If it is a real user,
   * the page dials again.
   */
  #makeRoom(phase: 'visitor' | 'waiting', most: number, id: string): void {
    const { memberships, sockets, refuse } = this.#with;
    const isIdle = ({ state }: Socket) =>
      state.phase === phase && state.id !== id && !state.knocked && !memberships.of(state.id);
    const idle = [...sockets.all()].filter(isIdle);
    const goes = idle.length >= most && idlest(idle);
    if (goes) refuse(goes, 'too-slow');
  }

  /** Whether a client with these grants and without a membership has to wait. */
  keepsWaiting(grants: number): boolean {
    const { host, memberships } = this.#with;
    return (host.waitingRoom || memberships.locked) && !mayDo('admit', grants);
  }

  /** Visitors who have to wait now are told nothing more about the room. */
  makeVisitorsWait(now: number): void {
    const { memberships, sockets, refuse } = this.#with;
    for (const socket of [...sockets.all()]) {
      const { phase, id, sid, grants, admitted } = socket.state;
      const waits = !admitted && !memberships.of(id) && this.keepsWaiting(grants);
      if (phase !== 'visitor' || !waits) continue;
      const code = this.closedTo(socket, id);
      if (code) refuse(socket, code);
      else this.wait(socket, id, sid, now);
    }
  }

  /** The client waits from now on, and is told nothing else. */
  wait(socket: Socket, id: string, sid: string, now: number): void {
    const { memberships, sockets } = this.#with;
    this.#makeRoom('waiting', MAX_WAITING, id);
    sockets.admit(socket, 'waiting', id, sid, now);
    sockets.send(socket, { type: 'waiting', id, locked: memberships.locked || undefined });
  }

  /** A waiting client asks to be let in, under this name. */
  knock(socket: Socket, name: string): void {
    const { state } = socket;
    if (state.knocked) return;
    const place = this.#placeFor(socket, state.id);
    if (place) this.#with.refuse(place === 'none' ? socket : place, 'room-full', 'knock');
    if (place === 'none') return;
    state.name = nameAmong(this.#with.memberships.all(), name, state.name);
    if (isEncryptedName(state.name)) delete state.named;
    state.knocked = true;
    this.#with.sockets.changed(socket);
    this.#tell(knockOf(socket));
  }

  /**
   * A client that waits has another name, unless it stays. Returns the name that it has now; for a visitor, the name that it would
   * join with. To one that waits, the answer tells nothing about the room.
   */
  rename(socket: Socket, said: string): string {
    const { state } = socket;
    if (state.phase !== 'waiting') return nameAmong(this.#with.memberships.all(), said, claimedName(state));
    const before = state.name;
    // Before it knocks, it may be called anything that it could knock with.
    state.name = state.knocked || state.named ? nameAfter(before, state.named, said) : memberName(said, '');
    if (state.name === before) return before;
    this.#with.sockets.changed(socket);
    if (state.knocked) this.#tell(knockOf(socket));
    return state.name;
  }

  /** The participant with that id is no longer waiting. */
  gone(id: string): void {
    this.#tell({ type: 'gone', id });
  }

  /** A member has joined or is back: send them the list of waiting participants. */
  announce(socket: Socket): void {
    const { sockets } = this.#with;
    if (!mayDo('admit', socket.state.grants)) return;
    for (const one of sockets.all()) {
      if (one.state.phase === 'waiting' && one.state.knocked) sockets.send(socket, knockOf(one));
    }
  }

  /** Lets in everyone who no longer needs to wait: the lock is off, or the locked call has ended. */
  settle(now: number): void {
    for (const socket of [...this.#with.sockets.all()]) {
      if (socket.state.phase === 'waiting' && !this.keepsWaiting(socket.state.grants))
        this.letIn(socket, now);
    }
  }

  /** A client no longer waits. */
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

/** Whether a newer page, or a newer socket of the same page, has said hello first. */
const isOutdated = ({ sid, dial = 0 }: Hello, { state }: Socket): boolean =>
  state.before === sid || (state.sid === sid && dial < (state.dial ?? 0));

/** Applies the token of a client that resumes, next to the earlier terms of the membership. */
function takeFor({ state }: Socket, past: Membership | Departure): void {
  const claims = 'seq' in past ? renew(state, past, past.name) : renew(state, past.terms ?? {}, '');
  if (claims === state) return;
  for (const key of ['ends', 'named'] as const) delete state[key];
  Object.assign(state, claims);
}

/** A waiting participant, as shown to members who may let them in. */
const knockOf = ({ state: { id, sid, name } }: Socket) => ({ type: 'knock', id, sid, name }) as const;
