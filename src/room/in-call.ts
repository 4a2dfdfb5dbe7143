/**
 * Entry of one lazy chunk: what every call needs and a lobby does not. With the controllers of features it is a single chunk, so that a
 * server that is replaced during a call cannot deliver half of it.
 */
export { CallSession } from './call-session.js';
export { statistics } from './diagnostics.js';
