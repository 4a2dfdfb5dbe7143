/**
 * How much of our camera each participant gets. A mesh sends one copy to everyone, so size and bitrate go down as the
 * room fills: encoders cost pixels times peers (seven copies of 270 lines saturate two cores; Chromium 156, VP8).
 */
import { slot } from './slots.js';

/** By number of others: bits per second and lines of the picture for each. About 1.5 Mbit/s in all, the uplink of a poor DSL line. */
const BUDGETS = [
  { others: 1, maxBitrate: 1_500_000, lines: 720 },
  { others: 2, maxBitrate: 800_000, lines: 480 },
  { others: 3, maxBitrate: 500_000, lines: 360 },
  { others: 5, maxBitrate: 300_000, lines: 270 },
  { others: 15, maxBitrate: 150_000, lines: 180 },
];

/** What each of `others` gets. */
export function budget(others: number): { maxBitrate: number; lines: number } {
  return BUDGETS.find((row) => others <= row.others) ?? BUDGETS.at(-1)!;
}

/** Applies the budget to one connection, now; a connection that has no slots yet, or is closed, is left alone. */
export async function limitCamera(connection: RTCPeerConnection, others: number): Promise<void> {
  const sender = slot(connection, 'camera')?.sender;
  const parameters = sender?.getParameters();
  const encoding = parameters?.encodings?.[0];
  if (!sender || !parameters || !encoding) return;
  const { maxBitrate, lines } = budget(others);
  const height = sender.track?.getSettings().height ?? lines;
  encoding.maxBitrate = maxBitrate;
  encoding.scaleResolutionDownBy = Math.max(1, height / lines);
  // Another change of the same sender may be under way; the next change of the room applies this one too.
  await sender.setParameters(parameters).catch(() => {});
}
