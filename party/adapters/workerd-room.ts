/**
 * What a room on workerd has, on PartyKit and on Cloudflare alike: sockets whose address the edge has chosen, and the storage of a
 * Durable Object. Owns neither; only translates them for RoomRunner.
 */
import type { RoomRecord, SocketState } from '../host.js';
import { isLocal } from '../settings.js';
import { roomIn } from './address.js';
import type { PlatformConnection } from './room-runner.js';

/** What we use of a `DurableObjectStorage`; Cloudflare's types are not installed with this package. */
export interface WorkerdStorage {
  get<T>(key: string): Promise<T | undefined>;
  put<T>(key: string, value: T): Promise<void>;
  deleteAll(): Promise<void>;
  setAlarm(at: number): Promise<void>;
}

/** What we use of a socket, as PartyKit and PartyServer hand it out. */
export interface WorkerdSocket {
  readonly id: string;
  /** The address that the edge has passed on. */
  readonly uri: string | null;
  readonly state: unknown;
  setState(state: unknown): unknown;
  send(text: string): void;
  close(code?: number, reason?: string): void;
}

/** Where the record is in the room's storage. */
const RECORD = 'room';

export const readRecord = (storage: WorkerdStorage) => storage.get<RoomRecord>(RECORD);

export const saveRecord = (storage: WorkerdStorage, record: RoomRecord | undefined) =>
  record ? storage.put(RECORD, record) : storage.deleteAll();

/** The id is unique because the edge has chosen it (B3). */
export class WorkerdConnection<S extends WorkerdSocket = WorkerdSocket> implements PlatformConnection {
  protected readonly socket: S;

  constructor(socket: S) {
    this.socket = socket;
  }

  get key(): string {
    return this.socket.id;
  }

  get room(): string {
    return roomIn(this.socket.uri ?? '');
  }

  get isLocal(): boolean {
    return isLocal({ url: this.socket.uri ?? '' });
  }

  get state(): SocketState | null {
    return this.socket.state as SocketState | null;
  }

  setState(state: SocketState): void {
    this.socket.setState(state);
  }

  send(text: string): void {
    this.socket.send(text);
  }

  close(code: number, reason: string): void {
    this.socket.close(code, reason);
  }
}
