/** The reactions' part of the room's state. */

/** An emoji that a participant shows for a moment. */
export interface Reaction {
  /** Unique key of this reaction. */
  readonly key: string;
  readonly from: string;
  readonly emoji: string;
}

declare module '../../room/state.js' {
  interface FeatureState {
    /** The emoji that are visible now. */
    readonly reactions: readonly Reaction[];
  }
}
