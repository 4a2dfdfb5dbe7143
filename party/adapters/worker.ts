/**
 * The room on Cloudflare Workers: PartyServer, one Durable Object per room. `party({ authorize })` is the same for a host's own
 * Worker. Connects PartyServer with RoomRunner. The platform serves static files before this runs (`assets` in wrangler.jsonc).
 */
import { type Connection, routePartykitRequest, Server } from 'partyserver';
import { PING, PONG } from '../room/host.js';
import { type Env, warnOnce } from '../settings.js';
import { CredentialCache } from '../turn/credential-cache.js';
import { roomIn } from './address.js';
import type { PartyOptions } from './partykit.js';
import { RoomRunner } from './room-runner.js';
import { claimsOf, notFound, WorkerdEdge } from './workerd-edge.js';
import { readRecord, saveRecord, WorkerdConnection, type WorkerdStorage } from './workerd-room.js';

export type { Admission, Role } from '../auth/claims.js';
export type { Authorize } from '../auth/request-authorizer.js';
export type { PartyOptions } from './partykit.js';

/** The parts of Cloudflare's `DurableObjectState` that we use; its types are not installed with this package. */
interface DurableObjectContext {
  readonly storage: WorkerdStorage;
  setWebSocketAutoResponse(pair: object): void;
  getWebSocketAutoResponseTimestamp(socket: WebSocket): Date | null;
}

declare const WebSocketRequestResponsePair: new (request: string, response: string) => object;

/** The only party: the binding `Main`, as PartyServer spells it in addresses. */
const PARTY_PATH = '/parties/main/';

const warn = warnOnce((text) => console.warn(text));
/** Of all rooms in this isolate. */
const credentials = new CredentialCache();

/** The platform has answered some of its pings by itself. */
class WorkerConnection extends WorkerdConnection<Connection> {
  readonly #context: DurableObjectContext;

  constructor(socket: Connection, context: DurableObjectContext) {
    super(socket);
    this.#context = context;
  }

  get answeredAt(): number | undefined {
    return this.#context.getWebSocketAutoResponseTimestamp(this.socket)?.getTime();
  }
}

/** One room: the class of the Durable Objects. */
export class Main extends Server {
  /** Memory may be lost after 10 s of silence; RoomServer keeps all important data elsewhere. */
  static override options = { hibernate: true };
  // Not the inherited `ctx`: a project that has Cloudflare's types would find ours incompatible with them.
  readonly #context: DurableObjectContext;
  readonly #runner: RoomRunner;

  constructor(context: unknown, env: unknown) {
    super(context as never, env as never);
    this.#context = context as DurableObjectContext;
    const { storage } = this.#context;
    // A quiet call costs almost nothing, because its pings do not wake the room.
    this.#context.setWebSocketAutoResponse(new WebSocketRequestResponsePair(PING, PONG));
    this.#runner = new RoomRunner({
      env: env as Env,
      warn,
      credentials,
      connections: () => Array.from(this.getConnections(), (socket) => this.#connection(socket)),
      save: (record) => saveRecord(storage, record),
      setAlarm: (at) => storage.setAlarm(at),
    });
  }

  #connection(socket: Connection): WorkerConnection {
    return new WorkerConnection(socket, this.#context);
  }

  override async onStart(): Promise<void> {
    this.#runner.start(await readRecord(this.#context.storage));
  }

  /** A leave beacon. The answer is always the same. */
  override async onRequest(request: Request): Promise<Response> {
    const token = await request.text().catch(() => '');
    this.#runner.leave(roomIn(request.url), token, claimsOf(request));
    // PartyServer stores the name of each room that it wakes.
    this.#runner.forgetUnknown();
    return new Response(null, { status: 204 });
  }

  override onConnect(socket: Connection, { request }: { request: Request }): void {
    this.#runner.connect(this.#connection(socket), claimsOf(request));
  }

  override onMessage(socket: Connection, data: string | ArrayBuffer | ArrayBufferView): void {
    this.#runner.message(this.#connection(socket), data);
  }

  override onClose(socket: Connection): void {
    this.#runner.close(this.#connection(socket));
  }

  override onError(socket: Connection): void {
    this.onClose(socket);
  }

  override onAlarm(): void {
    this.#runner.alarm();
    this.#runner.forgetUnknown();
  }
}

/** A Worker's default export: Cloudflare calls it for each request that no static file answers. */
export interface WorkerParty {
  /** `env`: the bindings and variables of the Worker, as a project declares them. */
  fetch(request: Request, env: object): Promise<Response>;
}

/** The Worker whose Durable Object class {@link Main} is bound as `Main`. */
export function party({ authorize }: PartyOptions = {}): WorkerParty {
  const edge = new WorkerdEdge(warn, authorize);

  return {
    async fetch(request, env) {
      // PartyServer answers 400 for a party that does not exist; PartyKit, 404.
      if (!new URL(request.url).pathname.startsWith(PARTY_PATH)) return notFound();
      const answer = await routePartykitRequest(request, env as never, {
        onBeforeConnect: (asked) => edge.connect(asked, env as Env),
        onBeforeRequest: (asked) => edge.request(asked, env as Env),
      });
      return answer ?? notFound();
    },
  };
}

export default party();
