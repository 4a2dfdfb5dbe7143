/** What we ask devices for. Pure. */
import type { CaptureSource } from './capture.js';

/** Echo and noise removed and loudness evened out by the browser: a call, not a recording. */
const MICROPHONE = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
/**
 * 720p at 30 frames per second: what a spotlight shows at best, in numbers of pixels (senders scale it down per receiver). The
 * maxima keep cameras with few modes usable, but not at 4K or 60 frames, which cost processor time in every link.
 */
const CAMERA = {
  width: { ideal: 1280, max: 1920 },
  height: { ideal: 720, max: 1080 },
  frameRate: { ideal: 30, max: 30 },
};

/**
 * Constraints of one source. A remembered device is the ideal: if it is gone, another will do. One that somebody has just chosen is
 * meant exactly: another instead of it would be a surprise.
 */
export function constraintsOf(
  source: CaptureSource,
  remembered?: string,
  chosen?: string,
): MediaTrackConstraints {
  return {
    ...(source === 'camera' ? CAMERA : MICROPHONE),
    deviceId: chosen ? { exact: chosen } : remembered,
  };
}
