/** Strangers: participants with another secret than ours, or with a secret when we have none. We never make a link to them. */
import { SEALED } from '../protocol/sealed-name.js';

/** Decrypted names and plain names never start like this. */
export const isStranger = ({ name }: { readonly name: string }): boolean => name.startsWith(SEALED);

export const withoutStrangers = <T extends { readonly name: string }>(roster: readonly T[]): T[] =>
  roster.filter((member) => !isStranger(member));
