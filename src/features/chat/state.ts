/** The chat's part of the room's state. */

/** A chat message. */
export interface Message {
  readonly id: string;
  /** Id of the author: the participant whose link it came by. For a message that was passed on, the id that the bearer claims. */
  readonly from: string;
  /** The author's name at that time; empty for a guest without a name. */
  readonly name: string;
  /** At most 4 KiB. */
  readonly text: string;
  /** When it was written, in milliseconds since 1970 by our clock. */
  readonly at: number;
  /** For one participant only. */
  readonly private: boolean;
  /** For our own private messages: the recipient. */
  readonly to?: string;
  /** Id of the participant who passed it on, because it was written before we joined. Absent if it came from its author. */
  readonly passedOnBy?: string;
}

declare module '../../room/state.js' {
  interface FeatureState {
    /** The messages of this call, in order of time; the last 500. */
    readonly messages: readonly Message[];
  }
}
