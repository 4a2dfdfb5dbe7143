/** How requests to a room look, on every platform. */

/** The room that an address names which the guard has checked. */
export const roomIn = (url: string) => new URL(url).pathname.split('/').at(-1) ?? '';

/** Browsers always say how long a body is; one without a length might never end. A resume token is shorter than this. */
const SHORT_BODY = /^\d{1,3}$/;

/** Whether a request may be a leave beacon, as far as its head tells. */
export const isLeaveBeacon = (method: string | undefined, contentLength: string | null | undefined) =>
  method === 'POST' && SHORT_BODY.test(contentLength ?? '');
