/** The states that stylesheets see as `video-room:state(joined)`: outputs only, never read back. */
import type { RoomState } from '../room/state.js';

/** Says whether the element is in a call, whether that call is without its server, and whether all in it are verified. */
export function showStates(internals: ElementInternals | undefined, room: RoomState | undefined): void {
  const joined = room?.phase === 'joined';
  const states = {
    joined,
    reconnecting: joined && room.signaling === 'reconnecting',
    verified:
      joined && [room.self, ...room.participants].every(({ verification }) => verification === 'verified'),
  };
  for (const [state, on] of Object.entries(states)) {
    try {
      internals!.states[on ? 'add' : 'delete'](state);
    } catch {
      // Browsers before 2024 have no such states, or none without leading dashes.
    }
  }
}
