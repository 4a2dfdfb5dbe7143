/** What every page of a comparison asks its camera for. */

/** 720p at 30 pictures a second: what calls ask for as a rule, and what `<video-room>` asked for when these benchmarks were made. */
export const CAMERA: MediaTrackConstraints = {
  width: { ideal: 1280, max: 1920 },
  height: { ideal: 720, max: 1080 },
  frameRate: { ideal: 30, max: 30 },
};
