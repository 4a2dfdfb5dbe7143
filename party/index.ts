/**
 * The room on PartyKit 0.0.115; `party({ authorize })` is the same for a host's own project. Owns nothing but the way between the platform and RoomServer, and around the
 * platform's bugs: each B-number below is explained in party/README.md.
 */
import type * as Party from 'partykit/server';
import { CLOSE_CODES, type IceConfig, type PartyErrorCode, type ServerFrame } from '../src/protocol/index.js';
import { type Authorize, Guard } from './access.js';
import { CLAIMS_HEADER, type Claims, decodeClaims, encodeClaims } from './claims.js';
import type { Connection, Host, RoomRecord, SocketState } from './host.js';
import { IceDesk } from './ice-desk.js';
import { RoomServer } from './room.js';
import { capacityOf, isLocal, waitingRoomOf, warnOnce } from './settings.js';

export type { Authorize } from './access.js';
export type { Admission, Role } from './claims.js';

export interface PartyOptions {
  /** Decides who may come in, instead of VR_ACCESS and tokens; VR_ORIGINS still counts. */
  authorize?: Authorize<Party.Request>;
}

/** Where the record is in the room's storage. */
const RECORD = 'room';

declare const WebSocketPair: new () => { 0: WebSocket; 1: WebSocket & { accept(): void } };

const fatal = (code: PartyErrorCode) =>
  JSON.stringify({ type: 'error', code, fatal: true } satisfies ServerFrame);

/** The room that a checked address names. */
const roomIn = (url: string) => new URL(url).pathname.split('/').at(-1) ?? '';

const claimsOf = (request: { headers: { get(name: string): string | null } }) =>
  decodeClaims(request.headers.get(CLAIMS_HEADER));

const notFound = () => new Response('Not found', { status: 404 });

/** Lets a request through to the room, as whoever the guard says. */
function pass(request: Party.Request, url: string, claims: Claims): Party.Request {
  const passed = new Request(url, request as unknown as Request);
  // What the edge tells the room travels in these headers: a client's own must never arrive.
  for (const name of [...passed.headers.keys()]) if (name.startsWith('x-vr-')) passed.headers.delete(name);
  passed.headers.set(CLAIMS_HEADER, encodeClaims(claims));
  return passed as unknown as Party.Request;
}

/** Accepts a socket to say why it is closed. No room object is made for it. */
function refuse(code: PartyErrorCode): Response {
  const { 0: client, 1: server } = new WebSocketPair();
  server.accept();
  server.send(fatal(code));
  server.close(CLOSE_CODES[code], code);
  return new Response(null, { status: 101, webSocket: client } as ResponseInit);
}

/** B3: the id is unique because the guard has chosen it. */
class PartyKitConnection implements Connection {
  constructor(readonly socket: Party.Connection<SocketState>) {}

  get key(): string {
    return this.socket.id;
  }

  get state(): SocketState | null {
    return this.socket.state;
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

/** One room. What runs at the edge, before there is one, is in {@link party}. */
class VideoRoomParty implements Party.Server {
  /** Memory may be taken after 10 s of silence; RoomServer keeps nothing that matters there. */
  readonly options = { hibernate: true };
  static readonly warn = warnOnce((text) => console.warn(text));
  #record: RoomRecord | undefined;
  #server: RoomServer | undefined;

  // B14: `room.id` throws for good once an alarm has started this object, so it is never read.
  constructor(readonly room: Party.Room) {}

  /** The same answer whatever became of it. */
  async onRequest(request: Party.Request): Promise<Response> {
    try {
      // Other events run while this is awaited (B11), so nothing has been looked at before.
      const token = await request.text();
      // An empty room is not made for this.
      if (this.#server || this.#record) {
        this.#serverFor(roomIn(request.url)).farewell(token, claimsOf(request));
      }
    } catch (error) {
      console.error('video-room: a farewell failed', error);
    }
    return new Response(null, { status: 204 });
  }

  async onStart(): Promise<void> {
    // B5: the platform does not make later events wait for this, so we do.
    await this.room.blockConcurrencyWhile(async () => {
      this.#record = await this.room.storage.get<RoomRecord>(RECORD);
    });
  }

  onConnect(socket: Party.Connection<SocketState>, { request }: Party.ConnectionContext): void {
    this.#run(socket, (room, connection) => room.connect(connection, claimsOf(request)));
  }

  onMessage(data: string | ArrayBuffer | ArrayBufferView, socket: Party.Connection<SocketState>): void {
    this.#run(socket, (room, connection) => room.message(connection, data));
  }

  onClose(socket: Party.Connection<SocketState>): void {
    this.#run(socket, (room, connection) => room.close(connection));
    // B1: nobody answers the client's close frame otherwise, and the browser waits for it for a minute.
    try {
      socket.close(1000);
    } catch {
      // It was we who closed it.
    }
  }

  /** B6: after a frame over 1 MiB this is all that is heard of a socket. */
  onError(socket: Party.Connection<SocketState>): void {
    this.onClose(socket);
  }

  onAlarm(): void {
    try {
      // Only here the platform cannot tell the room's name (B14). Where nobody has ever joined it is in no record either.
      const [socket] = this.room.getConnections();
      const name = this.#record?.room ?? (socket && roomIn(socket.uri));
      if (this.#server || name) this.#serverFor(name ?? '').alarm();
    } catch (error) {
      console.error('video-room: an alarm failed', error);
    }
  }

  /** B4: what is thrown in a handler reaches the client and leaves a ghost among the connections. */
  #run(
    socket: Party.Connection<SocketState>,
    event: (room: RoomServer, connection: Connection) => void,
  ): void {
    try {
      event(this.#serverFor(roomIn(socket.uri)), new PartyKitConnection(socket));
    } catch (error) {
      console.error('video-room: an event failed', error);
      try {
        socket.send(fatal('internal'));
        socket.close(CLOSE_CODES.internal, 'internal');
      } catch {
        // Then it is closed already.
      }
    }
  }

  #serverFor(name: string): RoomServer {
    this.#server ??= new RoomServer(this.#host(name));
    return this.#server;
  }

  #host(name: string): Host {
    const { storage, env } = this.room;
    const { warn } = VideoRoomParty;
    const now = () => Date.now();
    const randomBytes = (length: number) => crypto.getRandomValues(new Uint8Array(length));
    const desk = new IceDesk(env, { fetch: (url, init) => fetch(url, init), now, randomBytes }, warn);
    const report = (error: unknown) => console.error('video-room: the room failed', error);
    return {
      room: this.#record?.room ?? name,
      record: this.#record,
      capacity: capacityOf(env, warn),
      waitingRoom: waitingRoomOf(env, warn),
      connections: () =>
        [...this.room.getConnections<SocketState>()].map((socket) => new PartyKitConnection(socket)),
      save: (record) => {
        // Not awaited (B11); the platform sends nothing out before it is written.
        const done = record ? storage.put(RECORD, record) : storage.deleteAll();
        Promise.resolve(done).catch(report);
      },
      setAlarm: (at) => void storage.setAlarm(at).catch(report),
      now,
      randomBytes,
      ice: (connection, phase) => {
        const { socket } = connection as PartyKitConnection;
        const late = (ice: IceConfig) => this.#run(socket, (room, to) => room.iceFetched(to, ice));
        return desk.ask(phase === 'member' ? 'member' : 'visitor', isLocal({ url: socket.uri }), late);
      },
      report,
    };
  }
}

/** The party, as `main` of a PartyKit project or one of its `parties`. */
export function party({ authorize }: PartyOptions = {}): Party.Worker {
  const guard = new Guard(VideoRoomParty.warn, authorize);

  return class extends VideoRoomParty {
    /** Runs at the edge, before the room object is woken or made. */
    static async onBeforeConnect(request: Party.Request, lobby: Party.Lobby) {
      // B8: what is thrown here would be sent to the client.
      try {
        const verdict = await guard.check(request, lobby.env);
        if (verdict.kind === 'not-found') return notFound();
        if (verdict.kind === 'refuse') return refuse(verdict.code);
        return pass(request, verdict.url, verdict.claims);
      } catch (error) {
        console.error('video-room: the guard failed', error);
        return refuse('internal');
      }
    }

    /** A room has no pages; all that it takes by HTTP is a farewell, from whoever might open a socket. */
    static async onBeforeRequest(request: Party.Request, lobby: Party.Lobby) {
      try {
        // A length is always given by browsers: a body without one might never end.
        const short = /^\d{1,3}$/.test(request.headers.get('content-length') ?? '');
        const verdict =
          request.method === 'POST' && short && (await guard.check(request, lobby.env, 'farewell'));
        if (verdict && verdict.kind === 'pass') return pass(request, verdict.url, verdict.claims);
      } catch (error) {
        console.error('video-room: the guard failed', error);
      }
      return notFound();
    }
  };
}

export default party();
