/** The errors people and developers meet: a code, a sentence, a cause and where to read on. */
import type { RoomErrorCode } from '../protocol/errors.js';

/** Where the README explains each code; one heading per code. */
const HELP = 'https://github.com/video-room/video-room#';

/** Why something in a room could not be done. */
export class VideoRoomError extends Error {
  override readonly name = 'VideoRoomError';

  constructor(
    /** For programs: what went wrong. */
    readonly code: RoomErrorCode,
    /** For developers; people are shown the sentence of their language for `code`. */
    message: string,
    /** `cause`: the error behind this one, if any. */
    options?: { cause?: unknown },
  ) {
    super(`${message} (${code}, ${HELP}${code})`, options);
  }
}
