/** For `Tab.before`: cameras of 320 × 180 noise at 15 pictures a second; sound comes from the browser's fake microphone. */
export function noisyCameras(): void {
  const devices = navigator.mediaDevices;
  const ask = devices.getUserMedia.bind(devices);
  devices.getUserMedia = async (constraints) => {
    const stream = constraints?.audio ? await ask({ audio: constraints.audio }) : new MediaStream();
    if (!constraints?.video) return stream;
    const canvas = Object.assign(document.createElement('canvas'), { width: 320, height: 180 });
    const pen = canvas.getContext('2d')!;
    const noise = pen.createImageData(96, 54);
    // Every drawn picture: a rate of its own would skip some of them on a busy machine.
    const [camera] = canvas.captureStream().getVideoTracks() as [MediaStreamTrack];
    let frame = 0;
    const drawing = setInterval(() => {
      frame += 1;
      pen.fillStyle = `hsl(${(frame * 3) % 360} 50% 50%)`;
      pen.fillRect(0, 0, 320, 180);
      for (let index = 0; index < noise.data.length; index += 4)
        noise.data.set([Math.random() * 255, Math.random() * 255, Math.random() * 255, 255], index);
      pen.putImageData(noise, (frame * 4) % 224, 60);
      if (camera.readyState === 'ended') clearInterval(drawing);
    }, 1_000 / 15);
    stream.addTrack(camera);
    return stream;
  };
}
