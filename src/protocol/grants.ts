/** Permissions in a room, as words: used in access tokens, and in the party's messages to a client about itself. */

/**
 * `publish`: send microphone, camera and screen · `chat`: write to others · `admit`: let in waiting participants · `kick`,
 * `mute`: others · `lock`: the room · `end`: the call, for everyone. Add new words at the end.
 */
export const GRANTS = ['publish', 'chat', 'admit', 'kick', 'mute', 'lock', 'end'] as const;

export type Grant = (typeof GRANTS)[number];

/** The bit of a word. */
export const grantBit = (word: Grant): number => 1 << GRANTS.indexOf(word);

/** The grants of a member without a token, as bits: `publish` and `chat`. */
export const MEMBER_GRANTS = 3;

/** Whether these bits contain the grant; default: the grants of a member without a token. */
export const mayDo = (word: Grant, bits = MEMBER_GRANTS): boolean => !!(bits & grantBit(word));
