/** The states that style sheets see as `video-room:state(joined)`: outputs only, never read back. */
import type { RoomState } from '../room/state.js';

/** Shows whether the element is in a call, whether the call has lost its server, and whether all participants are verified. */
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
      // Browsers before 2024 have no custom states, or only with leading dashes.
    }
  }
}
