/**
 * The sockets of a room: which participant has which socket, what was sent to each, and how much of it was read. Owns the
 * SocketStates. Knows nothing of memberships or of the meaning of frames.
 */
import {
  ACK_TOKEN_FRAMES,
  HELLO_TIMEOUT,
  MAX_UNREAD_FRAMES,
  type PartyErrorCode,
  PROBE_SILENCE,
  type ServerFrame,
  SOCKET_SILENCE,
} from '../../src/protocol/party.js';
import type { Claims } from '../auth/claims.js';
import type { ClientConnection, Host, SocketState } from './host.js';
import { RateLimit } from './rate-limit.js';

/** `seen` is stored only when it differs by this much, to avoid a write per frame (ms). */
const SEEN_GRAIN = 5000;
/**
 * `sent` is stored only when it differs by this much: a platform serializes the state for each write, which took longer than
 * everything else that the party does with a signal. After a loss of memory the largest possible number counts.
 */
const SENT_GRAIN = 10;
/** Limit of sockets without a hello. All others have limits of their own. */
const MAX_SILENT = 64;
/** Higher limit while the oldest of them is younger than this (ms): a flood must not displace clients on a slow network. */
const [MAX_NEW, HELLO_GRACE] = [512, 3_000];
/** With so many unread frames a socket gets no more signals: the rest, up to MAX_UNREAD_FRAMES, is for the party's own frames. */
const MAX_UNREAD_FOR_SIGNALS = MAX_UNREAD_FRAMES - 100;
/**
 * With more unread frames than this, each sender may only add its share of {@link SHARED}: nobody can crowd out the signals of the
 * others. Clients repeat offers that were not answered.
 */
const UNREAD_BEFORE_SHARES = 200;
const SHARED = MAX_UNREAD_FRAMES - UNREAD_BEFORE_SHARES;
/** A socket with too many unread frames is closed when it has confirmed nothing for so long (ms). */
const READ_TIMEOUT = 10_000;
/** Limit of unread frames, whatever the socket confirms: it bounds the memory that a slow reader costs. */
const MAX_UNREAD_EVER = 2 * MAX_UNREAD_FRAMES;
/** A participant is asked for a sign of life at most this often (ms), however many miss them. */
const ASK_PAUSE = 1500;

type RelayedSignal = Omit<Extract<ServerFrame, { type: 'signal' }>, 'type'>;

/** A socket, its state and its rate limit. */
export class Socket {
  readonly rate = new RateLimit();
  /** The counters as they were stored last. */
  #stored = { seen: Number.NEGATIVE_INFINITY, sent: 0 };
  /** When it was first and last asked for a sign of life that did not come. In memory only: after a loss it is asked again. */
  #asked = Number.POSITIVE_INFINITY;
  #askedLast = Number.NEGATIVE_INFINITY;
  /**
   * How many unread signals it has of each sender, of those that count for their share. In memory only: the limit of all together
   * is not.
   */
  readonly #shares = new Map<string, number>();

  constructor(
    readonly connection: ClientConnection,
    readonly state: SocketState,
  ) {
    if (connection.state) this.#stored = connection.state;
  }

  /** The network that it comes from; empty if the edge does not know it. */
  get sender(): string {
    return this.state.sender ?? '';
  }

  /** Records a sign of life; `true` if it should be stored. */
  hear(now: number): boolean {
    this.state.seen = now;
    this.#asked = Number.POSITIVE_INFINITY;
    return Math.abs(now - this.#stored.seen) >= SEEN_GRAIN;
  }

  /** Counts a frame that is sent to it; `true` if the number should be stored. */
  countSent(): boolean {
    this.state.sent++;
    return this.state.sent - this.#stored.sent >= SENT_GRAIN;
  }

  /** The number of frames that it has perhaps not read. */
  get unread(): number {
    return this.state.sent - this.state.read;
  }

  /** Whether it gets a signal of this participant, one of so many `members`; counts it. */
  takesSignal(from: string, members: number): boolean {
    const { unread } = this;
    if (unread >= MAX_UNREAD_FOR_SIGNALS || this.connection.isCongested) return false;
    if (unread <= UNREAD_BEFORE_SHARES) return true;
    const count = this.#shares.get(from) ?? 0;
    if (count >= SHARED / members) return false;
    this.#shares.set(from, count + 1);
    return true;
  }

  /** It has read everything before an ack token, `count` of those that were sent. */
  confirm(count: number, now: number): void {
    const { state } = this;
    state.read += count * ACK_TOKEN_FRAMES;
    state.acks = state.acks?.slice(count) ?? [];
    if (state.acks.length) state.unreadSince = now;
    else delete state.unreadSince;
    this.#shares.clear();
  }

  /** Whether it has too many unread frames and does not read. `isMissing`: it has missed a signal for that reason. */
  isStuck(now: number, isMissing: boolean): boolean {
    const { unread, state } = this;
    const isSilent = now - (state.unreadSince ?? now) >= READ_TIMEOUT;
    return unread > MAX_UNREAD_EVER || (isSilent && (isMissing || unread >= MAX_UNREAD_FOR_SIGNALS));
  }

  /** When it was last heard, by us or by a platform that answers pings for us. Before the hello nothing counts as a sign of life. */
  get seen(): number {
    const { seen, phase } = this.state;
    return phase === 'new' ? seen : Math.max(seen, this.connection.answeredAt ?? seen);
  }

  /** When it is closed unless it is heard, or even if it is heard. */
  get deadline(): number {
    const { seen, state } = this;
    const silence = state.phase === 'new' ? HELLO_TIMEOUT : SOCKET_SILENCE;
    const asked = seen > this.#asked ? Number.POSITIVE_INFINITY : this.#asked;
    return Math.min(seen + silence, asked + PROBE_SILENCE, state.ends ?? Number.POSITIVE_INFINITY);
  }

  /** The reason for closing it at its {@link deadline}. */
  fault(now: number): PartyErrorCode {
    return (this.state.ends ?? Number.POSITIVE_INFINITY) <= now ? 'token-expired' : 'too-slow';
  }

  /** Whether it is time to ask it for a sign of life; records that it is asked. */
  asks(now: number): boolean {
    if (now - this.#askedLast < ASK_PAUSE) return false;
    this.#askedLast = now;
    // It may have answered the last time without waking the room.
    this.#asked = this.seen > this.#asked ? now : Math.min(this.#asked, now);
    return true;
  }

  /** Gives the platform a copy of the state, because it may keep the object. */
  save(): void {
    const { seen, sent } = this.state;
    this.#stored = { seen, sent };
    this.connection.setState({ ...this.state });
  }
}

/** The socket that was silent longest, among those of the network with most sockets. A client that opens many sockets displaces its own. */
export function idlest(sockets: readonly Socket[]): Socket | undefined {
  const counts = new Map<string, number>();
  for (const { sender } of sockets) counts.set(sender, (counts.get(sender) ?? 0) + 1);
  const most = Math.max(...counts.values());
  const theirs = sockets.filter(({ sender }) => counts.get(sender) === most);
  // After an eviction the platform lists them in any order.
  return theirs.sort((a, b) => a.seen - b.seen)[0];
}

export class Sockets {
  readonly #all = new Map<string, Socket>();
  readonly #people = new Map<string, Socket>();
  readonly #changed = new Set<Socket>();
  readonly #failed = new Set<Socket>();
  readonly #host: Host;
  readonly #gone: (id: string) => void;

  /** Finds the sockets again after a loss of memory. `gone`: a participant who had knocked is no longer waiting. */
  constructor(host: Host, gone: (id: string) => void) {
    this.#host = host;
    this.#gone = gone;
    for (const connection of host.connections()) {
      const { state } = connection;
      if (!state || state.phase === 'closed') continue;
      const socket = new Socket(connection, { ...state, sent: state.sent + SENT_GRAIN - 1 });
      this.#all.set(connection.key, socket);
      if (state.phase !== 'new') this.#people.set(state.id, socket);
    }
  }

  get size(): number {
    return this.#all.size;
  }

  /** Sockets that have been silent for too long. */
  overdue(now: number): Socket[] {
    return [...this.#all.values()].filter((socket) => socket.deadline <= now);
  }

  /** The socket without a hello to close if there are too many: the one that had most time. */
  tooSilent(now: number): Socket | undefined {
    const silent = [...this.#all.values()].filter(({ state }) => state.phase === 'new');
    if (silent.length <= MAX_SILENT) return undefined;
    const oldest = idlest(silent);
    const most = oldest && now - oldest.state.seen < HELLO_GRACE ? MAX_NEW : MAX_SILENT;
    return silent.length > most ? oldest : undefined;
  }

  /** When the next one will be overdue; infinite if there is none. */
  nextDue(): number {
    let due = Number.POSITIVE_INFINITY;
    for (const socket of this.#all.values()) due = Math.min(due, socket.deadline);
    return due;
  }

  all(): Iterable<Socket> {
    return this.#all.values();
  }

  /** Visitors and members: clients that may know about the room. */
  people(): Socket[] {
    return [...this.#people.values()].filter(({ state }) => state.phase !== 'waiting');
  }

  /** Clients with an expired token whose membership is no longer held. */
  expired(memberships: { of(id: string): unknown }): Socket[] {
    const expired: Socket[] = [];
    for (const socket of this.#people.values())
      if (socket.state.late && !memberships.of(socket.state.id)) expired.push(socket);
    return expired;
  }

  /** The socket of that participant, member or waiting. */
  of(id: string): Socket | undefined {
    return this.#people.get(id);
  }

  /** Whether that participant is a member with an open socket. */
  isMember(id: string): boolean {
    return this.#people.get(id)?.state.phase === 'member';
  }

  get(connection: ClientConnection): Socket | undefined {
    return this.#all.get(connection.key);
  }

  add(connection: ClientConnection, now: number, claims: Claims): Socket {
    const state: SocketState = {
      phase: 'new',
      id: '',
      sid: '',
      seen: now,
      sent: 0,
      read: 0,
      bad: 0,
      ...claims,
      ...(claims.name && { named: true }),
    };
    const socket = new Socket(connection, state);
    this.#all.set(connection.key, socket);
    this.#changed.add(socket);
    return socket;
  }

  /** Records a sign of life. Before the hello there is none: invalid data buys no time. */
  hear(connection: ClientConnection, now: number): void {
    const socket = this.get(connection);
    if (socket && socket.state.phase !== 'new' && socket.hear(now)) this.#changed.add(socket);
  }

  /** Assigns a participant to a socket. */
  admit(socket: Socket, phase: 'waiting' | 'visitor' | 'member', id: string, sid: string, now: number): void {
    Object.assign(socket.state, { phase, id, sid, seen: now });
    this.#people.set(id, socket);
    this.#changed.add(socket);
  }

  /** The state has changed and must be stored. */
  changed(socket: Socket): void {
    this.#changed.add(socket);
  }

  /** Forgets a socket that has closed or is about to be closed. */
  remove(socket: Socket): void {
    this.#all.delete(socket.connection.key);
    this.#people.delete(socket.state.id);
    const { state } = socket;
    state.phase = 'closed';
    this.#failed.delete(socket);
    this.#changed.add(socket);
    if (!state.knocked) return;
    delete state.knocked;
    this.#gone(state.id);
  }

  /** Closes a socket and forgets it. Send the reason first. */
  shut(socket: Socket, code: number, reason: string): void {
    this.remove(socket);
    try {
      socket.connection.close(code, reason);
    } catch {
      // It is closed already.
    }
  }

  /** Answers a ping. An echoed ack token proves that everything before it was read; no other claim about that is believed. */
  pong(socket: Socket, ackToken?: number, resume?: string): void {
    const { state } = socket;
    const { acks = [] } = state;
    // If the echo of an earlier token was lost, that of a later one makes up for it.
    const proven = ackToken === undefined ? 0 : acks.indexOf(ackToken) + 1;
    if (proven) {
      socket.confirm(proven, this.#host.now());
      this.#changed.add(socket);
    }
    this.send(socket, { type: 'pong', resume });
  }

  /** Asks for a sign of life if it is time to; returns when the socket is closed without one. */
  ask(socket: Socket, now: number): number {
    if (socket.asks(now)) this.send(socket, { type: 'ping' });
    return socket.deadline;
  }

  send(socket: Socket, frame: ServerFrame): void {
    this.#write(socket, JSON.stringify(frame));
  }

  /**
   * Passes a signal on, unless its receiver has too many unread frames. `members`: how many share the places for unread signals. The
   * payload is by far the longest part. It is not encoded again, because nothing in a signal needs escaping: ids and payloads are
   * base64url.
   */
  relay(socket: Socket, { from, fromSid, gen, n, payload }: RelayedSignal, members: number): void {
    if (!socket.takesSignal(from, members)) return void this.#closeIfStuck(socket, true);
    const head = `{"type":"signal","from":"${from}","fromSid":"${fromSid}","gen":${gen},"n":${n},"payload":"`;
    this.#write(socket, `${head}${payload}"}`);
  }

  /** The same for the client of that connection, if it is still here and not waiting. */
  sendTo(connection: ClientConnection, frame: ServerFrame): void {
    const socket = this.get(connection);
    if (socket && socket.state.phase !== 'waiting') this.send(socket, frame);
  }

  /** To every visitor and member except one participant. One dead socket never blocks the others (B2). */
  broadcast(frame: ServerFrame, except?: string): void {
    const text = JSON.stringify(frame);
    for (const socket of this.people()) if (socket.state.id !== except) this.#write(socket, text);
  }

  #write(socket: Socket, text: string): void {
    this.#pass(socket, text);
    const { state } = socket;
    const { acks = [] } = state;
    if (socket.unread < ACK_TOKEN_FRAMES * (acks.length + 1)) return;
    // Only a client that reads its frames can know it: 31 bits, at 10 guesses a second.
    const ackToken = new DataView(this.#host.randomBytes(4).buffer).getUint32(0) >>> 1;
    state.acks = [...acks, ackToken];
    state.unreadSince ??= this.#host.now();
    this.#changed.add(socket);
    this.#pass(socket, JSON.stringify({ type: 'ping', ackToken } satisfies ServerFrame));
  }

  #pass(socket: Socket, text: string): void {
    if (socket.countSent()) this.#changed.add(socket);
    // The platform queues without limit for a socket that does not read (B10), so this counter is the only limit.
    this.#closeIfStuck(socket);
    try {
      socket.connection.send(text);
    } catch {
      this.#failed.add(socket);
    }
  }

  #closeIfStuck(socket: Socket, isMissing = false): void {
    if (socket.isStuck(this.#host.now(), isMissing)) this.#failed.add(socket);
  }

  /** A socket that is too slow or dead, if any, to be closed at the end of the current event. */
  takeFailed(): Socket | undefined {
    for (const socket of this.#failed) {
      this.#failed.delete(socket);
      return socket;
    }
    return undefined;
  }

  /** Stores the states that have changed. */
  save(): void {
    for (const socket of this.#changed) {
      try {
        socket.save();
      } catch {
        // The socket is gone, and its state with it; the platform reports that in a moment.
      }
    }
    this.#changed.clear();
  }
}
