/** The errors people and developers meet: a code, a cause and where to read on. */
import type { RoomErrorCode } from '../protocol/errors.js';

/** Where the README explains each code; one heading per code. */
const HELP = 'https://github.com/video-room/video-room#';

/** Why something in a room could not be done. `cause`, where there is one, is the error behind it. */
export class VideoRoomError extends Error {
  override readonly name = 'VideoRoomError';

  constructor(
    /** For programs: what went wrong. People are shown the sentence of their language for it. */
    readonly code: RoomErrorCode,
    options?: ErrorOptions,
  ) {
    const { cause } = options ?? {};
    super(`${code}${cause instanceof Error ? ` (${cause.message})` : ''}, see ${HELP}${code}`, options);
  }
}
