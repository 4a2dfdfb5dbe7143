/** Flashes and beeps that begin together, and how far apart they are where they arrive. */

declare global {
  /** What {@link flashingCameras} made last. */
  var flashing: MediaStream;
}

/**
 * For `Tab.before`: cameras of 320 × 180 noise at 15 pictures a second, whose corner is white for 200 ms each second, and microphones that
 * beep meanwhile. All cameras of a page flash together.
 */
export function flashingCameras(): void {
  navigator.mediaDevices.getUserMedia = async (constraints) => {
    const stream = new MediaStream();
    const sound = new AudioContext();
    const gain = new GainNode(sound, { gain: 0 });
    if (constraints?.audio) {
      const tone = new OscillatorNode(sound, { frequency: 700 });
      const out = new MediaStreamAudioDestinationNode(sound);
      tone.connect(gain).connect(out);
      tone.start();
      for (const track of out.stream.getTracks()) stream.addTrack(track);
    }
    const canvas = Object.assign(document.createElement('canvas'), { width: 320, height: 180 });
    const pen = canvas.getContext('2d')!;
    const noise = pen.createImageData(96, 54);
    const [camera] = canvas.captureStream().getVideoTracks() as [MediaStreamTrack];
    let frame = 0;
    const drawing = setInterval(() => {
      const isFlash = frame % 15 < 3;
      if (frame % 15 === 0) gain.gain.setValueAtTime(0.5, sound.currentTime);
      if (frame % 15 === 3) gain.gain.setValueAtTime(0, sound.currentTime);
      frame += 1;
      pen.fillStyle = `hsl(${(frame * 3) % 360} 50% 50%)`;
      pen.fillRect(0, 0, 320, 180);
      for (let index = 0; index < noise.data.length; index += 4)
        noise.data.set([Math.random() * 255, Math.random() * 255, Math.random() * 255, 255], index);
      pen.putImageData(noise, 112 + ((frame * 4) % 112), 60);
      pen.fillStyle = isFlash ? 'white' : 'black';
      pen.fillRect(0, 0, 96, 96);
      if (camera.readyState === 'ended') clearInterval(drawing);
    }, 1_000 / 15);
    if (constraints?.video) stream.addTrack(camera);
    globalThis.flashing = stream;
    return stream;
  };
}

/**
 * How much later than the picture the sound of each of these streams is (ms), for each flash of so many seconds. Sound is measured where
 * it leaves the jitter buffer for an `AudioContext`, the picture where the browser means to display it: a constant of the machine is in
 * it, so compare the results of two ways. Self-contained, for pages.
 */
export async function soundAfterPicture(
  streams: readonly MediaStream[],
  seconds: number,
): Promise<number[][]> {
  const sound = new AudioContext();
  await sound.resume();
  const watched = streams.map((stream) => {
    const flashes: number[] = [];
    const beeps: number[] = [];
    const video = Object.assign(document.createElement('video'), { muted: true, autoplay: true, width: 32 });
    video.srcObject = new MediaStream(stream.getVideoTracks());
    document.body.append(video);
    const pen = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })!;
    let wasWhite = true;
    let isOver = false;
    const look: VideoFrameRequestCallback = (_now, { expectedDisplayTime }) => {
      if (isOver) return;
      pen.drawImage(video, video.videoWidth * 0.1, video.videoHeight * 0.2, 1, 1, 0, 0, 1, 1);
      const isWhite = pen.getImageData(0, 0, 1, 1).data[1]! > 128;
      if (isWhite && !wasWhite) flashes.push(expectedDisplayTime);
      wasWhite = isWhite;
      video.requestVideoFrameCallback(look);
    };
    video.requestVideoFrameCallback(look);
    // Chromium only decodes a remote sound that an element plays.
    const audio = new MediaStream(stream.getAudioTracks());
    const player = Object.assign(new Audio(), { srcObject: audio, muted: true });
    void player.play().catch(() => {});
    const analyser = new AnalyserNode(sound, { fftSize: 4_096 });
    const source = new MediaStreamAudioSourceNode(sound, { mediaStream: audio });
    source.connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    let quietSince = 0;
    const listen = setInterval(() => {
      const end = performance.now();
      analyser.getFloatTimeDomainData(samples);
      const first = samples.findIndex((value) => Math.abs(value) > 0.1);
      const at = end - ((samples.length - first) / sound.sampleRate) * 1_000;
      if (first < 0) quietSince ||= end;
      else {
        if (quietSince && first > 0) beeps.push(at);
        quietSince = 0;
      }
    }, 20);
    const stop = () => {
      isOver = true;
      clearInterval(listen);
      source.disconnect();
      video.remove();
    };
    return { flashes, beeps, stop };
  });
  await new Promise((done) => setTimeout(done, seconds * 1_000));
  for (const { stop } of watched) stop();
  await sound.close();
  return watched.map(({ flashes, beeps }) =>
    flashes.flatMap((flash) => {
      const near = beeps.map((beep) => beep - flash).filter((apart) => Math.abs(apart) < 500);
      return near.length ? [near.reduce((best, one) => (Math.abs(one) < Math.abs(best) ? one : best))] : [];
    }),
  );
}
