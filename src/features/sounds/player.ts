/** Plays short sounds that are computed, so that nothing has to be downloaded. Owns an AudioContext, created for the first one. */

export type Sound = 'join' | 'knock' | 'message';

/** One note: its pitch (Hz), when it begins, and how long it takes to fade away (s). */
type Note = readonly [frequency: number, begin: number, length: number];

/** A fifth upwards · a knuckle on wood, twice · a single drop. */
const NOTES: Record<Sound, readonly Note[]> = {
  join: [
    [523, 0, 0.25],
    [784, 0.12, 0.4],
  ],
  knock: [
    [196, 0, 0.12],
    [196, 0.18, 0.14],
  ],
  message: [[880, 0, 0.22]],
};

/** Speech peaks at about 0.3: sounds stay well below it. */
const VOLUME = 0.06;
/** A note begins within this time (s), because one that begins at once would click. */
const ATTACK = 0.008;
/** If several things happen at once, one sound is enough (ms). */
const APART = 600;
/** A browser that has not started the sound by then holds it back (ms); later it would be about something long past. */
const LATE = 900;

/**
 * An AudioContext costs even while nothing sounds: it rests this long after a request (ms). By then {@link LATE} and the longest sound
 * (0.52 s) are over.
 */
const REST_AFTER = 1_500;

/** Only Chromium can choose the speaker of a context. */
type ChoosingContext = AudioContext & { setSinkId?(id: string): Promise<void> };

export class Player {
  #context: ChoosingContext | undefined;
  #last = -Infinity;
  #rest: ReturnType<typeof setTimeout> | undefined;
  #speaker = '';

  /** `signal` ends it. `activated`: whether the user has touched the page; before that, browsers play nothing and log a warning. */
  constructor(
    signal: AbortSignal,
    readonly create: () => AudioContext = () => new AudioContext(),
    readonly activated: () => boolean = () => navigator.userActivation?.hasBeenActive ?? true,
  ) {
    signal.addEventListener('abort', () => {
      clearTimeout(this.#rest);
      this.#context?.close().catch(() => {});
    });
  }

  /** Plays a sound on a speaker, or on the default one. Plays nothing where the browser does not allow it. */
  play(sound: Sound, speaker: string | null): void {
    const now = performance.now();
    if (now - this.#last < APART || !this.activated()) return;
    this.#last = now;
    this.#context ??= this.create();
    const context = this.#context;
    this.#choose(context, speaker ?? '');
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => void context.suspend().catch(() => {}), REST_AFTER);
    context.resume().then(
      () => {
        if (performance.now() - now < LATE) this.#schedule(context, NOTES[sound]);
      },
      () => {},
    );
  }

  #choose(context: ChoosingContext, speaker: string): void {
    if (speaker === this.#speaker) return;
    this.#speaker = speaker;
    // The speaker is gone: the default one is better than none.
    context.setSinkId?.(speaker).catch(() => {});
  }

  #schedule(context: AudioContext, notes: readonly Note[]): void {
    for (const [frequency, begin, length] of notes) {
      const from = context.currentTime + begin;
      const gain = new GainNode(context, { gain: 0 });
      gain.gain.setValueAtTime(0, from);
      gain.gain.linearRampToValueAtTime(VOLUME, from + ATTACK);
      gain.gain.exponentialRampToValueAtTime(VOLUME / 1_000, from + length);
      const tone = new OscillatorNode(context, { frequency, type: 'sine' });
      tone.connect(gain).connect(context.destination);
      tone.start(from);
      tone.stop(from + length);
    }
  }
}
