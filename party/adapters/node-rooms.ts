/**
 * The rooms of one Node process: their sockets, alarms and records. Owns no HTTP. A room is an object only while a participant is
 * connected; otherwise it is a record and a timer.
 */
import type { WebSocket } from 'ws';
import type { Claims } from '../auth/claims.js';
import type { SocketState } from '../room/host.js';
import type { Env, Warn } from '../settings.js';
import { CredentialCache } from '../turn/credential-cache.js';
import type { RecordStore } from './record-store.js';
import { type PlatformConnection, RoomRunner } from './room-runner.js';

/**
 * Limit of bytes that wait for a slow reader in this process; above it the socket is closed (4408). A room also closes it after
 * 400 unread frames, if it does not read, which are at most 3.3 MB of signals.
 */
const MAX_BUFFERED_BYTES = 1024 * 1024;
/** Above it the socket gets no signals: other members must not be able to have it closed. */
const MAX_BUFFERED_FOR_SIGNALS = MAX_BUFFERED_BYTES / 2;
/** Pause before a room whose record could not be read is tried again (ms). */
const RETRY_AFTER = 60_000;
/** `setTimeout` fires at once for a longer time. */
const MAX_TIMEOUT = 2 ** 31 - 1;
/** Close code of every socket when the server ends: service restart (RFC 6455 registry). Clients dial again. */
const SERVICE_RESTART = 1012;

/**
 * Frames that a room sends during an event leave when the event is over and its record is written: nobody is told about a
 * membership that a crash could still undo. Durable Objects do the same.
 */
class OutputGate {
  readonly #held: (() => void)[] = [];
  #isClosed = false;

  /** Runs an event. Its frames are sent at its end, even after an error. */
  hold(event: () => void): void {
    this.#isClosed = true;
    try {
      event();
    } finally {
      this.#isClosed = false;
      for (const write of this.#held.splice(0)) write();
    }
  }

  pass(write: () => void): void {
    if (this.#isClosed) this.#held.push(write);
    else write();
  }
}

class NodeConnection implements PlatformConnection {
  readonly key = crypto.randomUUID();
  readonly room: string;
  readonly isLocal: boolean;
  readonly #socket: WebSocket;
  readonly #gate: OutputGate;
  #state: SocketState | null = null;

  constructor(socket: WebSocket, gate: OutputGate, room: string, isLocal: boolean) {
    this.#socket = socket;
    this.#gate = gate;
    this.room = room;
    this.isLocal = isLocal;
  }

  get state(): SocketState | null {
    return this.#state;
  }

  get isCongested(): boolean {
    return this.#socket.bufferedAmount > MAX_BUFFERED_FOR_SIGNALS;
  }

  setState(state: SocketState): void {
    this.#state = state;
  }

  send(text: string): void {
    const socket = this.#socket;
    if (socket.readyState !== socket.OPEN) throw new Error('the socket is closed');
    if (socket.bufferedAmount > MAX_BUFFERED_BYTES) throw new Error('the other end does not read');
    this.#gate.pass(() => socket.send(text));
  }

  close(code: number, reason: string): void {
    this.#gate.pass(() => this.#socket.close(code, reason));
  }
}

/** Runs a function after so many milliseconds. */
export type Schedule = (run: () => void, ms: number) => NodeJS.Timeout;

interface OpenRoom {
  readonly runner: RoomRunner;
  readonly connections: Map<string, NodeConnection>;
  readonly gate: OutputGate;
}

export class NodeRooms {
  readonly #env: Env;
  readonly #warn: Warn;
  readonly #schedule: Schedule;
  readonly #store: RecordStore;
  readonly #credentials = new CredentialCache();
  readonly #open = new Map<string, OpenRoom>();
  readonly #alarms = new Map<string, NodeJS.Timeout>();
  readonly #sockets = new Set<WebSocket>();
  #ending = false;

  /** `schedule`: `setTimeout`, except in tests. */
  constructor(env: Env, store: RecordStore, warn: Warn, schedule: Schedule = setTimeout) {
    this.#schedule = schedule;
    this.#env = env;
    this.#store = store;
    this.#warn = warn;
  }

  /**
   * Holds the memberships of everyone who was connected when the last process ended, and sets the alarms of all rooms. A room whose
   * record cannot be read does not stop the others.
   */
  restore(): void {
    for (const name of this.#store.rooms()) this.#wake(name);
  }

  /** A socket was opened, with the identity `claims`. */
  connect(socket: WebSocket, name: string, claims: Claims, isLocal: boolean): void {
    const room = this.#room(name);
    const connection = new NodeConnection(socket, room.gate, name, isLocal);
    room.connections.set(connection.key, connection);
    this.#sockets.add(socket);
    socket.on('message', (data, isBinary) => {
      // `ws` still delivers what comes after we have closed the socket, until the other end closes it too.
      if (this.#ending || socket.readyState !== socket.OPEN) return;
      // `ws` returns one buffer for each frame (`nodebuffer`, its default).
      const frame = data as Buffer;
      room.gate.hold(() => room.runner.message(connection, isBinary ? frame : frame.toString()));
    });
    // A frame that is too large, or a lost network: `close` follows.
    socket.on('error', () => {});
    socket.once('close', () => {
      this.#sockets.delete(socket);
      room.connections.delete(connection.key);
      if (this.#ending) return;
      room.gate.hold(() => room.runner.close(connection));
      this.#forgetEmpty(name, room);
    });
    room.gate.hold(() => room.runner.connect(connection, claims));
  }

  /** The leave beacon of a closing page. No room is created for it. */
  leave(name: string, token: string, claims: Claims): void {
    if (this.#ending || !(this.#open.has(name) || this.#store.read(name))) return;
    const room = this.#room(name);
    room.gate.hold(() => room.runner.leave(name, token, claims));
    this.#forgetEmpty(name, room);
  }

  /** Tells everyone to come back later, and does nothing more. Resolves when all sockets are closed. */
  async end(patience: number): Promise<void> {
    this.#ending = true;
    for (const alarm of this.#alarms.values()) clearTimeout(alarm);
    const closed = [...this.#sockets].map(
      (socket) => new Promise<void>((done) => socket.once('close', () => done())),
    );
    for (const socket of this.#sockets) socket.close(SERVICE_RESTART, 'restart');
    const forced = setTimeout(() => {
      for (const socket of this.#sockets) socket.terminate();
    }, patience);
    await Promise.all(closed);
    clearTimeout(forced);
  }

  #room(name: string): OpenRoom {
    const known = this.#open.get(name);
    if (known) return known;
    const connections = new Map<string, NodeConnection>();
    const runner = new RoomRunner({
      env: this.#env,
      warn: this.#warn,
      credentials: this.#credentials,
      connections: () => [...connections.values()],
      save: (record) => this.#store.write(name, record),
      setAlarm: (at) => this.#setAlarm(name, at),
    });
    const room = { runner, connections, gate: new OutputGate() };
    runner.start(this.#store.read(name));
    this.#open.set(name, room);
    return room;
  }

  #setAlarm(name: string, at: number): void {
    clearTimeout(this.#alarms.get(name));
    const wait = Math.min(Math.max(0, at - Date.now()), MAX_TIMEOUT);
    const schedule = this.#schedule;
    this.#alarms.set(
      name,
      schedule(() => this.#wake(name), wait),
    );
  }

  #wake(name: string): void {
    this.#alarms.delete(name);
    // Called by a timer: an exception would end the process, and with it all other calls.
    try {
      const room = this.#room(name);
      room.gate.hold(() => room.runner.alarm());
      this.#forgetEmpty(name, room);
    } catch (error) {
      this.#warn(`a room cannot be woken, and is tried again in a minute: ${(error as Error).message}.`);
      this.#setAlarm(name, Date.now() + RETRY_AFTER);
    }
  }

  /** All important data of an empty room is in its record. */
  #forgetEmpty(name: string, room: OpenRoom): void {
    if (room.connections.size === 0 && this.#open.get(name) === room) this.#open.delete(name);
  }
}
