/**
 * The interface between a room and its platform: types, and constants that both must share. Memory may be lost between any two
 * events, so all important data is in a SocketState or in the RoomRecord.
 */
import type { IceConfig } from '../../src/protocol/party.js';
import type { Claims } from '../auth/claims.js';
import type { Terms } from './terms.js';

/**
 * The state of a socket, including the identity that the edge has accepted. It is stored with the socket, so it survives as long
 * as the socket does.
 */
export interface SocketState extends Claims {
  /** `new`: no hello yet · `waiting`: to be let in · `closed`: rejected or left; the platform may still list it for seconds. */
  phase: 'new' | 'waiting' | 'visitor' | 'member' | 'closed';
  /** The participant, known after `hello`. */
  id: string;
  /** The session of their page, known after `hello`. */
  sid: string;
  /** The number of this socket among those of its page; absent if the page does not count them. */
  dial?: number;
  /** After a reload: the session of the page before. */
  before?: string;
  /** When it was last heard (while `new`: when it was opened), in milliseconds; accurate to 5 s. */
  seen: number;
  /** Number of frames sent to it; a few less than that as stored. */
  sent: number;
  /** Number of those that it has read for certain. */
  read: number;
  /** Ack tokens sent, one after every ACK_TOKEN_FRAMES, that were not echoed yet: at most ten. */
  acks?: readonly number[];
  /** Since when no ack token was echoed although there is one, in milliseconds since 1970; absent: there is none. */
  unreadSince?: number;
  /** Number of invalid frames from it. */
  bad: number;
  /** While `waiting`: the client asked to be let in, as `name`. */
  knocked?: boolean;
  /** A moderator has let them in: a later lock does not concern them. */
  admitted?: boolean;
  /** `name` is from a token. */
  named?: boolean;
}

/** A ping without content and its answer, as written on the wire. A platform may answer it for the room. */
export const [PING, PONG] = ['{"type":"ping"}', '{"type":"pong"}'] as const;

/** A socket as the room sees it. */
export interface ClientConnection {
  /** Unique among all sockets ever; chosen by the edge, never by the client, and never shown. */
  readonly key: string;
  /** The value that {@link setState} got last; `null` before. */
  readonly state: SocketState | null;
  /**
   * When the platform last answered a {@link PING} of this socket by itself, without waking the room, in milliseconds since 1970.
   * Absent if it never did, or cannot.
   */
  readonly answeredAt?: number | undefined;
  /** So much waits for it in this process that signals should be dropped, before the platform closes it. */
  readonly isCongested?: boolean;
  setState(state: SocketState): void;
  /** May throw when the socket is closed. */
  send(text: string): void;
  /** May throw when the socket is closed. */
  close(code: number, reason: string): void;
}

/** A membership. It is held for a while when the socket is lost. */
export interface Membership extends Terms {
  id: string;
  sid: string;
  seq: number;
  name: string;
  /** The person, if known; never sent to anyone. */
  sub?: string;
  /** The socket is lost: the membership ends then, in milliseconds since 1970. */
  until?: number;
  /** Expiry of the newest resume token used for this membership; older ones are void. */
  used?: number;
  /** By a moderator. */
  muted?: boolean;
  /** What their page can do: at most 16 short names. */
  can?: string[];
}

/** A participant who gave up the membership (a reloading page does this) or lost it. */
export interface Departure {
  id: string;
  sid: string;
  /** Until when they may return to a locked room. Absent: they did not leave, their socket never came back. */
  until?: number;
  /** For participants without a `sub`; otherwise the record's own list is used. */
  muted?: boolean;
  sub?: string;
  /** The terms under which they may come back. */
  terms?: Terms;
  /** The lost membership. Others may still hear them, so their page can get it back. */
  membership?: Membership;
  /** Their call is over, and somebody else has begun another one: they have to wait like a newcomer where newcomers wait. */
  isOver?: boolean;
}

/** The data of a room that survives the loss of every socket and all memory. At most 16 members, so at most 80 kB with every list full. */
export interface RoomRecord {
  /** The room's name: after an alarm wakes it, the platform cannot tell (B14). */
  room: string;
  /** Key of the resume tokens: 32 random bytes, base64url. */
  key: string;
  /** Changes when a room starts without a record, and when the room becomes empty. */
  epoch: string;
  /** The latest join number; in an empty room the next one is arbitrary. */
  seq: number;
  /** The highest one before that. */
  lastSeq?: number;
  memberships: Membership[];
  /** Newcomers wait, or are turned away. */
  locked?: boolean;
  /** Participants who have just left, were lost, or were muted when they left. */
  departed?: Departure[];
  /** The last ids that were removed. */
  kicked?: string[];
  /** The last ids whose call was ended for everyone. */
  ended?: string[];
  /** Resume tokens that expire before this are void unless their id is in a list: their owner may have been removed. */
  voided?: number;
  /** Banned participants, by the `sub` of their tokens. */
  banned?: string[];
  /** Participants muted for this whole call, by `sub`. */
  muted?: string[];
  /** Since when the room is empty, in milliseconds since 1970. */
  emptyAt?: number;
  /** Since when it has no members, not even held ones, in milliseconds since 1970. */
  memberlessAt?: number;
}

/** The platform as the room uses it. */
export interface Host {
  /** The canonical name of the room. */
  readonly room: string;
  /** The value that {@link save} got last, read before the room starts. */
  readonly record: RoomRecord | undefined;
  /** Limit of members, at most MAX_CAPACITY. */
  readonly capacity: number;
  /** Newcomers wait until a member lets them in. */
  readonly waitingRoom: boolean;
  /** Every open socket, including those not yet passed to {@link RoomServer.connect}. */
  connections(): Iterable<ClientConnection>;
  /** Stores the record. `undefined` deletes everything that is stored for the room; a platform may delete the alarm, too. */
  save(record: RoomRecord | undefined): void;
  /** Calls {@link RoomServer.alarm} at about that time; replaces any earlier request. */
  setAlarm(at: number): void;
  /** Milliseconds since 1970. */
  now(): number;
  randomBytes(length: number): Uint8Array;
  /**
   * ICE servers for this socket; credentials of a member are valid for longer than those of a visitor. `later`: credentials are
   * still being fetched, and {@link RoomServer.iceFetched} is called when they arrive.
   */
  ice(connection: ClientConnection, phase: SocketState['phase']): IceConfig;
  /** The room is empty and no membership is held: nobody waits for anything any more. May be called repeatedly. */
  emptied?(): void;
  /** Reports an error that should never happen. */
  report(error: unknown): void;
}
