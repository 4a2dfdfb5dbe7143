/**
 * Plays all pictures and sound of the interface on the chosen speaker, and notices when the browser refuses. Parts draw `<audio>`
 * and `<video>` and set their streams; no other code calls `play()`.
 */
import { TokenBucket } from '../../shared/token-bucket.js';

export interface Playback {
  /**
   * Updates the drawn elements; called after every drawing. `speaker` null: the browser's default. At the end `drawn` is empty,
   * even if elements exist: a browser keeps an element as long as its stream lives, and a host page's stream lives on.
   */
  update(speaker: string | null, drawn?: HTMLMediaElement[]): void;
  /** Plays refused elements; only works inside a click. */
  start(): void;
}

/** `blockedChanged` is called when the browser starts or stops blocking playback, and perhaps without a change. */
export function createPlayback(root: ParentNode, blockedChanged: (blocked: boolean) => void): Playback {
  /** Elements that the browser refused to play; retried only after a click. */
  let refused = new WeakSet<HTMLMediaElement>();
  /** The speaker that was set for each element. */
  const sinks = new WeakMap<HTMLMediaElement, string>();

  let media: HTMLMediaElement[] = [];
  /** If a system prevents all playback, it is asked twenty times at once, and then once a second. */
  const retries = new TokenBucket(20, 20_000);

  const play = async (element: HTMLMediaElement) => {
    try {
      await element.play();
    } catch (error) {
      // An AbortError only means that a newer stream or a removal came in between.
      if ((error as Error).name !== 'NotAllowedError') return;
      refused.add(element);
      blockedChanged(true);
    }
  };

  /** Only the system pauses these elements: headphones are pulled out, a phone rings. Continue at once. */
  const paused = ({ currentTarget }: Event) => {
    const element = currentTarget as HTMLMediaElement;
    if (!element.srcObject || !element.paused || refused.has(element) || !media.includes(element)) return;
    if (retries.take(performance.now())) void play(element);
  };

  const choose = (element: HTMLMediaElement, speaker: string) => {
    if (!element.setSinkId || (sinks.get(element) ?? '') === speaker) return;
    sinks.set(element, speaker);
    // The speaker is gone: the sound stays on the old one, which is better than none.
    element.setSinkId(speaker).catch(() => {});
  };

  return {
    update(speaker, drawn = [...root.querySelectorAll<HTMLMediaElement>('audio,video')]) {
      const before = media;
      media = drawn;
      // A removed element would continue playing, and the browser would keep it as long as its stream lives.
      for (const element of before) if (!media.includes(element)) element.srcObject = null;
      for (const element of media) {
        // Adding it twice still counts once.
        element.addEventListener('pause', paused);
        // Needed after a move in the page and after a new stream: both pause a playing element.
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
