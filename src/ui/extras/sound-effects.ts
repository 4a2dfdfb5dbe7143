/** Whether a call has sound effects: what the user has set, or else its size decides. */
import type { RoomState } from '../../room/state.js';

/** With this many people in the call, ourselves included, there are none unless the user has switched them on. */
const LARGE = 8;

export const hasSoundEffects = ({
  participants,
  settings,
}: Pick<RoomState, 'participants' | 'settings'>): boolean =>
  settings.sounds ?? participants.length + 1 < LARGE;
