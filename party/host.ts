/**
 * What a room needs from the platform it runs on, and what it leaves there. Types, and what both have to spell alike.
 * Memory may be gone between any two events, so whatever matters is in a SocketState or in the RoomRecord.
 */
import type { IceConfig } from '../src/protocol/index.js';
import type { Claims } from './claims.js';
import type { Terms } from './terms.js';

/** What a socket is to the room, and as whom the guard let it in; kept with the socket, so it survives as long as that does. */
export interface SocketState extends Omit<Claims, 'sender'> {
  /** `new`: no hello yet · `waiting`: to be let in · `closed`: refused or left; the platform may list it for seconds yet. */
  phase: 'new' | 'waiting' | 'visitor' | 'member' | 'closed';
  /** The participant, from `hello` on. */
  id: string;
  /** The session of their page, from `hello` on. */
  sid: string;
  /** That of the page which theirs came in place of, when it was reloaded. */
  before?: string;
  /** When it was last heard of (while `new`: when it was opened), in milliseconds; kept within 5 s. */
  seen: number;
  /** Frames sent to it. */
  sent: number;
  /** Those of them that it is known to have read. */
  read: number;
  /** Sent among them, one after each MARK_FRAMES, and not come back yet: five at most. */
  marks?: readonly number[];
  /** Frames from it that made no sense. */
  bad: number;
  /** While `waiting`: asked to be let in, as `name`, which they keep. */
  knocked?: boolean;
  /** A moderator has let them in: a lock that comes after that does not concern them. */
  admitted?: boolean;
  /** `name` is from a token. */
  named?: boolean;
}

/** A ping that carries nothing, and its answer, as they are written. A platform may answer it for the room. */
export const [PING, PONG] = ['{"type":"ping"}', '{"type":"pong"}'] as const;

/** A socket as the room sees it. */
export interface Connection {
  /** Unique among the sockets of all times; chosen by the edge, never by the client, and never shown. */
  readonly key: string;
  /** What {@link setState} last took; `null` before. */
  readonly state: SocketState | null;
  /**
   * When the platform last answered a {@link PING} of this socket by itself, without waking the room, in milliseconds since 1970.
   * Absent where it never did, or does no such thing.
   */
  readonly answeredAt?: number | undefined;
  setState(state: SocketState): void;
  /** May throw when the socket is closed. */
  send(text: string): void;
  /** May throw when the socket is closed. */
  close(code: number, reason: string): void;
}

/** Someone's seat. It is held for a while when the socket is lost. */
export interface Seat extends Terms {
  id: string;
  sid: string;
  seq: number;
  name: string;
  /** Who it is, if the guard knows; never told to anybody. */
  sub?: string;
  /** The socket is lost: the seat ends then, in milliseconds since 1970. */
  until?: number;
  /** Expiry of the newest resume token used for this seat; older ones are void. */
  used?: number;
  /** By a moderator. */
  muted?: boolean;
}

/** Somebody who has given up their seat, as a page does that is being reloaded, or has lost it. */
export interface Departure {
  id: string;
  sid: string;
  /** Until when a closed door is open to them. Absent: they did not leave, their socket never came back. */
  until?: number;
  /** Without a `sub`; with one it stands in the record's own list. */
  muted?: boolean;
  sub?: string;
  /** What they may come back as. */
  terms?: Terms;
  /** What they lost; the others may hear them all the same, so their page gets it back. */
  seat?: Seat;
}

/** What the room keeps when every socket and all memory is gone. At most 16 seats, so 80 kB at most, with every list full. */
export interface RoomRecord {
  /** The room's name: after an alarm wakes it, the platform cannot tell (B14). */
  room: string;
  /** Key of the resume tokens: 32 random bytes, base64url. */
  key: string;
  /** Changes when a room starts without a record, and when nobody is there any more. */
  epoch: string;
  /** The last join number given; where nobody has a seat the next one is any. */
  seq: number;
  /** The highest one before that. */
  lastSeq?: number;
  seats: Seat[];
  /** Newcomers wait, or are turned away. */
  locked?: boolean;
  /** Those who have just left, were lost, or were muted when they went. */
  departed?: Departure[];
  /** The last ids that were removed. */
  kicked?: string[];
  /** The last ids whose call was ended for everyone. */
  ended?: string[];
  /** Resume tokens that expire by then bring nobody back who is in no list: perhaps they were removed. */
  voided?: number;
  /** Those who are kept out, by the `sub` of their tokens. */
  banned?: string[];
  /** Those who are muted for as long as this call lasts, likewise. */
  muted?: string[];
  /** Since when nobody has been here, in milliseconds since 1970. */
  emptyAt?: number;
}

/** The platform, as a room uses it. */
export interface Host {
  /** The canonical name of the room. */
  readonly room: string;
  /** What {@link save} last took, read before the room starts. */
  readonly record: RoomRecord | undefined;
  /** Seats, at most MAX_CAPACITY. */
  readonly capacity: number;
  /** Newcomers wait until somebody lets them in. */
  readonly waitingRoom: boolean;
  /** Every open socket, including ones that {@link RoomServer.connect} has not seen yet. */
  connections(): Iterable<Connection>;
  /** Keeps the record; `undefined` forgets it. */
  save(record: RoomRecord | undefined): void;
  /** Calls {@link RoomServer.alarm} at about that time, instead of any earlier request. */
  setAlarm(at: number): void;
  /** Milliseconds since 1970. */
  now(): number;
  randomBytes(length: number): Uint8Array;
  /**
   * ICE servers for whoever holds that socket; a member's credentials are good for longer than a visitor's. With `later` credentials are still being
   * fetched: {@link RoomServer.iceFetched} is called when they are here.
   */
  ice(connection: Connection, phase: SocketState['phase']): IceConfig;
  /**
   * Nobody is here any more, and nobody's seat is held: whatever was kept for the room is to be forgotten, so that the next one cannot
   * tell that somebody was here. May be called again and again.
   */
  emptied?(): void;
  /** Something failed that must not fail. */
  report(error: unknown): void;
}
