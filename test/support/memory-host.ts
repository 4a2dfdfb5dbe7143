/**
 * The platform of a RoomServer, in memory: sockets, their attachments, storage, a clock and an alarm. As strict as the real one:
 * states and records are copied, and sending to a closed socket throws.
 */
import type { Claims } from '../../party/auth/claims.js';
import type { ClientConnection, Host, RoomRecord, SocketState } from '../../party/room/host.js';
import { RoomServer } from '../../party/room/room-server.js';
import type { IceConfig } from '../../src/protocol/index.js';

let lastKey = 0;

/** The party's end of a socket. Its frames go to `deliver`, its close to `closed`. */
export class MemoryConnection implements ClientConnection {
  readonly key = `key-${++lastKey}`;
  open = true;
  /** When the platform last answered a ping for the room. */
  answeredAt: number | undefined;
  #state: SocketState | null = null;

  constructor(
    readonly deliver: (text: string) => void,
    readonly closed: (code: number, reason: string) => void,
  ) {}

  get state(): SocketState | null {
    return structuredClone(this.#state);
  }

  setState(state: SocketState): void {
    this.#state = structuredClone(state);
  }

  send(text: string): void {
    if (!this.open) throw new TypeError("Can't call WebSocket send() after close().");
    this.deliver(text);
  }

  close(code: number, reason: string): void {
    if (!this.open) throw new TypeError("Can't call WebSocket close() twice.");
    this.open = false;
    this.closed(code, reason);
  }
}

/** A party that runs one room. `server` may be removed at any time and comes back with the next event. */
export class MemoryHost implements Host {
  record: RoomRecord | undefined;
  iceConfig: IceConfig = { servers: [] };
  waitingRoom = false;
  /** When the alarm should fire, as requested by the room. */
  alarmAt = Number.POSITIVE_INFINITY;
  /** Errors that the room reported; a test fails if there are any. */
  readonly reports: unknown[] = [];
  /** How often the room reported that it is empty. */
  timesEmpty = 0;
  /** How often the record was written. */
  saves = 0;
  readonly #connections = new Set<MemoryConnection>();
  #server: RoomServer | undefined;

  constructor(
    readonly room: string,
    readonly capacity = 8,
    readonly clock: () => number = Date.now,
  ) {}

  /** The running room; started if it is not. */
  get server(): RoomServer {
    this.#server ??= new RoomServer(this);
    return this.#server;
  }

  /** Removes the room's memory, like hibernation: sockets, their states and the record stay. */
  evict(): void {
    this.#server = undefined;
  }

  /** Ends the party without warning: no socket close is seen. `forget`: its storage is lost as well. */
  kill(forget = false): void {
    this.#server = undefined;
    this.#connections.clear();
    if (forget) this.record = undefined;
  }

  connect(connection: MemoryConnection, claims?: Claims): void {
    // The real platform accepts the socket before it tells the room.
    this.#connections.add(connection);
    this.server.connect(connection, claims);
  }

  message(connection: MemoryConnection, data: unknown): void {
    if (this.#connections.has(connection)) this.server.message(connection, data);
  }

  close(connection: MemoryConnection): void {
    connection.open = false;
    if (!this.#connections.delete(connection)) return;
    this.server.close(connection);
  }

  /** Fires the alarm if it is due. */
  tick(): void {
    if (this.clock() < this.alarmAt) return;
    this.alarmAt = Number.POSITIVE_INFINITY;
    this.server.alarm();
  }

  *connections(): Iterable<ClientConnection> {
    for (const connection of this.#connections) if (connection.open) yield connection;
  }

  save(record: RoomRecord | undefined): void {
    this.record = structuredClone(record);
    this.saves++;
  }

  setAlarm(at: number): void {
    this.alarmAt = at;
  }

  now(): number {
    return this.clock();
  }

  randomBytes(length: number): Uint8Array {
    return crypto.getRandomValues(new Uint8Array(length));
  }

  emptied(): void {
    this.timesEmpty += 1;
  }

  ice(_connection: ClientConnection, _phase: SocketState['phase']): IceConfig {
    return this.iceConfig;
  }

  report(error: unknown): void {
    this.reports.push(error);
  }
}
