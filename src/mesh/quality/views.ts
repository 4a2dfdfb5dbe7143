/**
 * What each participant's video looks like on our page, reported to the one who sends it, so that nobody sends more than is shown.
 * Sizes are compared in steps: a larger tile is reported at once, a smaller one after a moment, because tiles move while they change.
 */
import type { PeerMessage } from '../../protocol/peer-messages.js';

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
/** How many participants are remembered, in case they come back with another page. */
const REMEMBERED = 64;
/** A smaller size is reported after this long (ms). */
const SHRINK_AFTER = 500;

/** How many lines a picture needs that fills the view, rounded up to a step; 0 if nobody sees it. */
export function linesFor({ width, height, visible }: View): number {
  if (!visible) return 0;
  const lines = Math.max(height, width / PICTURE_RATIO);
  return STEPS.find((step) => step >= lines) ?? STEPS.at(-1)!;
}

export interface ViewReporterOptions {
  /** Sends a message to a participant; `false` if they cannot be reached now, or do not read views. */
  tell(id: string, message: PeerMessage): boolean;
}

/** One video of one participant. */
interface Shown {
  view: View;
  /** Lines reported over the current channel. */
  told?: number | undefined;
  timer?: ReturnType<typeof setTimeout> | undefined;
}

export class ViewReporter {
  readonly #options: ViewReporterOptions;
  readonly #shown = new Map<string, Partial<Record<ViewedSource, Shown>>>();

  constructor(options: ViewReporterOptions) {
    this.#options = options;
  }

  /** The interface shows a participant's video like this from now on. */
  set(id: string, source: ViewedSource, view: View): void {
    const sources = this.#shown.get(id) ?? {};
    this.#shown.set(id, sources);
    for (const oldest of this.#shown.keys()) if (this.#shown.size > REMEMBERED) this.forget(oldest);
    sources[source] ??= { view };
    const shown = sources[source];
    shown.view = view;
    if (shown.told !== undefined && linesFor(view) < shown.told)
      shown.timer ??= setTimeout(() => this.#report(id, source, shown), SHRINK_AFTER);
    else this.#report(id, source, shown);
  }

  /** Reports what a participant was not told yet, because they could not be reached or did not say that they read it. */
  flush(id: string): void {
    for (const [source, shown] of this.#entries(id)) if (!shown.timer) this.#report(id, source, shown);
  }

  /** The participant has a new channel, and knows nothing. */
  renewed(id: string): void {
    for (const [, shown] of this.#entries(id)) shown.told = undefined;
    this.flush(id);
  }

  /** Ends all timers. */
  stop(): void {
    for (const id of this.#shown.keys()) for (const [, shown] of this.#entries(id)) clearTimeout(shown.timer);
    this.#shown.clear();
  }

  /** The participant has left. */
  forget(id: string): void {
    for (const [, shown] of this.#entries(id)) clearTimeout(shown.timer);
    this.#shown.delete(id);
  }

  #entries(id: string): [ViewedSource, Shown][] {
    return Object.entries(this.#shown.get(id) ?? {}) as [ViewedSource, Shown][];
  }

  #report(id: string, source: ViewedSource, shown: Shown): void {
    clearTimeout(shown.timer);
    shown.timer = undefined;
    const { width, height, visible } = shown.view;
    const lines = linesFor(shown.view);
    if (lines === shown.told) return;
    const size = { width: Math.ceil(width), height: Math.ceil(height) };
    if (this.#options.tell(id, { type: 'view', source, ...size, visible })) shown.told = lines;
  }
}
