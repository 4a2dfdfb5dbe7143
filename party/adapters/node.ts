/**
 * The party on your own server: rooms, script and demo pages from one Node process, with `ws`. `serve({ authorize })` is the same
 * for a host's own program. Owns the HTTP server; NodeRooms owns the rooms.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo, isIP } from 'node:net';
import { dirname, join } from 'node:path';
import type { Duplex } from 'node:stream';
import { type ServerOptions, WebSocketServer } from 'ws';
import { CLOSE_CODES } from '../../src/protocol/party.js';
import { type Authorize, type Caller, RequestAuthorizer } from '../auth/request-authorizer.js';
import { type Env, isLocal, setting, warnOnce } from '../settings.js';
import { isLeaveBeacon, roomIn, schemeNamed } from './address.js';
import { NodeRooms } from './node-rooms.js';
import { FileRecordStore, MemoryRecordStore } from './record-store.js';
import { fatalFrame, MAX_RECEIVED_BYTES } from './room-runner.js';
import { StaticFiles } from './static-files.js';

export type { Admission, Role } from '../auth/claims.js';
export type { Authorize } from '../auth/request-authorizer.js';

export interface ServeOptions {
  /** Default: 1999; 0 uses a free one. */
  port?: number | undefined;
  /** Address to listen at; default: all addresses of the machine. */
  host?: string | undefined;
  /** Folder for the rooms' records; default: memory, and participants join anew after a restart. */
  data?: string | undefined;
  /** Folder of pages to serve beside the script; default: the demo. `false`: neither pages nor script. */
  site?: string | false | undefined;
  /** Files with a certificate chain and its key, in PEM; default: plain HTTP, for use behind a proxy with TLS. */
  tls?: { cert: string; key: string } | undefined;
  /** A proxy in front sets `X-Forwarded-For`, `X-Forwarded-Host` and `X-Forwarded-Proto`; default: such headers are ignored. */
  trustProxy?: boolean | undefined;
  /** The `VR_*` variables, also passed to `authorize`; default: the environment of the process. */
  env?: Env | undefined;
  /** Decides about access, instead of VR_ACCESS and tokens; VR_ORIGINS still applies. */
  authorize?: Authorize<Request> | undefined;
}

export interface RunningParty {
  /** The address it listens at, such as `http://localhost:1999`. */
  readonly origin: string;
  readonly port: number;
  /** Tells everyone to come back later (close code 1012), and ends; resolves when every socket is closed. */
  close(): Promise<void>;
}

/** The path for health checks of a load balancer. */
const HEALTH = '/health';
const ROOMS = '/parties/main/';
/** How long sockets have to close when the server ends, or when one was refused (ms). */
const CLOSE_TIMEOUT = 5_000;
/** Timeout of a request's head, and of its body (ms). */
const REQUEST_TIMEOUT = 10_000;
/** Node looks for requests that took longer this often (ms); its default is 30 s. */
const TIMEOUT_CHECKED_EVERY = 2_000;

/** `closeTimeout`, of ws 8.19, is not in its types yet. */
const SOCKETS: ServerOptions & { closeTimeout: number } = {
  noServer: true,
  clientTracking: false,
  perMessageDeflate: false,
  maxPayload: MAX_RECEIVED_BYTES,
  closeTimeout: CLOSE_TIMEOUT,
};

const isLoopback = (address: string | undefined) =>
  address === '::1' || !!address?.replace(/^::ffff:/, '').startsWith('127.');

/** Starts it; rejects when the port is in use or a file cannot be read. */
export async function serve(options: ServeOptions = {}): Promise<RunningParty> {
  const { port = 1999, host, data, site, tls, env = process.env } = options;
  const warn = warnOnce((text) => console.warn(text));
  const store = data === undefined ? new MemoryRecordStore() : new FileRecordStore(data, warn);
  const rooms = new NodeRooms(env, store, warn);
  const party = new NodeParty(rooms, filesOf(site), new RequestAuthorizer(warn, options.authorize), {
    env,
    trustProxy: !!options.trustProxy,
    isSecure: !!tls,
  });
  const limits = {
    headersTimeout: REQUEST_TIMEOUT,
    requestTimeout: REQUEST_TIMEOUT,
    connectionsCheckingInterval: TIMEOUT_CHECKED_EVERY,
  };
  const server = tls
    ? createSecureServer({ ...limits, cert: readFileSync(tls.cert), key: readFileSync(tls.key) })
    : createServer(limits);
  server.on('request', (request, response) => void party.answer(request, response));
  server.on('upgrade', (request, stream, head) => void party.upgrade(request, stream, head));
  await new Promise<void>((done, fail) => {
    server.once('error', fail);
    server.listen({ port, host }, () => done());
  });
  // Only now: when the port is taken, another party may still be running with these files.
  try {
    rooms.restore();
  } catch (error) {
    server.close();
    throw error;
  }
  const address = server.address() as AddressInfo;
  const name = host && !/^(0\.0\.0\.0|::)$/.test(host) ? host : 'localhost';
  return {
    port: address.port,
    origin: `${tls ? 'https' : 'http'}://${name.includes(':') ? `[${name}]` : name}:${address.port}`,
    async close() {
      party.isEnding = true;
      const closed = new Promise((done) => server.close(done));
      await rooms.end(CLOSE_TIMEOUT);
      server.closeAllConnections();
      await closed;
    },
  };
}

interface PartySettings {
  env: Env;
  trustProxy: boolean;
  isSecure: boolean;
}

/** A request in the form of the access check. */
interface AskedOfNode {
  request: Request;
  url: URL;
  caller: Caller & { isLocal: boolean };
}

/** The proxy appends the address that it sees; a client can invent the ones before it. */
function proxiedAddress(headers: Headers): string | undefined {
  const address = headers.get('x-forwarded-for')?.split(',').at(-1)?.trim();
  return address && isIP(address) ? address : undefined;
}

class NodeParty {
  isEnding = false;
  readonly #rooms: NodeRooms;
  readonly #files: StaticFiles;
  readonly #authorizer: RequestAuthorizer<Request>;
  readonly #settings: PartySettings;
  readonly #sockets = new WebSocketServer(SOCKETS);

  constructor(
    rooms: NodeRooms,
    files: StaticFiles,
    authorizer: RequestAuthorizer<Request>,
    settings: PartySettings,
  ) {
    this.#rooms = rooms;
    this.#files = files;
    this.#authorizer = authorizer;
    this.#settings = settings;
  }

  /** Answers a plain request. Never rejects. */
  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [path = ''] = (request.url ?? '').split('?');
    try {
      if (path === HEALTH) {
        this.#tellHealth(response);
      } else if (path.startsWith(ROOMS)) {
        const isLeft = await this.#leave(request);
        response.writeHead(isLeft ? 204 : 404).end(isLeft ? undefined : 'Not found');
      } else if (!this.#files.serve(path, request, response)) {
        response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found');
      }
    } catch (error) {
      console.error('video-room: a request failed', error);
      if (!response.headersSent) response.writeHead(404);
      response.end();
    }
  }

  /** Public, so it contains nothing about rooms or settings. */
  #tellHealth(response: ServerResponse): void {
    response.writeHead(this.isEnding ? 503 : 200, {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
    });
    response.end(JSON.stringify({ status: this.isEnding ? 'ending' : 'ok' }));
  }

  /** Takes a WebSocket. Never rejects. */
  async upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): Promise<void> {
    try {
      await this.#upgrade(request, stream, head);
    } catch (error) {
      console.error('video-room: an upgrade failed', error);
      stream.destroy();
    }
  }

  async #upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): Promise<void> {
    const drop = () => stream.destroy();
    // During the access check, nobody else listens.
    stream.on('error', drop);
    const asked = this.isEnding ? undefined : this.#read(request);
    if (!asked?.url.pathname.startsWith(ROOMS)) return refuseUpgrade(stream);
    const verdict = await this.#authorizer
      .check(asked.request, this.#settings.env, 'socket', asked.caller)
      .catch((error: unknown) => {
        console.error('video-room: the authorizer failed', error);
        return { kind: 'refuse', code: 'internal' } as const;
      });
    if (verdict.kind === 'not-found') return refuseUpgrade(stream);
    if (this.isEnding || stream.destroyed) return void stream.destroy();
    this.#sockets.handleUpgrade(request, stream, head, (socket) => {
      stream.off('error', drop);
      if (verdict.kind === 'pass') {
        return this.#rooms.connect(socket, roomIn(verdict.url), verdict.claims, asked.caller.isLocal);
      }
      // Accepted in order to send the reason: a browser cannot read the status of a rejected handshake.
      socket.on('error', drop);
      socket.send(fatalFrame(verdict.code));
      socket.close(CLOSE_CODES[verdict.code], verdict.code);
    });
  }

  /** Handles a leave beacon; `false` if the request is none, or if access is denied. */
  async #leave(request: IncomingMessage): Promise<boolean> {
    const asked = this.#read(request);
    if (!asked || !isLeaveBeacon(request.method, request.headers['content-length'])) return false;
    const { env } = this.#settings;
    const verdict = await this.#authorizer.check(asked.request, env, 'leave-beacon', asked.caller);
    if (verdict.kind !== 'pass') return false;
    let token = '';
    for await (const chunk of request.setEncoding('utf8')) token += chunk;
    this.#rooms.leave(roomIn(verdict.url), token, verdict.claims);
    return true;
  }

  /** The request in the form of the access check; `undefined` if its address is invalid. */
  #read(message: IncomingMessage): AskedOfNode | undefined {
    const { trustProxy, isSecure } = this.#settings;
    const headers = new Headers();
    for (const [name, value] of Object.entries(message.headers)) {
      if (value !== undefined) headers.set(name, String(value));
    }
    const forwarded = (name: string) => (trustProxy ? headers.get(name)?.split(',')[0]?.trim() : undefined);
    const scheme = schemeNamed(forwarded('x-forwarded-proto') ?? (isSecure ? 'https' : 'http'));
    const authority = forwarded('x-forwarded-host') ?? headers.get('host');
    const { method, url: path } = message;
    const href = `${scheme}://${authority}${path}`;
    if (!scheme || !path?.startsWith('/')) return undefined;
    if ((method !== 'GET' && method !== 'POST') || !URL.canParse(href)) return undefined;
    const url = new URL(href);
    // `Host: user@name`: an address with credentials is none for a `Request`, which throws.
    if (url.username || url.password) return undefined;
    const request = new Request(url, { method, headers });
    const address = trustProxy ? proxiedAddress(headers) : message.socket.remoteAddress;
    return {
      request,
      url,
      caller: { isLocal: !trustProxy && this.#isOnThisMachine(message, request), address },
    };
  }

  /**
   * The sender chooses the `Host` header, and for a proxy on this machine every client looks local. A page always names its origin
   * (`null` in a sandboxed frame), other programs need not: where there are keys, a program is local only if it names a local one.
   */
  #isOnThisMachine(message: IncomingMessage, request: Request): boolean {
    const origin = request.headers.get('origin');
    const isOriginLocal = origin
      ? URL.canParse(origin) && isLocal({ url: origin })
      : !setting(this.#settings.env, 'VR_KEYS');
    return isLoopback(message.socket.remoteAddress) && isLocal(request) && isOriginLocal;
  }
}

/** The folder of this package, built or checked out. */
function packageFolder(): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
}

/** The script, and the pages of `site`; default: the demo. */
function filesOf(site: string | false | undefined): StaticFiles {
  const files = new StaticFiles();
  const dist = join(packageFolder(), 'dist');
  if (site === false) return files;
  files.add(site ?? join(dist, 'site'));
  files.add(dist, (path) => /^\/(video-room\.|chunks\/|[A-Z-]+\.txt$)/.test(path));
  return files;
}

/** Node no longer closes a connection after its request for an upgrade: the other end could keep it open. */
function refuseUpgrade(stream: Duplex): void {
  stream.once('finish', () => stream.destroy());
  stream.end(
    'HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Type: text/plain\r\nContent-Length: 9\r\n\r\nNot found',
  );
}
