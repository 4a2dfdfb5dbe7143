/** What the element tells style sheets and assistive technology about itself: outputs only, never read back. */
import type { RoomState } from '../room/state.js';

/** Makes the element a region with the name of its room, unless the page has given it another role or name. */
export function describeRegion(internals: ElementInternals | undefined, room: RoomState | undefined): void {
  // Without an effect in old browsers, which have no such properties.
  if (internals) Object.assign(internals, { role: room ? 'region' : null, ariaLabel: room?.roomId ?? null });
}

/** Shows, as `video-room:state(joined)`, whether the element is in a call, whether the call has lost its server, and whether all participants are verified. */
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
