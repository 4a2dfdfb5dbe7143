/**
 * Observes a page without asking it: its connections, its first remote picture, clicks, and late timers. The same for the
 * element, for bare connections and for PeerJS. The functions run inside pages and must be self-contained.
 */

export interface Watched {
  /** Every connection that the page has made, closed ones as well. */
  readonly connections: RTCPeerConnection[];
  /** When a connection was last up, in milliseconds since 1970; 0: never. */
  linked: number;
  /** When the camera was first open, in milliseconds since the page began to load; also used below. */
  camera?: number;
  /** The last click. */
  clicked?: number;
  /** When the first remote picture was drawn; a promise, so that pages need not be polled. */
  readonly picture: Promise<number>;
  /** Delays of main-thread timers over a second, one entry each (ms). */
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
