/**
 * The script for script tags. Rooms are where the script came from, unless `server` says otherwise; bundled into
 * somebody's app its own address would mean nothing, so packages start at `index.ts`.
 */
import { define } from './define.js';
import { VideoRoom } from './element.js';

// Before the tag is registered: elements already on the page come to life in that moment.
VideoRoom.defaultServer = new URL(import.meta.url).origin;
define();

export * from './element.js';
