/** The wire form of an encrypted name, which the party cannot read: a character that no plain name contains, then base64url. */

/** `cleanName` removes it from every plain name, so that a plain name cannot look encrypted. */
export const ENCRYPTED_NAME_PREFIX = '\u0001';

const SHAPE = /^[\w-]{38,}$/;

/** Whether the name has the form of an encrypted one: at least the 28 bytes that encryption adds. The party passes it on unchanged. */
export const isEncryptedName = (name: string): boolean =>
  name.startsWith(ENCRYPTED_NAME_PREFIX) && SHAPE.test(name.slice(1));
