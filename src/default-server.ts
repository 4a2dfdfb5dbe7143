/** Decides whether a party served the script. */

/** Every party serves the script at these paths. On a CDN for packages a path contains package and version as well. */
const PATHS = ['/video-room.js', '/video-room.single.js'];

/**
 * The origin of the party that served this script, or `''`. A copy on a CDN or in an app has no party beside it, and the server that is
 * dialed receives the room's name and the token.
 */
export function originOfParty(script: string): string {
  const { origin, pathname, protocol } = new URL(script);
  const isServed = protocol === 'https:' || protocol === 'http:';
  return isServed && PATHS.includes(pathname) ? origin : '';
}
