/** The camera constraints of every page in a comparison. */

/** 720p at 30 pictures a second: the usual request of calls, and that of `<video-room>` when these benchmarks were made. */
export const CAMERA: MediaTrackConstraints = {
  width: { ideal: 1280, max: 1920 },
  height: { ideal: 720, max: 1080 },
  frameRate: { ideal: 30, max: 30 },
};
