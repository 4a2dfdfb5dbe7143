/** What somebody may do in a room, as words: in access tokens, and in what the party tells a client about itself. */

/**
 * `publish`: send microphone, camera and screen · `chat`: write to others · `admit`: let in those who wait ·
 * `kick`, `mute`: others · `lock`: the room · `end`: the call, for everyone. New words are added at the end.
 */
export const GRANTS = ['publish', 'chat', 'admit', 'kick', 'mute', 'lock', 'end'] as const;

export type Grant = (typeof GRANTS)[number];

/** The bit of a word. */
export const grantBit = (word: Grant): number => 1 << GRANTS.indexOf(word);

/** What members may who were let in without a token: `publish` and `chat`, as bits. */
export const MEMBER_GRANTS = 3;

/** Whether somebody with these bits may do that; without bits: what members may. */
export const mayDo = (word: Grant, bits = MEMBER_GRANTS): boolean => !!(bits & grantBit(word));
