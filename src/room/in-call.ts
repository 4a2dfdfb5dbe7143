/**
 * Entry of one lazy chunk: everything that a call needs and a lobby does not. It is a single chunk, so that a server that is
 * replaced during a call cannot deliver half of it.
 */
export { Door } from './door.js';
export { report } from './report.js';
export { SafetyCodes } from './safety-code.js';
export { hearSpeakers, statistics } from './speakers.js';
