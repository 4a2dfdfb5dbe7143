/**
 * Entry for script tags. The default server is the origin of the script, if a party has served it. In an app bundle that origin
 * would be meaningless, so packages start at `index.ts`.
 */

import { originOfParty } from './default-server.js';
import { define } from './define.js';
import { VideoRoom } from './element.js';

// Set before the tag is registered: registration upgrades the elements that are already on the page.
VideoRoom.defaultServer = originOfParty(import.meta.url);
define();

export * from './element.js';
