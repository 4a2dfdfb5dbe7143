/**
 * Every number that client, party and peers must agree on, in one place. Sizes are in bytes of UTF-8 unless the name says
 * otherwise; times are in milliseconds.
 */

/** Version of the wire contract; a `hello` with another one is rejected. */
export const PROTOCOL_VERSION = 2;

/** Largest frame that either side sends or reads. A `join` with 15 deflated Chromium offers takes about 35 kB. */
export const MAX_FRAME_BYTES = 64 * 1024;
/** Largest payload (the field `payload`: base64url of a deflated signal). A Chromium offer with four slots takes about 2.3 kB. */
export const MAX_PAYLOAD_BYTES = 8 * 1024;
/** A payload that inflates beyond this is rejected while it inflates. A Chromium offer with four slots takes 10.6 kB. */
export const MAX_INFLATED_BYTES = 32 * 1024;
/** Limit of remote candidates for one generation of a link. */
export const MAX_CANDIDATES = 40;
/** Longest candidate line. */
export const MAX_CANDIDATE_BYTES = 1024;

/** Longest name, in code points; longer ones are cut, not rejected. */
export const MAX_NAME_POINTS = 64;
/** Largest name field on the wire: a name of 64 code points, encrypted and in base64url. */
export const MAX_NAME_BYTES = 512;

/** Longest chat message. */
export const MAX_CHAT_BYTES = 4 * 1024;
/** Largest value of `sendData`, as JSON. */
export const MAX_DATA_BYTES = 16 * 1024;
/** Longest emoji: families and regional flags consist of several characters. */
export const MAX_EMOJI_BYTES = 64;
/** Limit of messages passed on to a newcomer. */
export const MAX_HISTORY = 200;
/** Size of one part of the history, so that other messages on the control channel do not wait long. */
export const HISTORY_PART_BYTES = 40 * 1024;

/** Largest message of the bulk channel. Small, because messages of the control channel wait for the one that is being sent. */
export const MAX_BULK_BYTES = 16 * 1024;
/** How much of a peer's bulk data may be on its way, or unread. */
export const BULK_WINDOW = 1024 * 1024;

/** Capacity of a room, unless the operator configures another one. */
export const DEFAULT_CAPACITY = 8;
/** Largest capacity: beyond it a mesh is no longer reasonable. */
export const MAX_CAPACITY = 16;
/** Limit of members in a roster; larger than the capacity, so that a newer party may allow more. */
export const MAX_ROSTER = 64;
/** Limit of ICE servers in one frame; browsers warn about more than five. */
export const MAX_ICE_SERVERS = 16;
/** Limit of visitors in the lobby at one time. */
export const MAX_VISITORS = 20;
/** Limit of participants waiting to be let in. */
export const MAX_WAITING = 20;
/** Number of removed ids that the party remembers, for members who were out of reach meanwhile. */
export const MAX_KICKED = 32;

/** Interval of the client's pings. */
export const PING_INTERVAL = 25_000;
/** After this many frames to a socket, the party sends an ack token. It grants credit for them when the client echoes the token. */
export const ACK_TOKEN_FRAMES = 100;
/** A socket without any frame for this long counts as lost. */
export const SOCKET_SILENCE = 75_000;
/** The party vouches for a member whom it has heard within this time. */
export const ALIVE_FOR = 5_000;
/** A member who does not answer a probe for this long counts as lost. */
export const PROBE_SILENCE = 10_000;
/** How long the membership of a lost socket is held. */
export const MEMBERSHIP_HOLD = 60_000;
/** How long a socket may be open without a `hello`. */
export const HELLO_TIMEOUT = 10_000;
/**
 * Unacknowledged frames of a socket. It gets no signals when only 100 are left up to this number. If it confirms nothing for 10 s then,
 * or has twice as many, it is closed.
 */
export const MAX_UNREAD_FRAMES = 500;
