/** The address at which the party of a room is dialed. */

import { canonicalRoom } from '../protocol/room-name.js';
import { VideoRoomError } from '../shared/errors.js';
import { randomId } from '../shared/random.js';
import type { RoomOptions } from './options.js';

/** Hosts that browsers treat as secure without TLS, so that a local party works. */
const LOCAL = /^(localhost|127(\.\d+){3}|\[::1\])(:\d+)?$/;

/** Part of an error message for the author of the page. */
const LETTERS = '1 to 64 of a-z 0-9 _ -, the first a letter or a digit';

/** The canonical name of a room; throws a `VideoRoomError` with `room-missing` or `room-invalid`. */
export function roomName(room: string | undefined): string {
  if (!room?.trim()) throw new VideoRoomError('room-missing');
  const name = canonicalRoom(room);
  if (!name) throw new VideoRoomError('room-invalid', { cause: new Error(LETTERS) });
  return name;
}

/**
 * The socket address of a room. `http:` and local hosts are dialed without TLS, everything else with it. The last part of the
 * path is new for every dial. Reason: Firefox 153 delays each dial to a path that failed before, by up to a minute, and after a
 * long outage our membership would expire meanwhile. `back`: we have a membership, which even an expired token can resume. Throws
 * a `VideoRoomError` with `server-missing` when the server cannot be parsed.
 */
export function socketUrl(
  { room, server, party = 'main' }: RoomOptions,
  token?: string,
  back?: unknown,
): string {
  const withScheme = /^\w+:\/\//.test(server)
    ? server
    : `${LOCAL.test(server) ? 'http' : 'https'}://${server}`;
  try {
    const url = new URL(withScheme);
    url.protocol = url.protocol === 'http:' || url.protocol === 'ws:' ? 'ws:' : 'wss:';
    url.pathname = `${url.pathname.replace(/\/$/, '')}/parties/${encodeURIComponent(party)}/${roomName(room)}/${randomId()}`;
    url.search = token ? `${new URLSearchParams({ token, ...(!!back && { back: '1' }) })}` : '';
    url.hash = '';
    return url.href;
  } catch (cause) {
    if (cause instanceof VideoRoomError) throw cause;
    throw new VideoRoomError('server-missing', { cause });
  }
}
