/** The rules for room names. */

const ROOM_NAME = /^[a-z0-9][a-z0-9_-]{0,63}$/;

/**
 * The canonical name of a room: trimmed and in lower case, so that `Standup` and `standup` are one room. Returns `undefined` for
 * anything other than 1 to 64 characters of `a-z 0-9 _ -` that start with a letter or digit.
 */
export function canonicalRoom(name: string): string | undefined {
  const canonical = name.trim().toLowerCase();
  return ROOM_NAME.test(canonical) ? canonical : undefined;
}
