/** For `Tab.before`: cameras of 320 × 180 at 10 frames a second, for calls where one machine runs all participants. */
export function smallCameras(): void {
  const devices = navigator.mediaDevices;
  const ask = devices.getUserMedia.bind(devices);
  devices.getUserMedia = (constraints) => {
    if (typeof constraints?.video === 'object') {
      Object.assign(constraints.video, { width: 320, height: 180, frameRate: 10 });
    }
    return ask(constraints);
  };
}

/**
 * The same at the minimum: 160 × 90 at 5 frames a second, for calls where pictures do not matter. Drawn by the page: on a busy
 * machine Chromium's fake camera eventually stops delivering pictures to any page (156).
 */
export function tinyCameras(): void {
  const devices = navigator.mediaDevices;
  const ask = devices.getUserMedia.bind(devices);
  devices.getUserMedia = async (constraints) => {
    const stream = constraints?.audio ? await ask({ audio: constraints.audio }) : new MediaStream();
    if (!constraints?.video) return stream;
    const canvas = Object.assign(document.createElement('canvas'), { width: 160, height: 90 });
    const pen = canvas.getContext('2d')!;
    const [camera] = canvas.captureStream(5).getVideoTracks() as [MediaStreamTrack];
    let frame = 0;
    const drawing = setInterval(() => {
      pen.fillStyle = `hsl(${(frame++ * 7) % 360} 70% 50%)`;
      pen.fillRect(0, 0, 160, 90);
      if (camera.readyState === 'ended') clearInterval(drawing);
    }, 200);
    stream.addTrack(camera);
    return stream;
  };
}
