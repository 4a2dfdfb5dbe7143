/**
 * Plays every picture and sound of the interface, on the loudspeaker that was chosen, and knows when the browser refuses.
 * Parts draw `<audio>` and `<video>` and set their streams; nobody else calls `play()`.
 */

export class Playback {
  /** What the browser refused to play; asked again only after a click. */
  #refused = new WeakSet<HTMLMediaElement>();
  /** The loudspeaker each element was told to use. */
  readonly #sinks = new WeakMap<HTMLMediaElement, string>();

  constructor(
    readonly root: ParentNode,
    /** Called when the answer changed or may have: is there anything that the browser holds back? */
    readonly blockedChanged: (blocked: boolean) => void,
  ) {}

  /** Sees to what is drawn now; called after every drawing. `speaker` null: the browser's default. */
  update(speaker: string | null): void {
    const media = [...this.root.querySelectorAll<HTMLMediaElement>('audio,video')];
    for (const element of media) {
      // Also after a move in the page, or a new stream: both pause an element that was playing.
      if (element.srcObject && element.paused && !this.#refused.has(element)) void this.#play(element);
      if (element.localName === 'audio') this.#choose(element, speaker ?? '');
    }
    this.blockedChanged(media.some((element) => this.#refused.has(element)));
  }

  /** Plays what was refused; only of use inside a click. */
  start(): void {
    this.#refused = new WeakSet();
    for (const element of this.root.querySelectorAll<HTMLMediaElement>('audio,video')) {
      if (element.srcObject) void this.#play(element);
    }
    this.blockedChanged(false);
  }

  async #play(element: HTMLMediaElement): Promise<void> {
    try {
      await element.play();
    } catch (error) {
      // An AbortError only says that a newer stream or a removal came in between.
      if ((error as Error).name !== 'NotAllowedError') return;
      this.#refused.add(element);
      this.blockedChanged(true);
    }
  }

  #choose(element: HTMLMediaElement, speaker: string): void {
    if (!element.setSinkId || (this.#sinks.get(element) ?? '') === speaker) return;
    this.#sinks.set(element, speaker);
    // A loudspeaker that is gone: the sound stays where it was, which is better than none.
    element.setSinkId(speaker).catch(() => {});
  }
}
