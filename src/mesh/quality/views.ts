/**
 * What each participant's video looks like on our page, reported to the one who sends it, so that nobody sends more than is shown.
 * Sizes are compared in steps, so that small changes cost nothing.
 */
import type { PeerMessage } from '../../protocol/peer-messages.js';
import { lastN } from './last-n.js';
import { type DataSaver, SMALL } from './limits.js';
import type { Shown, View, Wanted } from './video-quality.js';

/** Lines per picture that are told apart. */
export const STEPS = [90, 120, 180, 240, 270, 360, 480, 720, 1080, 1440, 2160] as const;
/** Cameras send 16:9, and a tile shows the middle of the picture. */
const PICTURE_RATIO = 16 / 9;
/** Videos are large if the largest one takes no more than this many times their area, and more than that of every other one. */
const MUCH_LARGER = 2;
/** Pictures per second in a small tile beside a large one. */
const STRIP_RATE = 15;
const FULL_RATE = 30;

/** How many lines a picture needs that fills the view, rounded up to a step; 0 if nobody sees it. */
export function linesFor({ width, height, visible }: Pick<View, 'width' | 'height' | 'visible'>): number {
  if (!visible) return 0;
  const lines = Math.max(height, width / PICTURE_RATIO);
  return STEPS.find((step) => step >= lines) ?? STEPS.at(-1)!;
}

/** The part of a view that the data saver allows. */
function saved({ width, height, visible }: View, dataSaver: DataSaver): View {
  if (dataSaver === 'off') return { width, height, visible };
  const most = (SMALL.lines * PICTURE_RATIO) / Math.max(width, 1);
  const scale = Math.min(1, most, SMALL.lines / Math.max(height, 1));
  return { width: width * scale, height: height * scale, visible: visible && dataSaver === 'small' };
}

const areaOf = ({ view: { width, height, visible } }: Shown) => (visible ? width * height : 0);

/** The keys of the videos that are shown much larger than others: of one, or of several that are pinned. */
function largeOnes(shown: ReadonlyMap<string, Shown>): ReadonlySet<string> {
  const seen = [...shown].filter(([, one]) => areaOf(one));
  const largest = Math.max(...seen.map(([, one]) => areaOf(one)));
  const large = seen.filter(([, one]) => areaOf(one) * MUCH_LARGER >= largest);
  // Videos of about the same size, without a smaller one, are a grid.
  return new Set(large[1] && large.length === seen.length ? [] : large.map(([key]) => key));
}

/** What this machine should decode at most: cameras and screens together, and pictures per second of each camera. */
export interface Received {
  readonly videos: number;
  readonly frameRate: number;
}

/** What each of the others should know, by key. `most`: what this machine should decode. */
export function viewsOf(
  { views, limits, speakers, pinned }: Wanted,
  most: Received,
  received: ReadonlySet<string>,
): Map<string, View & { readonly large: boolean; readonly frameRate: number }> {
  const large = largeOnes(views);
  const candidates = [...views].flatMap(([key, { id, source, view }]) => {
    const isFirst = source === 'screen' || pinned.includes(id) || large.has(key);
    return view.visible ? [{ key, isFirst, speaks: speakers.has(id) }] : [];
  });
  const chosen = lastN(candidates, most.videos, received);
  return new Map(
    [...views].map(([key, { view }]) => {
      const { width, height, visible } = saved(view, limits.dataSaver);
      const isSmall = limits.dataSaver !== 'off' || (large.size > 0 && !large.has(key));
      return [
        key,
        {
          width: Math.round(width),
          height: Math.round(height),
          visible: visible && chosen.has(key),
          large: large.has(key),
          frameRate: Math.min(isSmall ? STRIP_RATE : FULL_RATE, most.frameRate),
        },
      ] as const;
    }),
  );
}

/** Sends a message to a participant; `false` if they cannot be reached now, or do not read views. */
export type TellView = (id: string, message: PeerMessage) => boolean;

export class ViewReporter {
  readonly #tell: TellView;
  readonly #wanted: Wanted;
  readonly #isHere: (id: string) => boolean;
  /** What was reported of each video over the current channel, by key. */
  readonly #told = new Map<string, string>();
  #received: ReadonlySet<string> = new Set();

  /** `isHere`: whether this participant is in the call. Views of others are kept, in case they come back. */
  constructor(wanted: Wanted, isHere: (id: string) => boolean, tell: TellView) {
    this.#wanted = wanted;
    this.#isHere = isHere;
    this.#tell = tell;
  }

  /** Reports what has changed. `most`: what this machine should decode. */
  report(most: Received): void {
    const here = [...this.#wanted.views].filter(([, { id }]) => this.#isHere(id));
    const views = viewsOf({ ...this.#wanted, views: new Map(here) }, most, this.#received);
    this.#received = new Set([...views].flatMap(([key, { visible }]) => (visible ? [key] : [])));
    for (const key of this.#told.keys()) if (!views.has(key)) this.#told.delete(key);
    for (const [key, view] of views) {
      const { id, source } = this.#wanted.views.get(key)!;
      const told = `${linesFor(view)} ${view.large} ${view.frameRate}`;
      const isTold = told === this.#told.get(key);
      if (!isTold && this.#tell(id, { type: 'view', source, ...view })) this.#told.set(key, told);
    }
  }

  /** A participant has a new channel, and knows nothing. */
  forget(id: string): void {
    for (const [key, shown] of this.#wanted.views) if (shown.id === id) this.#told.delete(key);
  }
}
