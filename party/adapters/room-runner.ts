/**
 * Runs one RoomServer on the sockets, the storage and the clock of a platform. Owns the common parts of all adapters: the room's
 * Host, its ICE servers, the largest frame, and the rule that no exception ever reaches the platform. Knows no platform.
 */
import {
  CLOSE_CODES,
  type IceConfig,
  type PartyErrorCode,
  type ServerFrame,
} from '../../src/protocol/party.js';
import { type Claims, decodeClaims } from '../auth/claims.js';
import type { ClientConnection, Host, RoomRecord } from '../room/host.js';
import { RoomServer } from '../room/room-server.js';
import { capacityOf, type Env, type Warn, waitingRoomOf } from '../settings.js';
import type { CredentialCache } from '../turn/credential-cache.js';
import { IceServerProvider } from '../turn/ice-server-provider.js';

/**
 * Largest frame that is passed to a room. PartyKit's workerd reads no larger one; newer platforms read up to 32 MiB, so the
 * adapter has to reject them.
 */
export const MAX_RECEIVED_BYTES = 2 ** 20;

/** Close code of a socket that sent a larger frame (RFC 6455, 7.4.1: message too big). */
export const MESSAGE_TOO_BIG = 1009;

/** A socket of a platform, with the data from its address. */
export interface PlatformConnection extends ClientConnection {
  /** Canonical name of the room. */
  readonly room: string;
  /** Whether the page runs on the party's own machine: then no third party is asked for ICE servers. */
  readonly isLocal: boolean;
}

/** The services of a platform for one room. */
export interface RoomPlatform {
  readonly env: Env;
  /** Every open socket of the room. */
  connections(): Iterable<PlatformConnection>;
  /** Writes the record, or deletes it. A rejection is logged. */
  save(record: RoomRecord | undefined): unknown;
  /** Calls {@link RoomRunner.alarm} at that time, in milliseconds since 1970. A rejection is logged. */
  setAlarm(at: number): unknown;
  warn: Warn;
  /** Credentials of TURN providers, for all rooms of this process or isolate; default: for each room its own. */
  readonly credentials?: CredentialCache;
}

/** The frame with the reason for closing a socket. */
export const fatalFrame = (code: PartyErrorCode) =>
  JSON.stringify({ type: 'error', code, fatal: true } satisfies ServerFrame);

const readClaims = (claims: Claims | string | null) =>
  typeof claims === 'object' && claims ? claims : decodeClaims(claims);

export class RoomRunner {
  readonly #platform: RoomPlatform;
  #record: RoomRecord | undefined;
  #server: RoomServer | undefined;

  constructor(platform: RoomPlatform) {
    this.#platform = platform;
  }

  /** Call it once, with the last value that {@link RoomPlatform.save} got, before anything else. */
  start(record: RoomRecord | undefined): void {
    this.#record = record;
  }

  /** Whether there is anything to remember: a participant since the start, or in the record. */
  get isKnown(): boolean {
    return !!this.#server || !!this.#record;
  }

  /** A socket was opened. `claims`: the header that the edge has set, or the claims themselves. */
  connect(connection: PlatformConnection, claims: Claims | string | null): void {
    this.#run(connection, (room) => room.connect(connection, readClaims(claims)));
  }

  /** A frame arrived: text, or bytes. */
  message(connection: PlatformConnection, data: string | ArrayBuffer | ArrayBufferView): void {
    const size = typeof data === 'string' ? data.length : data.byteLength;
    if (size <= MAX_RECEIVED_BYTES)
      return void this.#run(connection, (room) => room.message(connection, data));
    this.close(connection);
    try {
      connection.close(MESSAGE_TOO_BIG, 'message too big');
    } catch {
      // It is closed already.
    }
  }

  /** A socket was closed, or failed. */
  close(connection: PlatformConnection): void {
    this.#run(connection, (room) => room.close(connection));
  }

  /** The leave beacon of a closing page; `token` is its resume token. No room is created for it. */
  leave(name: string, token: string, claims: Claims | string | null): void {
    this.#guard('a leave beacon failed', () => {
      if (this.isKnown) this.#serverFor(name).leaveBeacon(token, readClaims(claims));
    });
  }

  /**
   * Deletes what the platform has stored by itself for a room that it woke for nothing: nobody is there and nobody can come back.
   * Otherwise each name that anyone invents would leave something behind.
   */
  forgetUnknown(): void {
    const [connection] = this.#platform.connections();
    if (this.isKnown || connection) return;
    this.#guard('a room could not be forgotten', () => {
      Promise.resolve(this.#platform.save(undefined)).catch((error: unknown) =>
        console.error('video-room: a room could not be forgotten', error),
      );
    });
  }

  /** The requested time has come. */
  alarm(): void {
    this.#guard('an alarm failed', () => {
      // PartyKit cannot tell the room's name here (B14). If nobody has ever joined, it is in no record either.
      const [connection] = this.#platform.connections();
      const name = this.#record?.room ?? connection?.room;
      if (this.#server || name) this.#serverFor(name ?? '').alarm();
    });
  }

  /** B4: an exception in a handler would reach the client and leave a ghost among the connections. */
  #run(connection: PlatformConnection, event: (room: RoomServer) => void): void {
    try {
      // The name is read once: on workerd it is in an address, which takes longer to parse than a signal to relay.
      event(this.#server ?? this.#serverFor(connection.room));
    } catch (error) {
      console.error('video-room: an event failed', error);
      try {
        connection.send(fatalFrame('internal'));
        connection.close(CLOSE_CODES.internal, 'internal');
      } catch {
        // Then it is closed already.
      }
    }
  }

  #guard(what: string, run: () => void): void {
    try {
      run();
    } catch (error) {
      console.error(`video-room: ${what}`, error);
    }
  }

  #serverFor(name: string): RoomServer {
    this.#server ??= new RoomServer(this.#host(name));
    return this.#server;
  }

  #host(name: string): Host {
    const { env, warn } = this.#platform;
    const now = () => Date.now();
    const randomBytes = (length: number) => crypto.getRandomValues(new Uint8Array(length));
    const desk = new IceServerProvider(
      env,
      {
        fetch: (url, init) => fetch(url, init),
        now,
        randomBytes,
        wait: (ms) => new Promise((done) => setTimeout(done, ms)),
      },
      warn,
      this.#platform.credentials,
    );
    const report = (error: unknown) => console.error('video-room: the room failed', error);
    return {
      room: this.#record?.room ?? name,
      record: this.#record,
      capacity: capacityOf(env, warn),
      waitingRoom: waitingRoomOf(env, warn),
      connections: () => this.#platform.connections(),
      save: (record) => {
        // Not awaited (B11); Durable Objects send nothing before it is written.
        Promise.resolve(this.#platform.save(record)).catch(report);
      },
      setAlarm: (at) => void Promise.resolve(this.#platform.setAlarm(at)).catch(report),
      now,
      randomBytes,
      ice: (connection, phase) => {
        const asking = connection as PlatformConnection;
        const late = (ice: IceConfig) => this.#run(asking, (room) => room.iceFetched(asking, ice));
        return desk.ask(phase === 'member' ? 'member' : 'visitor', asking.isLocal, late);
      },
      emptied: () => desk.forget(),
      report,
    };
  }
}
