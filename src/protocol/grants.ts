/** What somebody may do in a room, as words: in access tokens, and in what the party tells a client about itself. */

/**
 * `publish`: send microphone, camera and screen · `chat`: write to others · `admit`: let in those who wait ·
 * `kick`, `mute`: others · `lock`: the room · `end`: the call, for everyone. New words are added at the end.
 */
export const GRANTS = ['publish', 'chat', 'admit', 'kick', 'mute', 'lock', 'end'] as const;

export type Grant = (typeof GRANTS)[number];
