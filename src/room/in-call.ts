/**
 * Entry of one lazy chunk: what every call needs and a lobby does not. With the controllers of features it is a single chunk, so that a
 * server that is replaced during a call cannot deliver half of it.
 */
export { hearSpeakers, statistics } from './speakers.js';
