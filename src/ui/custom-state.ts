/** The states that stylesheets see as `video-room:state(joined)`: outputs only, never read back. */

/** Says that the element is in `state`, or no longer. */
export function showState(internals: ElementInternals | undefined, state: string, on: boolean): void {
  try {
    internals!.states[on ? 'add' : 'delete'](state);
  } catch {
    // Browsers before 2024 have no such states, or none without leading dashes.
  }
}
