/**
 * Entry for script tags. The default server is the origin of the script. In an app bundle that origin would be meaningless, so
 * packages start at `index.ts`.
 */
import { define } from './define.js';
import { VideoRoom } from './element.js';

// Set before the tag is registered: registration upgrades the elements that are already on the page.
VideoRoom.defaultServer = new URL(import.meta.url).origin;
define();

export * from './element.js';
