/**
 * The entry of one lazy chunk: everything that a call needs and a lobby does not. It is one chunk so that all of it is here, or
 * none, when the server is replaced during a call.
 */
export { Chat } from './chat.js';
export { Door } from './door.js';
export { report } from './report.js';
export { SafetyCodes } from './safety-code.js';
export { hearSpeakers, statistics } from './speakers.js';
