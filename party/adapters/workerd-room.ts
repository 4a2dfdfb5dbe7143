/**
 * Sockets and storage of a room on workerd, the same on PartyKit and on Cloudflare. Owns neither; translates both for RoomRunner.
 */
import type { RoomRecord, SocketState } from '../room/host.js';
import { isLocal } from '../settings.js';
import { roomIn } from './address.js';
import type { PlatformConnection } from './room-runner.js';

/** The members of `DurableObjectStorage` that we use; Cloudflare's types are not installed with this package. */
export interface WorkerdStorage {
  get<T>(key: string): Promise<T | undefined>;
  put<T>(key: string, value: T): Promise<void>;
  deleteAll(): Promise<void>;
  setAlarm(at: number): Promise<void>;
}

/** The members of a socket that we use, of PartyKit and of PartyServer. */
export interface WorkerdSocket {
  readonly id: string;
  /** The URL of the request that the edge passed on. */
  readonly uri: string | null;
  readonly state: unknown;
  setState(state: unknown): unknown;
  send(text: string): void;
  close(code?: number, reason?: string): void;
}

/** The key of the record in the room's storage. */
const RECORD = 'room';

export const readRecord = (storage: WorkerdStorage) => storage.get<RoomRecord>(RECORD);

export const saveRecord = (storage: WorkerdStorage, record: RoomRecord | undefined) =>
  record ? storage.put(RECORD, record) : storage.deleteAll();

/** The id is unique because the edge chooses it (B3). */
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
