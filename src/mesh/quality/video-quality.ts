/**
 * The video that we send and receive: keeps what people want of it. With the first live link a `VideoControl` begins to measure and to
 * decide; until then each link has the modest encoding `START`.
 */
import type { ScreenContent } from '../../shared/screen-content.js';
import type { SharedEncoder } from '../encoded/shared-encoder.js';
import type { Peer } from '../peer/peer.js';
import type { VideoLimit } from './governor.js';
import { type Limits, NO_LIMITS } from './limits.js';
import { VideoControl } from './video-control.js';

/** How a video is shown, in device pixels. `visible: false`: nobody sees it, for example in a hidden tab. */
export interface View {
  readonly width: number;
  readonly height: number;
  readonly visible: boolean;
  /** It is much larger than all other videos. */
  readonly large?: boolean | undefined;
  /** Pictures per second that are enough. */
  readonly frameRate?: number | undefined;
}

/** The videos of a participant that have a size on the page. */
export type ViewedSource = 'camera' | 'screen';

/** One video of one participant on our page. */
export interface Shown {
  readonly id: string;
  readonly source: ViewedSource;
  readonly view: View;
}

/** What people want of the call's video. */
export interface Wanted {
  limits: Limits;
  /** How our page shows the others, by participant and source. */
  readonly views: Map<string, Shown>;
  /** The participants who speak. */
  speakers: ReadonlySet<string>;
  pinned: readonly string[];
}

export interface VideoQualityOptions {
  readonly peers: ReadonlyMap<string, Peer>;
  /** The new limit for all peers: capturing more of the camera is useless. */
  limited(limit: VideoLimit): void;
  /** Encodes the camera once for several links; `undefined`: each link has its own encoder. */
  shared?: (() => SharedEncoder | undefined) | undefined;
  /**
   * What our shared screen shows, after one more measurement: encoders took `captured` new pictures per second, of at most `asked`.
   * Default: `detail`.
   */
  screenContent?: ((captured: number, asked: number) => ScreenContent | undefined) | undefined;
}

/** How many videos are remembered, in case their participants come back with another page. */
const REMEMBERED = 128;

export class VideoQuality {
  readonly wanted: Wanted = { limits: NO_LIMITS, views: new Map(), speakers: new Set(), pinned: [] };
  readonly #options: VideoQualityOptions;
  #control: VideoControl | undefined;
  /**
   * The next tick decides again: a link is live, or we heard how it shows us. Until then it keeps its first encoding, because
   * Chromium's main thread waits for each sender that is changed, 10 ms in all before a first picture.
   */
  isDue = false;
  #isRunning = false;

  constructor(options: VideoQualityOptions) {
    this.#options = options;
  }

  start(): void {
    this.#isRunning = true;
  }

  stop(): void {
    this.#isRunning = false;
    this.#control?.stop();
    this.#control = undefined;
  }

  /** Changes what people want. */
  want(change: Partial<Wanted>): void {
    Object.assign(this.wanted, change);
    this.apply();
    this.#control?.report();
  }

  /** The interface shows a participant's video like this from now on. */
  show(id: string, source: ViewedSource, view: View): void {
    const { views } = this.wanted;
    const key = `${id} ${source}`;
    views.set(key, { id, source, view });
    for (const oldest of views.keys()) if (views.size > REMEMBERED) views.delete(oldest);
    this.#control?.report();
  }

  /** A participant can be told now what they were not told yet. `isNew`: they have a new channel, and know nothing. */
  reached(id: string, isNew = false): void {
    this.#control?.reached(id, isNew);
  }

  /** Applies the limits to every sender. Cheap when nothing has changed. */
  apply(): void {
    this.isDue = false;
    const isLive = [...this.#options.peers.values()].some(({ state }) => state === 'live');
    if (!this.#control && this.#isRunning && isLive) {
      this.#control = new VideoControl(this.#options, this.wanted);
      this.#control.report();
    }
    this.#control?.apply();
  }

  /** Called four times a second; `delay` is the event loop delay of this tick (ms). */
  tick(now: number, delay: number): void {
    if (this.isDue) this.apply();
    this.#control?.tick(now, delay);
  }
}
