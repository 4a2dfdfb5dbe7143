/** Participants without our room key: they have another secret than ours, or one when we have none. We never make a link to them. */
import { ENCRYPTED_NAME_PREFIX } from '../protocol/encrypted-name.js';

/** Decrypted names and plain names never start like this. */
export const lacksRoomKey = ({ name }: { readonly name: string }): boolean =>
  name.startsWith(ENCRYPTED_NAME_PREFIX);

export const withRoomKey = <T extends { readonly name: string }>(roster: readonly T[]): T[] =>
  roster.filter((member) => !lacksRoomKey(member));
