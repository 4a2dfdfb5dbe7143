/**
 * What each participant's video looks like on our page, reported to the one who sends it, so that nobody sends more than is shown.
 * Sizes are compared in steps, so that small changes cost nothing.
 */
import type { PeerMessage } from '../../protocol/peer-messages.js';
import { type DataSaver, SMALL } from './limits.js';

/** How a video is shown, in device pixels. `visible: false`: nobody sees it, for example in a hidden tab. */
export interface View {
  readonly width: number;
  readonly height: number;
  readonly visible: boolean;
}

/** The videos of a participant that have a size on the page. */
export type ViewedSource = 'camera' | 'screen';

/** Lines per picture that are told apart. */
const STEPS = [90, 120, 180, 240, 270, 360, 480, 720, 1080, 1440, 2160] as const;
/** Cameras send 16:9, and a tile shows the middle of the picture. */
const PICTURE_RATIO = 16 / 9;
/** How many videos are remembered, in case their participants come back with another page. */
const REMEMBERED = 128;

/** How many lines a picture needs that fills the view, rounded up to a step; 0 if nobody sees it. */
export function linesFor({ width, height, visible }: View): number {
  if (!visible) return 0;
  const lines = Math.max(height, width / PICTURE_RATIO);
  return STEPS.find((step) => step >= lines) ?? STEPS.at(-1)!;
}

/** The part of a view that the data saver allows. */
function limited({ width, height, visible }: View, dataSaver: DataSaver): View {
  if (dataSaver === 'off') return { width, height, visible };
  const most = (SMALL.lines * PICTURE_RATIO) / Math.max(width, 1);
  const scale = Math.min(1, most, SMALL.lines / Math.max(height, 1));
  return { width: width * scale, height: height * scale, visible: visible && dataSaver === 'small' };
}

/** Sends a message to a participant; `false` if they cannot be reached now, or do not read views. */
export type TellView = (id: string, message: PeerMessage) => boolean;

/** One video of one participant. `told`: the lines that were reported over the current channel. */
interface Shown {
  readonly id: string;
  readonly source: ViewedSource;
  view: View;
  told?: number | undefined;
}

export class ViewReporter {
  readonly #tell: TellView;
  #dataSaver: DataSaver = 'off';
  readonly #shown = new Map<string, Shown>();

  constructor(tell: TellView) {
    this.#tell = tell;
  }

  /** The interface shows a participant's video like this from now on. */
  set(id: string, source: ViewedSource, view: View): void {
    const key = `${id} ${source}`;
    const shown = this.#shown.get(key) ?? { id, source, view };
    shown.view = view;
    this.#shown.set(key, shown);
    for (const oldest of this.#shown.keys()) if (this.#shown.size > REMEMBERED) this.#shown.delete(oldest);
    this.#report(shown);
  }

  /**
   * Reports what a participant was not told yet, because they could not be reached or had not said that they read it. `isNew`: they
   * have a new channel, and know nothing.
   */
  flush(id: string, isNew = false): void {
    for (const shown of this.#shown.values()) {
      if (shown.id !== id) continue;
      if (isNew) shown.told = undefined;
      this.#report(shown);
    }
  }

  /** The user wants no more than this of anyone. */
  limit(dataSaver: DataSaver): void {
    this.#dataSaver = dataSaver;
    for (const shown of this.#shown.values()) this.#report(shown);
  }

  #report(shown: Shown): void {
    const { id, source } = shown;
    const view = limited(shown.view, this.#dataSaver);
    const lines = linesFor(view);
    if (lines === shown.told) return;
    const [width, height] = [Math.ceil(view.width), Math.ceil(view.height)];
    if (this.#tell(id, { type: 'view', source, width, height, visible: view.visible })) shown.told = lines;
  }
}
