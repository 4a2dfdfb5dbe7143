/** Every word of the interface, in English. Other languages have the same keys. Words are plain, second person, no exclamation marks. */
import type { RoomErrorCode } from '../protocol/errors.js';
import type { DeviceErrorCode } from '../room/state.js';

export const en = {
  join: 'Join',
};

/** The words of one language. */
export type Messages = typeof en;
export type { DeviceErrorCode, RoomErrorCode };
