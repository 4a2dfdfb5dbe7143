/** The screen we share. Owns the display capture from the browser's picker to "Stop sharing". Knows nothing of who watches. */
import { type DeviceErrorCode, deviceErrorCode, noDevicesCode, stateAfter } from './device-error.js';

export type ScreenState = 'off' | 'starting' | 'on' | 'blocked';

export interface ScreenShareOptions {
  /** `navigator.mediaDevices`; undefined where the browser has none. */
  devices: MediaDevices | undefined;
  /** What the page's permissions policy says; default: no objection. */
  allows?: (feature: 'display-capture') => boolean | undefined;
  on: {
    /** Tracks are there while `on`; the audio track only where the browser and the person gave one. */
    screenChanged(state: ScreenState, video: MediaStreamTrack | null, audio: MediaStreamTrack | null): void;
    /** `dismissed`: the person closed the picker, which is not worth a notice. */
    deviceFailed(kind: 'screen', code: DeviceErrorCode, cause?: unknown): void;
  };
}

/** Newer than TypeScript's library; browsers that know none of it ignore it. */
type PickerOptions = DisplayMediaStreamOptions & {
  surfaceSwitching: 'include';
  selfBrowserSurface: 'exclude';
  systemAudio: 'include' | 'exclude';
};

export class ScreenShare {
  readonly #options: ScreenShareOptions;
  #state: ScreenState = 'off';
  /** The capture under way, from opening the picker until it ends; its signal dies with it. */
  #capture: Promise<boolean> | undefined;
  #abort = new AbortController();
  #tracks: readonly MediaStreamTrack[] = [];

  constructor(options: ScreenShareOptions) {
    this.#options = options;
  }

  /**
   * Opens the browser's picker; call it from a click. Resolves with whether the screen is shared. Never rejects. While the picker
   * is open, and while the screen is shared, another call opens no second one.
   */
  start(): Promise<boolean> {
    if (!this.#capture) {
      this.#abort = new AbortController();
      this.#capture = this.#start(this.#abort.signal);
    }
    return this.#capture;
  }

  /** Ends the capture. A picker that is still open cannot be closed, but whatever it gives is stopped at once. */
  stop(): void {
    this.#abort.abort();
    this.#capture = undefined;
    for (const track of this.#tracks) track.stop();
    this.#tracks = [];
    this.#report('off');
  }

  async #start(signal: AbortSignal): Promise<boolean> {
    const { devices, allows, on } = this.#options;
    this.#report('starting');
    try {
      const stream = await pick(devices!);
      this.#tracks = signal.aborted ? this.#tracks : stream.getTracks();
      if (signal.aborted) for (const track of stream.getTracks()) track.stop();
    } catch (cause) {
      if (signal.aborted) return false;
      let code = devices ? deviceErrorCode(cause, true) : noDevicesCode();
      if (devices && allows?.('display-capture') === false) code = 'policy';
      this.#capture = undefined;
      this.#report(stateAfter(code) === 'blocked' ? 'blocked' : 'off');
      on.deviceFailed('screen', code, cause);
      return false;
    }
    if (signal.aborted) return false;
    const [video = null] = this.#tracks.filter((track) => track.kind === 'video');
    const [audio = null] = this.#tracks.filter((track) => track.kind === 'audio');
    // Text stays sharp: encoders give up frames before pixels.
    video!.contentHint = 'detail';
    // The browser's own "Stop sharing", or the shared window is gone.
    video!.addEventListener('ended', () => this.stop(), { signal });
    audio?.addEventListener('ended', () => this.#report('on', video), { signal });
    this.#report('on', video, audio);
    return true;
  }

  #report(state: ScreenState, video: MediaStreamTrack | null = null, audio: MediaStreamTrack | null = null) {
    if (state === this.#state && state !== 'on') return;
    this.#state = state;
    this.#options.on.screenChanged(state, video, audio);
  }
}

/** Opens the picker at once, for it needs the click; what it throws becomes a rejection. */
async function pick(devices: MediaDevices): Promise<MediaStream> {
  // The sound of a whole system contains our own call. Without a browser that takes it out, all would hear themselves.
  const { restrictOwnAudio } = devices.getSupportedConstraints() as { restrictOwnAudio?: boolean };
  const options: PickerOptions = {
    // Slides and documents: 15 frames per second are plenty, and a screen has many pixels to encode for each receiver.
    video: { frameRate: 15 },
    audio: {
      echoCancellation: false,
      noiseSuppression: false,
      autoGainControl: false,
      restrictOwnAudio,
    } as object,
    systemAudio: restrictOwnAudio ? 'include' : 'exclude',
    surfaceSwitching: 'include',
    // Sharing the call's own tab gives a hall of mirrors.
    selfBrowserSurface: 'exclude',
  };
  return devices.getDisplayMedia(options);
}
