/** How a name travels that the party shall not read: a character that no name contains, then the sealed name in base64url. */

/** `cleanName` takes it out of every other name, so nobody can pretend. */
export const SEALED = '\u0001';

const SHAPE = /^[\w-]{38,}$/;

/** Whether that is a sealed name, by its shape: at least the 28 bytes that a seal adds. The party passes it on as it is. */
export const isSealedName = (name: string): boolean => name.startsWith(SEALED) && SHAPE.test(name.slice(1));
