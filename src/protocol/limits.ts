/**
 * Every number that the client, the party and the peers must agree on, in one place.
 * Sizes are in bytes of UTF-8 unless the name says otherwise; times are in milliseconds.
 */

/** Version of the wire contract; a `hello` with another one is refused. */
export const PROTOCOL_VERSION = 1;

/** Largest frame either side sends or reads. A `join` with 15 deflated Chromium offers takes about 35 kB. */
export const MAX_FRAME_BYTES = 64 * 1024;
/** Largest `box` (base64url of a deflated signal). A four-slot Chromium offer takes about 2.3 kB. */
export const MAX_BOX_BYTES = 8 * 1024;
/** A box that inflates beyond this is refused while it inflates. A four-slot Chromium offer takes 10.6 kB. */
export const MAX_INFLATED_BYTES = 32 * 1024;
/** Most candidates taken from the other side for one generation of a link. */
export const MAX_CANDIDATES = 40;
/** Longest candidate line. */
export const MAX_CANDIDATE_BYTES = 1024;

/** Longest name, in code points; longer ones are cut, not refused. */
export const MAX_NAME_POINTS = 64;
/** Largest name field on the wire: a name of 64 code points, sealed and in base64url. */
export const MAX_NAME_BYTES = 512;

/** Longest message of the chat. */
export const MAX_CHAT_BYTES = 4 * 1024;
/** Largest value of `sendData`, as JSON. */
export const MAX_DATA_BYTES = 16 * 1024;
/** Longest emoji: families and flags of regions are several joined. */
export const MAX_EMOJI_BYTES = 64;
/** Most messages passed on to somebody who comes later. */
export const MAX_HISTORY = 200;
/** They are passed on in parts of about this size, so that nothing on a control channel has to wait long behind one. */
export const HISTORY_PART_BYTES = 40 * 1024;

/** Seats of a room unless the operator says otherwise. */
export const DEFAULT_CAPACITY = 8;
/** Most seats an operator may set: beyond it a mesh is no longer reasonable. */
export const MAX_CAPACITY = 16;
/** Most members a roster lists; more than a room can seat, so that a newer party may seat more. */
export const MAX_ROSTER = 64;
/** Most ICE servers in one frame; browsers warn of more than five. */
export const MAX_ICE_SERVERS = 16;
/** Most people who look in from the lobby at one time. */
export const MAX_VISITORS = 20;
/** Most people who wait to be let in at one time. */
export const MAX_WAITING = 20;
/** The last ids that were removed from a room, as told to members who were out of reach meanwhile. */
export const MAX_KICKED = 32;

/** The client pings this often. */
export const PING_INTERVAL = 25_000;
/** Frames sent to a socket after which the party sends a mark, and gives credit for them when it comes back. */
export const MARK_FRAMES = 100;
/** No frame from a socket for this long and the party treats it as lost. */
export const SOCKET_SILENCE = 75_000;
/** The party vouches for a member whom it has heard within this time. */
export const ALIVE_FOR = 5_000;
/** A member who is asked for a sign of life and gives none for this long is treated as lost. */
export const PROBE_SILENCE = 10_000;
/** How long the seat of a member whose socket is lost is held. */
export const SEAT_HOLD = 60_000;
/** How long a socket may be open without a `hello`. */
export const HELLO_TIMEOUT = 10_000;
/** Frames sent to a socket and not known to be read, beyond which it is too slow to keep. */
export const MAX_UNREAD_FRAMES = 500;
