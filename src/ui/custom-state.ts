/** The states that stylesheets see as `video-room:state(joined)`: outputs only, never read back. */

/** Says whether the element is in a call, and whether that call is without its server. */
export function showStates(
  internals: ElementInternals | undefined,
  joined: boolean,
  reconnecting: boolean,
): void {
  for (const [state, on] of Object.entries({ joined, reconnecting: joined && reconnecting })) {
    try {
      internals!.states[on ? 'add' : 'delete'](state);
    } catch {
      // Browsers before 2024 have no such states, or none without leading dashes.
    }
  }
}
