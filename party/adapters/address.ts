/** The form of requests to a room, on every platform. */

/**
 * The HTTP scheme for the value of `X-Forwarded-Proto`. For a WebSocket some proxies send `ws` or `wss` there, for example Traefik.
 * `undefined`: it is another scheme.
 */
export function schemeNamed(proto: string): 'http' | 'https' | undefined {
  if (proto === 'http' || proto === 'ws') return 'http';
  return proto === 'https' || proto === 'wss' ? 'https' : undefined;
}

/** The room in an address that was accepted by the access check. */
export const roomIn = (url: string) => new URL(url).pathname.split('/').at(-1) ?? '';

/** Browsers always send the length of a body; one without a length might never end. A resume token is shorter than this. */
const SHORT_BODY = /^\d{1,3}$/;

/** Whether a request may be a leave beacon, judging by its headers. */
export const isLeaveBeacon = (method: string | undefined, contentLength: string | null | undefined) =>
  method === 'POST' && SHORT_BODY.test(contentLength ?? '');
