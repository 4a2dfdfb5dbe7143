/** What we ask devices for. Pure. */
import type { CaptureSource } from './capture.js';

/** Echo and noise removed and loudness evened out by the browser: a call, not a recording. */
const MICROPHONE = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
/** Sizes that cameras are asked for, in lines. 720p is what a spotlight shows at best; senders scale down per receiver. */
const CAPTURED_LINES = [180, 360, 720];

/** What is captured at most: lines of a picture, and pictures per second. */
export interface CaptureSize {
  readonly lines: number;
  readonly frameRate: number;
}

/** Before anybody needs more: enough for the lobby's preview. */
export const FIRST_SIZE: CaptureSize = { lines: 360, frameRate: 30 };

/** The size to capture where nobody gets more than `lines` and `frameRate`. */
export function captureSize({ lines, frameRate }: CaptureSize): CaptureSize {
  return {
    lines: CAPTURED_LINES.find((one) => one >= lines) ?? CAPTURED_LINES.at(-1)!,
    frameRate: frameRate > 15 ? 30 : 15,
  };
}

/** The maxima keep cameras with few modes usable, but not at 4K or 60 frames, which cost processor time in every link. */
export function cameraConstraints({ lines, frameRate }: CaptureSize): MediaTrackConstraints {
  return {
    width: { ideal: (lines * 16) / 9, max: 1920 },
    height: { ideal: lines, max: 1080 },
    frameRate: { ideal: frameRate, max: 30 },
  };
}

/**
 * Constraints of one source. A remembered device is the ideal: if it is gone, another will do. One that somebody has just chosen is
 * meant exactly: another instead of it would be a surprise.
 */
export function constraintsOf(
  source: CaptureSource,
  remembered?: string,
  chosen?: string,
  size: CaptureSize = FIRST_SIZE,
): MediaTrackConstraints {
  return {
    ...(source === 'camera' ? cameraConstraints(size) : MICROPHONE),
    deviceId: chosen ? { exact: chosen } : remembered,
  };
}
