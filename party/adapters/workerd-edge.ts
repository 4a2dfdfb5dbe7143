/**
 * The code on workerd that runs before a room object is woken or created, on PartyKit and on Cloudflare: turns the access verdict
 * into the request for the room, or into the answer. Owns no state except the authorizer.
 */
import { CLOSE_CODES, type PartyErrorCode } from '../../src/protocol/party.js';
import { CLAIMS_HEADER, type Claims, encodeClaims } from '../auth/claims.js';
import { type Authorize, RequestAuthorizer } from '../auth/request-authorizer.js';
import type { Env, Warn } from '../settings.js';
import { isLeaveBeacon } from './address.js';
import { fatalFrame } from './room-runner.js';

declare const WebSocketPair: new () => { 0: WebSocket; 1: WebSocket & { accept(): void } };

export const notFound = () => new Response('Not found', { status: 404 });

/** More than any leave beacon, little enough to be read for nothing. */
const MOST_SKIPPED = 65_536;

/** The claims that the edge has accepted, for the room to decode. */
export const claimsOf = (request: { headers: { get(name: string): string | null } }) =>
  request.headers.get(CLAIMS_HEADER);

export class WorkerdEdge {
  readonly #authorizer: RequestAuthorizer<Request>;

  constructor(warn: Warn, authorize?: Authorize<Request>) {
    this.#authorizer = new RequestAuthorizer(warn, authorize);
  }

  /** Decides about a WebSocket. */
  async connect(request: Request, env: Env): Promise<Request | Response> {
    // B8: an exception here would be sent to the client.
    try {
      const verdict = await this.#authorizer.check(request, env);
      if (verdict.kind === 'not-found') return notFound();
      if (verdict.kind === 'refuse') return refuse(verdict.code);
      return pass(request, verdict.url, verdict.claims);
    } catch (error) {
      console.error('video-room: the authorizer failed', error);
      return refuse('internal');
    }
  }

  /** Decides about plain HTTP. A room has no pages; it accepts only leave beacons, from clients that may open a socket. */
  async request(request: Request, env: Env): Promise<Request | Response> {
    try {
      const isBeacon = isLeaveBeacon(request.method, request.headers.get('content-length'));
      const verdict = isBeacon && (await this.#authorizer.check(request, env, 'leave-beacon'));
      if (verdict && verdict.kind === 'pass') return pass(request, verdict.url, verdict.claims);
    } catch (error) {
      console.error('video-room: the authorizer failed', error);
    }
    await skipBody(request).catch(() => {});
    return notFound();
  }
}

/**
 * Reads what nobody needs of a request, up to `MOST_SKIPPED` bytes. Otherwise `wrangler dev` may never answer the next request:
 * the body stays in a connection that is used again (cloudflare/workerd#918).
 */
async function skipBody(request: Request): Promise<void> {
  const reader = request.body?.getReader();
  let left = MOST_SKIPPED;
  while (reader && left > 0) {
    const { done, value } = await reader.read();
    if (done) return;
    left -= value.byteLength;
  }
}

/** Passes a request on to the room, with the claims that the authorizer has verified. */
function pass(request: Request, url: string, claims: Claims): Request {
  const passed = new Request(url, request);
  // The edge passes its data to the room in these headers: a client's own must never arrive.
  for (const name of [...passed.headers.keys()]) {
    if (name.startsWith('x-vr-') || name.startsWith('x-partykit-')) passed.headers.delete(name);
  }
  passed.headers.set(CLAIMS_HEADER, encodeClaims(claims));
  return passed;
}

/** Accepts a socket to send the reason for closing it. No room object is created for it. */
function refuse(code: PartyErrorCode): Response {
  const { 0: client, 1: server } = new WebSocketPair();
  server.accept();
  server.send(fatalFrame(code));
  server.close(CLOSE_CODES[code], code);
  return new Response(null, { status: 101, webSocket: client } as ResponseInit);
}
