/** Whether the script was served by a party. Owns the rule; dials nothing. */

/** Where every party serves it. Package CDNs name the package and its version before the file. */
const PATHS = ['/video-room.js', '/video-room.single.js'];

/**
 * The origin of the party that served this script, or nothing: a copy on a CDN or among an app's own files has no party beside it, and
 * what is dialled gets the room's name and the token.
 */
export function originOfParty(script: string): string {
  const { origin, pathname, protocol } = new URL(script);
  const isServed = protocol === 'https:' || protocol === 'http:';
  return isServed && PATHS.includes(pathname) ? origin : '';
}
