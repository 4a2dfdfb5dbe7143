/** Entry of a lazy chunk for devices that could not be opened or were taken away: what the error means, and what the permission is now. */
export { deviceErrorCode, stateAfter } from './device-error.js';
export { granted, objection } from './permission.js';
