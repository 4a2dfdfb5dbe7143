/** Whoever has another secret than we have, or has one where we have none: they are no one we may have a link with. */
import { SEALED } from '../protocol/sealed-name.js';

/** Names that opened, and plain ones, never begin like that. */
export const isStranger = ({ name }: { readonly name: string }): boolean => name.startsWith(SEALED);

export const withoutStrangers = <T extends { readonly name: string }>(roster: readonly T[]): T[] =>
  roster.filter((member) => !isStranger(member));
