/**
 * What is seen of a page from outside, without asking it: its connections, its first picture of somebody else, clicks, and timers that
 * came late. The same for the element, for bare connections and for PeerJS. Functions here run inside pages and stand on their own.
 */

export interface Watched {
  /** Every connection that the page has made, closed ones as well. */
  readonly connections: RTCPeerConnection[];
  /** When a connection was up last, in milliseconds since 1970; 0: none has been. */
  linked: number;
  /** When the camera was first open, in milliseconds since the page began to load; the same for what follows. */
  camera?: number;
  /** The last click. */
  clicked?: number;
  /** When the first picture of somebody else was drawn; pages need not be asked again and again. */
  readonly picture: Promise<number>;
  /** By how many milliseconds a timer of the main thread came late, each time that it was more than a second. */
  readonly late: number[];
}

declare global {
  var watched: Watched;
}

/** For `Tab.before`. */
export function watch(): void {
  const LATE = 1_000;
  const TIMER = 200;
  let drawn: (at: number) => void;
  const picture = new Promise<number>((done) => {
    drawn = done;
  });
  const state: Watched = { connections: [], linked: 0, late: [], picture };
  globalThis.watched = state;

  const remote = new WeakSet<MediaStreamTrack>();
  const Connection = globalThis.RTCPeerConnection;
  globalThis.RTCPeerConnection = class RTCPeerConnection extends Connection {
    constructor(...options: ConstructorParameters<typeof Connection>) {
      super(...options);
      state.connections.push(this);
      this.addEventListener('connectionstatechange', () => {
        if (this.connectionState === 'connected') state.linked = performance.timeOrigin + performance.now();
      });
      this.addEventListener('track', ({ track }) => remote.add(track));
    }
  };

  const { get, set } = Object.getOwnPropertyDescriptor(HTMLMediaElement.prototype, 'srcObject')!;
  Object.defineProperty(HTMLMediaElement.prototype, 'srcObject', {
    configurable: true,
    enumerable: true,
    get,
    set(stream: MediaStream | null) {
      set!.call(this, stream);
      if (stream && this instanceof HTMLVideoElement) watchVideo(this, stream);
    },
  });
  function watchVideo(video: HTMLVideoElement, stream: MediaStream): void {
    const look = () => {
      if (video.srcObject !== stream) return;
      if (stream.getVideoTracks().some((track) => remote.has(track))) drawn(performance.now());
      else video.requestVideoFrameCallback(look);
    };
    video.requestVideoFrameCallback(look);
  }

  const devices = navigator.mediaDevices;
  const ask = devices?.getUserMedia.bind(devices);
  if (ask) {
    devices.getUserMedia = async (constraints) => {
      const stream = await ask(constraints);
      if (stream.getVideoTracks().length) state.camera ??= performance.now();
      return stream;
    };
  }

  addEventListener('click', ({ timeStamp }) => (state.clicked = timeStamp), { capture: true });

  let expected = performance.now() + TIMER;
  setInterval(() => {
    const late = performance.now() - expected;
    if (late > LATE) state.late.push(late);
    expected = performance.now() + TIMER;
  }, TIMER);
}
