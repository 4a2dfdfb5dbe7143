/**
 * Plays every picture and sound of the interface, on the loudspeaker that was chosen, and knows when the browser refuses.
 * Parts draw `<audio>` and `<video>` and set their streams; nobody else calls `play()`.
 */
import { Budget } from '../../base/budget.js';

export interface Playback {
  /**
   * Sees to what is drawn now; called after every drawing. `speaker` null: the browser's default. At the end nothing is `drawn`, whatever
   * there is: a browser keeps an element as long as its stream lives, and a host's own lives on.
   */
  update(speaker: string | null, drawn?: HTMLMediaElement[]): void;
  /** Plays what was refused; only of use inside a click. */
  start(): void;
}

/** `blockedChanged` is called when the answer changed or may have: is there anything that the browser holds back? */
export function createPlayback(root: ParentNode, blockedChanged: (blocked: boolean) => void): Playback {
  /** What the browser refused to play; asked again only after a click. */
  let refused = new WeakSet<HTMLMediaElement>();
  /** The loudspeaker each element was told to use. */
  const sinks = new WeakMap<HTMLMediaElement, string>();

  let media: HTMLMediaElement[] = [];
  /** A system that will not let anything play is asked twenty times at once, and then once a second. */
  const again = new Budget(20, 20_000);

  const play = async (element: HTMLMediaElement) => {
    try {
      await element.play();
    } catch (error) {
      // An AbortError only says that a newer stream or a removal came in between.
      if ((error as Error).name !== 'NotAllowedError') return;
      refused.add(element);
      blockedChanged(true);
    }
  };

  /** Systems pause what plays: headphones are pulled out, somebody calls. Nobody else does, and it goes on at once. */
  const paused = ({ currentTarget }: Event) => {
    const element = currentTarget as HTMLMediaElement;
    if (!element.srcObject || !element.paused || refused.has(element) || !media.includes(element)) return;
    if (again.take(performance.now())) void play(element);
  };

  const choose = (element: HTMLMediaElement, speaker: string) => {
    if (!element.setSinkId || (sinks.get(element) ?? '') === speaker) return;
    sinks.set(element, speaker);
    // A loudspeaker that is gone: the sound stays where it was, which is better than none.
    element.setSinkId(speaker).catch(() => {});
  };

  return {
    update(speaker, drawn = [...root.querySelectorAll<HTMLMediaElement>('audio,video')]) {
      const before = media;
      media = drawn;
      // Taken out of the document it would go on playing, and be kept for it by the browser, as long as its stream lives.
      for (const element of before) if (!media.includes(element)) element.srcObject = null;
      for (const element of media) {
        // Added twice it still counts once.
        element.addEventListener('pause', paused);
        // Also after a move in the page, or a new stream: both pause an element that was playing.
        if (element.srcObject && element.paused && !refused.has(element)) void play(element);
        if (element.localName === 'audio') choose(element, speaker ?? '');
      }
      blockedChanged(media.some((element) => refused.has(element)));
    },
    start() {
      refused = new WeakSet();
      for (const element of media) if (element.srcObject) void play(element);
      blockedChanged(false);
    },
  };
}
