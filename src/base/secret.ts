/** The secret of a room, which whoever is invited knows and the server does not. */
import { toBase64url } from './base64url.js';
import { VideoRoomError } from './errors.js';

/** At least 128 bits, as 22 characters of base64url. */
const SHAPE = /^[\w-]{22,512}$/;

/** Whether that is a secret, by its shape: whether it was left to chance nobody can see. */
export const isSecret = (secret: unknown): secret is string =>
  typeof secret === 'string' && SHAPE.test(secret);

/** Throws a `VideoRoomError` with `verification-failed` for what is none. */
export function checkSecret(secret: unknown): void {
  if (!isSecret(secret)) throw new VideoRoomError('verification-failed', { cause: new Error('bad secret') });
}

/** A new secret: 128 random bits in base64url. Give it to those who are invited, and never to a server. */
export const createSecret = (): string => toBase64url(crypto.getRandomValues(new Uint8Array(16)));
