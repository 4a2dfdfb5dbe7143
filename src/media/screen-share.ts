/** Our screen share. Owns the display capture from the browser's picker to "Stop sharing". Knows nothing of its viewers. */
import type { ScreenContent } from '../shared/screen-content.js';
import { type DeviceErrorCode, explain } from './failure.js';
import { contentOf, type Motion, STILL } from './screen-content.js';

export type ScreenState = 'off' | 'starting' | 'on' | 'blocked';

export interface ScreenShareOptions {
  /** `navigator.mediaDevices`; undefined where the browser has none. */
  devices: MediaDevices | undefined;
  /** Tells which browser this is. Default: `navigator.userAgent`. */
  userAgent?: string;
  /** The permissions policy of the page; default: everything is allowed. */
  allows?: (feature: 'display-capture') => boolean | undefined;
  on: {
    /** Tracks exist while `on`; the audio track only where the browser and the user provide one. */
    screenChanged(state: ScreenState, video: MediaStreamTrack | null, audio: MediaStreamTrack | null): void;
    /** `dismissed`: the user closed the picker, which needs no notice. */
    deviceFailed(kind: 'screen', code: DeviceErrorCode, cause?: unknown): void;
  };
}

/** Pictures per second that are captured: enough to see whether something moves, and enough for a video. */
const RATES = { detail: 15, motion: 30 };
/** Firefox (153) ignores `maxFramerate` and sends every captured picture, so it captures no more than we want to send. */
const RATES_OF_FIREFOX = { ...RATES, detail: 5 };

/** Options of the picker. Some are newer than TypeScript's library; browsers that do not know them ignore them. */
const PICKER = {
  audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
  // System audio contains our own call, so everyone would hear themselves. Tabs and windows have audio of their own.
  systemAudio: 'exclude',
  surfaceSwitching: 'include',
  // Sharing the call's own tab would show itself endlessly.
  selfBrowserSurface: 'exclude',
};

/** Presses closer together than this count as one (ms). */
const DOUBLE_CLICK = 1_000;

export class ScreenShare {
  readonly #options: ScreenShareOptions;
  #state: ScreenState = 'off';
  /** The current capture, from opening the picker until it ends, with its `#abort`. */
  #capture: Promise<boolean> | undefined;
  #abort = new AbortController();
  #stream: MediaStream | undefined;
  #openedAt = 0;
  readonly #rates: typeof RATES;
  #motion: Motion = STILL;

  constructor(options: ScreenShareOptions) {
    this.#options = options;
    const { userAgent = navigator.userAgent } = options;
    this.#rates = userAgent.includes('Firefox/') ? RATES_OF_FIREFOX : RATES;
  }

  /**
   * Opens the browser's picker; call it from a click. Resolves with whether the screen is shared. Never rejects. While the picker
   * is open or the screen is shared, another call opens no second picker.
   */
  start(): Promise<boolean> {
    if (!this.#capture) {
      this.#abort = new AbortController();
      this.#capture = this.#start(this.#abort.signal);
    }
    return this.#capture;
  }

  /**
   * The picker has been open for so long that another press is not a double click. It may never answer, because some systems lose
   * it behind other windows.
   */
  get isOverdue(): boolean {
    return this.#state === 'starting' && performance.now() - this.#openedAt > DOUBLE_CLICK;
  }

  /**
   * What the screen shows, after one more measurement, every two seconds: text (`detail`), which has to be sharp, or `motion`, which
   * has to be smooth. Adapts the capture to it. Encoders took `captured` new pictures per second, of at most `asked`.
   */
  contentAfter(captured: number, asked: number): ScreenContent {
    const { content } = this.#motion;
    this.#motion = contentOf(this.#motion, captured, asked);
    if (this.#motion.content !== content) this.#adapt(this.#motion.content);
    return this.#motion.content;
  }

  #adapt(content: ScreenContent): void {
    for (const video of this.#stream?.getVideoTracks() ?? []) {
      video.contentHint = content;
      // A capture that refuses keeps its rate.
      void video.applyConstraints({ frameRate: this.#rates[content] }).catch(() => {});
    }
  }

  /** Ends the capture. An open picker cannot be closed, but its result is stopped at once. */
  stop(): void {
    this.#end('off');
  }

  async #start(signal: AbortSignal): Promise<boolean> {
    const { devices, allows, on } = this.#options;
    this.#openedAt = performance.now();
    this.#report('starting');
    try {
      // Most people share text.
      const stream = await pick(devices, { ...PICKER, video: { frameRate: this.#rates.detail } }, signal);
      if (!stream) return false;
      this.#stream = stream;
      this.#motion = STILL;
      const video = stream.getVideoTracks().find(isLive);
      const audio = stream.getAudioTracks().find(isLive);
      // The window was closed between selection and capture: no event reports that.
      if (!video) {
        this.#end('off');
        on.deviceFailed('screen', 'dismissed');
        return false;
      }
      // Keeps text sharp: encoders then reduce the frame rate before the resolution.
      video.contentHint = 'detail';
      // The browser's own "Stop sharing", or the shared window was closed.
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
 * Opens the picker synchronously, because it needs the click; a thrown error becomes a rejection. After an abort the result is
 * stopped and nothing is returned.
 */
async function pick(
  devices: MediaDevices | undefined,
  options: DisplayMediaStreamOptions,
  signal: AbortSignal,
): Promise<MediaStream | undefined> {
  const given = devices!.getDisplayMedia(options);
  const isOver = new Promise<undefined>((over) => signal.addEventListener('abort', () => over(undefined)));
  const stream = await Promise.race([given, isOver]);
  if (!signal.aborted) return stream;
  given.then(stopAll, () => {});
  return undefined;
}

function stopAll(stream: MediaStream | undefined): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}
