/** The secret of a private room. Invited people know it; the server does not. */
import { toBase64url } from '../protocol/base64url.js';
import { VideoRoomError } from '../shared/errors.js';

/** At least 128 bits, as 22 characters of base64url. */
const SHAPE = /^[\w-]{22,512}$/;

/** Whether the value has the form of a secret. Whether it is random cannot be checked. */
export const isSecret = (secret: unknown): secret is string =>
  typeof secret === 'string' && SHAPE.test(secret);

/** Throws a `VideoRoomError` with `verification-failed` if the value is not a secret. */
export function checkSecret(secret: unknown): void {
  if (!isSecret(secret)) throw new VideoRoomError('verification-failed', { cause: new Error('bad secret') });
}

/** A new secret: 128 random bits in base64url. Give it to the people you invite, and never to a server. */
export const createSecret = (): string => toBase64url(crypto.getRandomValues(new Uint8Array(16)));
