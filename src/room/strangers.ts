/** Strangers: participants with another secret than ours, or with a secret when we have none. We never make a link to them. */
import { ENCRYPTED_NAME_PREFIX } from '../protocol/encrypted-name.js';

/** Decrypted names and plain names never start like this. */
export const isStranger = ({ name }: { readonly name: string }): boolean =>
  name.startsWith(ENCRYPTED_NAME_PREFIX);

export const withoutStrangers = <T extends { readonly name: string }>(roster: readonly T[]): T[] =>
  roster.filter((member) => !isStranger(member));
