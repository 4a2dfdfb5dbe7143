/**
 * The room on PartyKit 0.0.115; `party({ authorize })` is the same for a host's own project. Connects the platform with
 * RoomRunner and works around the platform's bugs: party/README.md explains each B-number. PartyKit's types are not imported,
 * because everyone who compiles against this file would need them.
 */
import type { Authorize } from '../auth/request-authorizer.js';
import { type Env, warnOnce } from '../settings.js';
import { CredentialCache } from '../turn/credential-cache.js';
import { roomIn } from './address.js';
import { RoomRunner } from './room-runner.js';
import { claimsOf, WorkerdEdge } from './workerd-edge.js';
import {
  readRecord,
  saveRecord,
  WorkerdConnection,
  type WorkerdSocket,
  type WorkerdStorage,
} from './workerd-room.js';

export interface PartyOptions {
  /** Decides about access, instead of VR_ACCESS and tokens; VR_ORIGINS still applies. */
  authorize?: Authorize<Request> | undefined;
}

/** The members of a request that we use: PartyKit's type differs from the browser's. */
export interface PartyKitRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: { get(name: string): string | null };
  text(): Promise<string>;
}

/** The parts of a `Party.Room` that we use. */
export interface PartyKitRoom {
  readonly env: Record<string, unknown>;
  readonly storage: WorkerdStorage;
  blockConcurrencyWhile<T>(run: () => Promise<T>): Promise<T>;
  getConnections(): Iterable<WorkerdSocket>;
}

const warn = warnOnce((text) => console.warn(text));
/** Of all rooms in this isolate. */
const credentials = new CredentialCache();

/** One room: a `Party.Server`. */
export class PartyKitRoomServer {
  /** Memory may be lost after 10 s of silence; RoomServer keeps all important data elsewhere. */
  readonly options = { hibernate: true };
  readonly #room: PartyKitRoom;
  readonly #runner: RoomRunner;

  // B14: `room.id` throws for good once an alarm has started this object, so it is never read.
  constructor(room: PartyKitRoom) {
    this.#room = room;
    this.#runner = new RoomRunner({
      env: room.env,
      warn,
      credentials,
      connections: () => Array.from(room.getConnections(), (socket) => new WorkerdConnection(socket)),
      save: (record) => saveRecord(room.storage, record),
      setAlarm: (at) => room.storage.setAlarm(at),
    });
  }

  async onStart(): Promise<void> {
    // B5: the platform does not make later events wait for this, so we do.
    await this.#room.blockConcurrencyWhile(async () => {
      this.#runner.start(await readRecord(this.#room.storage));
    });
  }

  /** A leave beacon. The answer is always the same. */
  async onRequest(request: PartyKitRequest): Promise<Response> {
    // Other events run during this `await` (B11), so no state was read before it.
    const token = await request.text().catch(() => '');
    this.#runner.leave(roomIn(request.url), token, claimsOf(request));
    return new Response(null, { status: 204 });
  }

  onConnect(socket: WorkerdSocket, { request }: { request: PartyKitRequest }): void {
    this.#runner.connect(new WorkerdConnection(socket), claimsOf(request));
  }

  onMessage(data: string | ArrayBuffer | ArrayBufferView, socket: WorkerdSocket): void {
    this.#runner.message(new WorkerdConnection(socket), data);
  }

  onClose(socket: WorkerdSocket): void {
    this.#runner.close(new WorkerdConnection(socket));
    // B1: otherwise nobody answers the client's close frame, and the browser waits for it for a minute.
    try {
      socket.close(1000);
    } catch {
      // We closed it ourselves.
    }
  }

  /** B6: after a frame over 1 MiB this is the only event of a socket. */
  onError(socket: WorkerdSocket): void {
    this.onClose(socket);
  }

  onAlarm(): void {
    this.#runner.alarm();
  }
}

/** The result of `party()`: a `Party.Worker`. */
export interface PartyKitParty {
  new (room: PartyKitRoom): PartyKitRoomServer;
  /** Resolves with the request to pass on to the room, or with the answer. */
  onBeforeConnect<R extends PartyKitRequest>(request: R, lobby: { env: Env }): Promise<R | Response>;
  onBeforeRequest<R extends PartyKitRequest>(request: R, lobby: { env: Env }): Promise<R | Response>;
}

/** One class with two types. */
const asRequest = (request: unknown) => request as Request & PartyKitRequest;

/** The party, as `main` of a PartyKit project or one of its `parties`. */
export function party({ authorize }: PartyOptions = {}): PartyKitParty {
  const edge = new WorkerdEdge(warn, authorize);

  return class extends PartyKitRoomServer {
    /** Runs at the edge, before the room object is woken or created. */
    static onBeforeConnect<R extends PartyKitRequest>(request: R, lobby: { env: Env }) {
      return edge.connect(asRequest(request), lobby.env) as Promise<R | Response>;
    }

    static onBeforeRequest<R extends PartyKitRequest>(request: R, lobby: { env: Env }) {
      return edge.request(asRequest(request), lobby.env) as Promise<R | Response>;
    }
  };
}

export default party();
