/** What a room may be called. */

const ROOM_NAME = /^[a-z0-9][a-z0-9_-]{0,63}$/;

/**
 * The room's canonical name: trimmed and in lower case, so that `Standup` and `standup` are one room.
 * Returns `undefined` for anything that is not 1 to 64 of `a-z 0-9 _ -`, starting with a letter or digit.
 */
export function canonicalRoom(name: string): string | undefined {
  const canonical = name.trim().toLowerCase();
  return ROOM_NAME.test(canonical) ? canonical : undefined;
}
