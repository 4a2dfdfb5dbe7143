/** Media constraints for our devices. Pure. */
import type { CaptureSource } from './capture.js';
import type { Settings } from './preferences.js';

/** The browser removes echo and noise and evens out loudness: a call, not a recording. */
const MICROPHONE = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
/** Camera sizes to request, in lines. The spotlight shows 720p at most; senders scale down per receiver. */
const CAPTURED_LINES = [180, 360, 720];

/** The capture limit: lines per picture, and pictures per second. */
export interface CaptureSize {
  readonly lines: number;
  readonly frameRate: number;
}

/** Before anyone needs more: enough for the lobby preview. */
export const FIRST_SIZE: CaptureSize = { lines: 360, frameRate: 30 };

/** The size to capture when no receiver gets more than `lines` and `frameRate`. */
export function captureSize({ lines, frameRate }: CaptureSize): CaptureSize {
  return {
    lines: CAPTURED_LINES.find((one) => one >= lines) ?? CAPTURED_LINES.at(-1)!,
    frameRate: frameRate > 15 ? 30 : 15,
  };
}

/** Maximum values keep cameras with few modes usable, but exclude 4K and 60 frames, which cost processor time on every link. */
export function cameraConstraints({ lines, frameRate }: CaptureSize): MediaTrackConstraints {
  return {
    width: { ideal: (lines * 16) / 9, max: 1920 },
    height: { ideal: lines, max: 1080 },
    frameRate: { ideal: frameRate, max: 30 },
  };
}

/** The microphone, as the user has set it. */
const microphoneConstraints = ({ noiseSuppression = true }: Settings): MediaTrackConstraints => ({
  ...MICROPHONE,
  noiseSuppression,
});

/** The constraints of a source that is captured: its size, and what browser and system do to picture and sound. */
export const appliedConstraints = (
  source: CaptureSource,
  size: CaptureSize,
  settings: Settings,
): MediaTrackConstraints =>
  source === 'camera'
    ? { ...cameraConstraints(size), ...blurred(settings) }
    : microphoneConstraints(settings);

/** TypeScript's types do not have `backgroundBlur` yet. If the user has not chosen, the system decides. */
const blurred = ({ backgroundBlur }: Settings): MediaTrackConstraints =>
  backgroundBlur === undefined ? {} : ({ backgroundBlur } as MediaTrackConstraints);

/**
 * Constraints of one source. A remembered device is `ideal`: if it is gone, another one will do. A device that the user has just
 * chosen is `exact`: any other one would be a surprise.
 */
export function constraintsOf(
  source: CaptureSource,
  remembered?: string,
  chosen?: string,
  size: CaptureSize = FIRST_SIZE,
  settings: Settings = {},
): MediaTrackConstraints {
  return {
    ...appliedConstraints(source, size, settings),
    deviceId: chosen ? { exact: chosen } : remembered,
  };
}
