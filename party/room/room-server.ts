/**
 * The signaling room: introduces participants to each other, keeps the roster, and relays signals without reading them. Pure and
 * synchronous: no platform import, no timer, no await (B11), so tests can also run it in a browser tab. All important data is
 * stored: a new RoomServer on the same host continues where the last one stopped. Never throws: an error is reported to the host,
 * and the socket that caused it is closed.
 */
import {
  ALIVE_FOR,
  CLOSE_CODES,
  type ClientFrame,
  decodeClientFrame,
  HELLO_TIMEOUT,
  type IceConfig,
  MAX_CAPACITY,
  type PartyErrorCode,
} from '../../src/protocol/party.js';
import { type Claims, GUEST } from '../auth/claims.js';
import { AdmissionControl } from './admission.js';
import { frameTypeOf } from './frame-type.js';
import type { ClientConnection, Host } from './host.js';
import { claimedName, memberOf, nameAmong } from './member.js';
import { Memberships } from './memberships.js';
import { Moderation, type Order } from './moderation.js';
import { Bucket, LEAVE_BEACONS, type RateLimitResult } from './rate-limit.js';
import { checkResumeToken } from './resume-token-check.js';
import { type Socket, Sockets } from './sockets.js';

/** Number of invalid frames after which a socket is closed. */
const MAX_BAD_FRAMES = 5;

type Frame<T extends ClientFrame['type']> = Extract<ClientFrame, { type: T }>;

export class RoomServer {
  /** Number of frames of unknown types that were ignored since this object exists. */
  ignored = 0;
  readonly #host: Host;
  readonly #capacity: number;
  readonly #sockets: Sockets;
  readonly #memberships: Memberships;
  readonly #admission: AdmissionControl;
  readonly #moderation: Moderation;
  readonly #leaveBeacons = new Bucket(LEAVE_BEACONS[0]);
  /** Nothing is due before this time. Unknown after a start, so the first event checks. */
  #due = 0;
  #alarmAt = Number.POSITIVE_INFINITY;

  constructor(host: Host) {
    this.#host = host;
    this.#capacity = Math.min(host.capacity, MAX_CAPACITY);
    this.#sockets = new Sockets(host, (id) => this.#admission.gone(id));
    this.#memberships = new Memberships(host, (frame, except) => this.#sockets.broadcast(frame, except));
    const parts = {
      host,
      capacity: this.#capacity,
      memberships: this.#memberships,
      sockets: this.#sockets,
      refuse: (socket: Socket, code: PartyErrorCode, about?: string) => this.#refuse(socket, code, about),
    };
    this.#admission = new AdmissionControl(parts);
    this.#moderation = new Moderation({ ...parts, admission: this.#admission });
    // A party that was killed heard no socket close: a member without a socket is away from now on.
    for (const membership of this.#memberships.all())
      if (membership.until === undefined && !this.#sockets.isMember(membership.id))
        this.#memberships.hold(membership, host.now());
  }

  /** A socket was opened, with the identity accepted at the edge. It is told nothing before its `hello`. */
  connect(connection: ClientConnection, claims: Claims = GUEST): void {
    this.#event((now) => {
      this.#sockets.add(connection, now, claims);
      const silent = this.#sockets.tooSilent(now);
      // If it is a real user, the page dials again.
      if (silent) this.#refuse(silent, 'too-slow');
      this.#arm(now + HELLO_TIMEOUT);
    }, connection);
  }

  /** A frame arrived; `data` may be anything. */
  message(connection: ClientConnection, data: unknown): void {
    this.#sockets.hear(connection, this.#host.now());
    this.#event((now) => {
      const socket = this.#sockets.get(connection);
      if (socket) this.#decode(socket, data, now);
    }, connection);
  }

  /** A socket failed or was closed by either side. This is not a leave: the membership is held. */
  close(connection: ClientConnection): void {
    this.#event(() => {
      const socket = this.#sockets.get(connection);
      if (socket) this.#drop(socket);
    });
  }

  /**
   * The leave beacon of a closing page: its resume token by HTTP, because Firefox sends nothing more over its socket. `token` may
   * be any text.
   */
  leaveBeacon(token: string, { sub }: Claims = GUEST): void {
    this.#event((now) => {
      const { membership } = checkResumeToken(this.#memberships.record, token, now, sub) ?? {};
      // Invalid tokens do not use up the limit for real ones.
      if (!membership || !this.#leaveBeacons.take(LEAVE_BEACONS, now)) return;
      const socket = this.#sockets.of(membership.id);
      // After a reload the next page may already be in the lobby with the same id: it stays.
      if (socket?.state.phase === 'member') this.#sockets.shut(socket, 1000, 'bye');
      this.#memberships.vacate(membership, 'left', now);
    });
  }

  /** Credentials that were missing when they were requested have arrived. */
  iceFetched(connection: ClientConnection, ice: IceConfig): void {
    this.#event(() => this.#sockets.sendTo(connection, { type: 'ice', ...ice }));
  }

  /** The time requested by `setAlarm` has come; an early, late or repeated call does no harm. */
  alarm(): void {
    // The request is used up, so the next one must reach the platform.
    this.#alarmAt = Number.POSITIVE_INFINITY;
    this.#event(() => {});
  }

  /** Runs one event: first everything that is due, then the event, then all writes. */
  #event(run: (now: number) => void, connection?: ClientConnection): void {
    try {
      const now = this.#host.now();
      if (now >= this.#due) this.#sweep(now);
      run(now);
    } catch (error) {
      this.#host.report(error);
      const socket = connection && this.#sockets.get(connection);
      if (socket) this.#refuse(socket, 'internal');
    }
    try {
      this.#settle();
    } catch (error) {
      this.#host.report(error);
    }
  }

  #settle(): void {
    // Closing a slow socket sends frames to the others, which may be too much for the next one: repeat until none is left.
    for (let slow = this.#sockets.takeFailed(); slow; slow = this.#sockets.takeFailed()) {
      this.#refuse(slow, 'too-slow');
    }
    const now = this.#host.now();
    this.#admission.settle(now);
    // A client with an expired token may only stay as long as its membership is held.
    for (const late of this.#sockets.expired(this.#memberships)) this.#refuse(late, 'token-expired');
    this.#sockets.save();
    const isEmpty = this.#sockets.size === 0 && this.#memberships.size === 0;
    if (this.#memberships.save(isEmpty, now)) this.#forgetAlarm();
    if (isEmpty) this.#host.emptied?.();
    this.#arm(this.#memberships.nextDue(now));
    if (this.#due >= this.#alarmAt) return;
    this.#alarmAt = this.#due;
    this.#host.setAlarm(this.#due);
  }

  #sweep(now: number): void {
    for (const socket of this.#sockets.overdue(now)) this.#refuse(socket, socket.fault(now));
    if (this.#memberships.sweep(now)) this.#forgetAlarm();
    this.#due = Math.min(this.#memberships.nextDue(now), this.#sockets.nextDue());
  }

  /** The platform deleted everything that it stored for the room, and the alarm with it. Nothing is due before the next event. */
  #forgetAlarm(): void {
    this.#due = this.#alarmAt = Number.POSITIVE_INFINITY;
  }

  #arm(at: number): void {
    this.#due = Math.min(this.#due, at);
  }

  #decode(socket: Socket, data: unknown, now: number): void {
    if (!socket.rate.takeWork(data, now)) return void this.#refuse(socket, 'rate-limited');
    const frame = decodeClientFrame(data);
    if (!frame.ok) {
      const { unknownType } = frame;
      if (unknownType === undefined || socket.state.phase === 'new') this.#bad(socket, frameTypeOf(data));
      else this.#ignore(socket, unknownType, now);
      return;
    }
    const { type } = frame.value;
    // A moderator waits for the answer to each action; the number of a signal is not ours.
    const n = 'n' in frame.value && type !== 'signal' ? frame.value.n : undefined;
    const verdict = this.#take(socket, type, now);
    if (verdict === 'fatal') this.#refuse(socket, 'rate-limited', type);
    else if (verdict === 'over' || (verdict === 'quiet' && n !== undefined))
      this.#sockets.send(socket, { type: 'error', code: 'rate-limited', about: type, n });
    else if (verdict === 'quiet') return;
    // The first frame must be the hello, and no later one may be.
    else if ((socket.state.phase === 'new') !== (type === 'hello')) this.#bad(socket, type);
    else this.#receive(socket, frame.value, now);
  }

  /** Counts one frame of that type. The limit of a client that is no member does not reveal how many members there are. */
  #take({ rate, state }: Socket, type: ClientFrame['type'] | 'unknown', now: number): RateLimitResult {
    return rate.take(type, state.phase === 'member' ? this.#memberships.size : 1, now);
  }

  /** A frame of a newer client: it costs nothing but its share of the rate limit. */
  #ignore(socket: Socket, type: string, now: number): void {
    this.ignored += 1;
    const verdict = this.#take(socket, 'unknown', now);
    if (verdict === 'fatal') this.#refuse(socket, 'rate-limited', type);
    else if (verdict === 'over') this.#error(socket, 'rate-limited', type);
  }

  #receive(socket: Socket, frame: ClientFrame, now: number): void {
    switch (frame.type) {
      case 'hello':
        this.#hello(socket, frame, now);
        break;
      case 'join':
        this.#join(socket, frame, now);
        break;
      case 'signal':
        this.#signal(socket, frame);
        break;
      case 'probe':
        this.#probe(socket, frame, now);
        break;
      case 'ice':
        if (socket.state.phase === 'waiting') this.#error(socket, 'forbidden', 'ice');
        else
          this.#sockets.send(socket, {
            type: 'ice',
            ...this.#host.ice(socket.connection, socket.state.phase),
          });
        break;
      case 'ping':
        this.#ping(socket, frame, now);
        break;
      case 'bye':
        this.#bye(socket, now);
        break;
      case 'knock':
        if (socket.state.phase === 'waiting') this.#admission.knock(socket, frame.name);
        break;
      case 'rename':
        this.#rename(socket, frame);
        break;
      default:
        this.#moderation.obey(socket, frame satisfies Order, now);
    }
  }

  #hello(socket: Socket, frame: Frame<'hello'>, now: number): void {
    const refusal = this.#admission.enter(socket, frame, now);
    if (refusal) this.#refuse(socket, refusal, 'hello');
    else this.#arm(socket.deadline);
  }

  #join(socket: Socket, frame: Frame<'join'>, now: number): void {
    const { phase, id, sid, late } = socket.state;
    // The room may have been locked while this frame was on its way.
    if (phase === 'waiting') return void this.#admission.knock(socket, frame.name);
    if (phase !== 'visitor') return void this.#bad(socket, 'join');
    if (late && !this.#memberships.of(id)) return void this.#refuse(socket, 'token-expired', 'join');
    const roster = this.#memberships.roster(id);
    // A member who reloads already has a membership, which must not count twice.
    if (roster.length >= this.#capacity) return void this.#error(socket, 'room-full', 'join');
    const given = nameAmong(this.#memberships.all(), frame.name, claimedName(socket.state));
    const membership = this.#memberships.take(id, sid, given, socket.state, frame.can);
    this.#sockets.admit(socket, 'member', id, sid, now);
    const member = memberOf(membership);
    this.#sockets.send(socket, {
      type: 'joined',
      member,
      roster,
      resume: this.#memberships.token(membership, now),
    });
    for (const person of this.#sockets.people()) {
      if (person === socket) continue;
      const { state } = person;
      // An offer only goes to the page it was made for, and only to members.
      const made = frame.offers.find((offer) => offer.to === state.id && offer.toSid === state.sid);
      const offer = made &&
        state.phase === 'member' && { gen: made.gen, neg: made.neg, payload: made.payload };
      this.#sockets.send(person, { type: 'joined', member, ...(offer && { offer }) });
    }
    this.#admission.announce(socket);
  }

  #rename(socket: Socket, { name }: Frame<'rename'>): void {
    const { phase, id, sid } = socket.state;
    const membership = phase === 'member' ? this.#memberships.of(id) : undefined;
    // A new name is announced to everyone; one that stays is only told to the client that asked.
    if (membership && this.#memberships.rename(membership, name)) return;
    const given = membership ? membership.name : this.#admission.rename(socket, name);
    this.#sockets.send(socket, { type: 'renamed', id, sid, name: given });
  }

  #signal(socket: Socket, { to, toSid, gen, n, payload }: Frame<'signal'>): void {
    const { phase, id, sid } = socket.state;
    const target = this.#sockets.of(to);
    if (phase !== 'member') this.#error(socket, 'forbidden', 'signal');
    // Participants come and go while signals are on their way: a signal for a participant who has left is not an error.
    else if (target && target !== socket && target.state.phase === 'member' && target.state.sid === toSid) {
      this.#sockets.relay(target, { from: id, fromSid: sid, gen, n, payload }, this.#memberships.size);
    }
  }

  #probe(socket: Socket, { id }: Frame<'probe'>, now: number): void {
    if (socket.state.phase !== 'member') return void this.#error(socket, 'forbidden', 'probe');
    const target = this.#sockets.of(id);
    const member = target?.state.phase === 'member';
    // The missed participant is asked, and usually answers before the next probe; one who does not answer is lost.
    if (member && target !== socket) this.#arm(this.#sockets.ask(target, now));
    const alive = member && now - target.seen <= ALIVE_FOR;
    this.#sockets.send(socket, { type: 'probe', id, alive });
  }

  /** In the lobby after a reload this also ends the held membership: they leave for good. */
  #bye(socket: Socket, now: number): void {
    const membership = this.#memberships.of(socket.state.id);
    this.#sockets.shut(socket, 1000, 'bye');
    if (membership) this.#memberships.vacate(membership, 'left', now);
  }

  #ping(socket: Socket, { ackToken }: Frame<'ping'>, now: number): void {
    const membership = socket.state.phase === 'member' ? this.#memberships.of(socket.state.id) : undefined;
    this.#sockets.pong(socket, ackToken, membership && this.#memberships.token(membership, now));
  }

  /** The socket is gone; the participant may come back. */
  #drop(socket: Socket): void {
    const membership = socket.state.phase === 'member' ? this.#memberships.of(socket.state.id) : undefined;
    this.#sockets.remove(socket);
    if (membership) this.#memberships.hold(membership, this.#host.now());
  }

  /** Sends the reason in a frame, then closes: the close code may take seconds to arrive (B7). */
  #refuse(socket: Socket, code: PartyErrorCode, about?: string): void {
    this.#error(socket, code, about, true);
    this.#drop(socket);
    this.#sockets.shut(socket, CLOSE_CODES[code], code);
  }

  #error(socket: Socket, code: PartyErrorCode, about?: string, fatal?: true): void {
    this.#sockets.send(socket, { type: 'error', code, about, fatal });
  }

  #bad(socket: Socket, about?: string): void {
    this.#sockets.changed(socket);
    if (++socket.state.bad >= MAX_BAD_FRAMES) this.#refuse(socket, 'bad-message', about);
    else this.#error(socket, 'bad-message', about);
  }
}
