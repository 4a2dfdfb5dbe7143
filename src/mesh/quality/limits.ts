/** What people allow a call to use, besides what network and machine can do. */

/** How much of the network a user lets the call use, in both directions. */
export type DataSaver = 'off' | 'small' | 'audio-only';

export interface Limits {
  /** The most that we send to all others together, in kbit/s; default: what the network carries. */
  readonly maxBitrate?: number | undefined;
  readonly dataSaver: DataSaver;
}

export const NO_LIMITS: Limits = { dataSaver: 'off' };

/** The largest video with `small`: lines per picture, and pictures per second. */
export const SMALL = { lines: 180, frameRate: 15 } as const;
