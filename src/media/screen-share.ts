/** The screen we share. Owns the display capture from the browser's picker to "Stop sharing". Knows nothing of who watches. */
import { type DeviceErrorCode, explain } from './failure.js';

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

/** What we ask the picker for. Partly newer than TypeScript's library; browsers that do not know it ignore it. */
const PICKER = {
  // Slides and documents: 15 frames per second are plenty, and a screen has many pixels to encode for each receiver.
  video: { frameRate: 15 },
  audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
  // The sound of a whole system contains our own call, so that all would hear themselves. Tabs and windows bring theirs.
  systemAudio: 'exclude',
  surfaceSwitching: 'include',
  // Sharing the call's own tab gives a hall of mirrors.
  selfBrowserSurface: 'exclude',
};

/** Presses closer together than this, in milliseconds, are one. */
const DOUBLE_CLICK = 1_000;

export class ScreenShare {
  readonly #options: ScreenShareOptions;
  #state: ScreenState = 'off';
  /** The capture under way, from opening the picker until it ends; `#abort` dies with it. */
  #capture: Promise<boolean> | undefined;
  #abort = new AbortController();
  #stream: MediaStream | undefined;
  #openedAt = 0;

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

  /**
   * The picker has been open for so long that another press is no double click: it may never answer, as some systems lose it behind
   * other windows.
   */
  get isOverdue(): boolean {
    return this.#state === 'starting' && performance.now() - this.#openedAt > DOUBLE_CLICK;
  }

  /** Ends the capture. A picker that is still open cannot be closed, but whatever it gives is stopped at once. */
  stop(): void {
    this.#end('off');
  }

  async #start(signal: AbortSignal): Promise<boolean> {
    const { devices, allows, on } = this.#options;
    this.#openedAt = performance.now();
    this.#report('starting');
    try {
      const stream = await pick(devices, signal);
      if (!stream) return false;
      this.#stream = stream;
      const video = stream.getVideoTracks().find(isLive);
      const audio = stream.getAudioTracks().find(isLive);
      // The window was closed between being chosen and being captured; of that no event tells.
      if (!video) {
        this.#end('off');
        on.deviceFailed('screen', 'dismissed');
        return false;
      }
      // Text stays sharp: encoders give up frames before pixels.
      video.contentHint = 'detail';
      // The browser's own "Stop sharing", or the shared window is gone.
      video.addEventListener('ended', () => this.stop(), { signal });
      audio?.addEventListener('ended', () => this.#report('on', video), { signal });
      this.#report('on', video, audio);
      return true;
    } catch (cause) {
      const { code, state } = await explain(cause, true, () => allows?.('display-capture') !== false);
      if (!signal.aborted) {
        this.#end(state === 'blocked' ? 'blocked' : 'off');
        on.deviceFailed('screen', code, cause);
      }
      return false;
    }
  }

  #end(state: 'off' | 'blocked'): void {
    this.#abort.abort();
    this.#capture = undefined;
    stopAll(this.#stream);
    if (this.#state !== state) this.#report(state);
  }

  #report(state: ScreenState, video: MediaStreamTrack | null = null, audio: MediaStreamTrack | null = null) {
    this.#state = state;
    this.#options.on.screenChanged(state, video, audio);
  }
}

const isLive = ({ readyState }: MediaStreamTrack): boolean => readyState === 'live';

/**
 * Opens the picker at once, for it needs the click; what it throws becomes a rejection. Nothing once the signal is aborted: what the
 * picker gives after that is stopped.
 */
async function pick(
  devices: MediaDevices | undefined,
  signal: AbortSignal,
): Promise<MediaStream | undefined> {
  const given = devices!.getDisplayMedia(PICKER);
  const isOver = new Promise<undefined>((over) =>
    signal.addEventListener('abort', () => over(undefined), { once: true }),
  );
  const stream = await Promise.race([given, isOver]);
  if (!signal.aborted) return stream;
  given.then(stopAll, () => {});
  return undefined;
}

function stopAll(stream: MediaStream | undefined): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}
