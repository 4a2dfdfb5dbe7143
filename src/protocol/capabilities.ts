/**
 * Capabilities: short names of what a client, a page or the party can do beyond this version of the protocol. Each side sends its
 * own list, and uses a feature only with a side that has it. A frame or message of an unknown type is ignored and counted, so a
 * newer side can also try.
 */
import type { Schema } from './schema.js';
import { Malformed } from './schema.js';

/** Longest name of a capability. */
export const MAX_CAPABILITY_LENGTH = 24;
/** Limit of capabilities in one list; later ones are dropped. */
export const MAX_CAPABILITIES = 16;

/** `bulk`: a second data channel for large data · `view`: reads how large the others show its video. */
export const CAPABILITIES = ['bulk', 'view'] as const;
export type Capability = (typeof CAPABILITIES)[number];

/** What the party can do. `member-capabilities`: its roster has those of every member. */
export const PARTY_CAPABILITIES = ['member-capabilities'] as const;

const NAME = /^[a-z][a-z0-9-]*$/;

const isName = (name: unknown): name is string =>
  typeof name === 'string' && name.length <= MAX_CAPABILITY_LENGTH && NAME.test(name);

/** A list of capabilities. Names that are too long or have another form are dropped: they cost a newer client nothing else. */
export const capabilities: Schema<string[]> = (value) => {
  if (!Array.isArray(value)) throw new Malformed();
  const names = new Set<string>();
  for (const name of value) {
    if (names.size === MAX_CAPABILITIES) break;
    if (isName(name)) names.add(name);
  }
  return [...names];
};
