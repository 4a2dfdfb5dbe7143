/**
 * What runs on workerd before a room object is woken or made, on PartyKit and on Cloudflare alike: the guard's verdict becomes
 * the request that goes on to the room, or the answer. Owns no state but the guard.
 */
import { CLOSE_CODES, type PartyErrorCode } from '../../src/protocol/index.js';
import { type Authorize, Guard } from '../access.js';
import { CLAIMS_HEADER, type Claims, encodeClaims } from '../claims.js';
import type { Env, Warn } from '../settings.js';
import { isLeaveBeacon } from './address.js';
import { fatalFrame } from './room-runner.js';

declare const WebSocketPair: new () => { 0: WebSocket; 1: WebSocket & { accept(): void } };

export const notFound = () => new Response('Not found', { status: 404 });

/** Who the edge has found somebody to be, for the room to decode. */
export const claimsOf = (request: { headers: { get(name: string): string | null } }) =>
  request.headers.get(CLAIMS_HEADER);

export class WorkerdEdge {
  readonly #guard: Guard<Request>;

  constructor(warn: Warn, authorize?: Authorize<Request>) {
    this.#guard = new Guard(warn, authorize);
  }

  /** Decides about a WebSocket. */
  async connect(request: Request, env: Env): Promise<Request | Response> {
    // B8: what is thrown here would be sent to the client.
    try {
      const verdict = await this.#guard.check(request, env);
      if (verdict.kind === 'not-found') return notFound();
      if (verdict.kind === 'refuse') return refuse(verdict.code);
      return pass(request, verdict.url, verdict.claims);
    } catch (error) {
      console.error('video-room: the guard failed', error);
      return refuse('internal');
    }
  }

  /** Decides about plain HTTP. A room has no pages; it accepts only leave beacons, from clients that may open a socket. */
  async request(request: Request, env: Env): Promise<Request | Response> {
    try {
      const isBeacon = isLeaveBeacon(request.method, request.headers.get('content-length'));
      const verdict = isBeacon && (await this.#guard.check(request, env, 'farewell'));
      if (verdict && verdict.kind === 'pass') return pass(request, verdict.url, verdict.claims);
    } catch (error) {
      console.error('video-room: the guard failed', error);
    }
    return notFound();
  }
}

/** Passes a request on to the room, with the claims that the guard has verified. */
function pass(request: Request, url: string, claims: Claims): Request {
  const passed = new Request(url, request);
  // What the edge tells the room travels in these headers: a client's own must never arrive.
  for (const name of [...passed.headers.keys()]) {
    if (name.startsWith('x-vr-') || name.startsWith('x-partykit-')) passed.headers.delete(name);
  }
  passed.headers.set(CLAIMS_HEADER, encodeClaims(claims));
  return passed;
}

/** Accepts a socket to say why it is closed. No room object is made for it. */
function refuse(code: PartyErrorCode): Response {
  const { 0: client, 1: server } = new WebSocketPair();
  server.accept();
  server.send(fatalFrame(code));
  server.close(CLOSE_CODES[code], code);
  return new Response(null, { status: 101, webSocket: client } as ResponseInit);
}
