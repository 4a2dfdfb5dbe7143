/** The errors of the public API: each has a code, a cause and a help link. */
import type { RoomErrorCode } from '../protocol/errors.js';

/** A file of the package that explains each code under a heading of its own; the site of each party shows it at `/docs/`. */
const HELP = 'video-room/demo/docs/errors.md#';

/** Why an action in a room failed. `cause`, if present, is the underlying error. */
export class VideoRoomError extends Error {
  override readonly name = 'VideoRoomError';

  constructor(
    /** For programs. People see the sentence for it in their language. */
    readonly code: RoomErrorCode,
    options?: ErrorOptions,
  ) {
    const { cause } = options ?? {};
    super(`${code}${cause instanceof Error ? ` (${cause.message})` : ''}, see ${HELP}${code}`, options);
  }
}
