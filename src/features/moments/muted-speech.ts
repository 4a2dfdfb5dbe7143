/**
 * Listens to our own muted microphone for speech. The track that is sent stays disabled: a copy of it is measured, which ends as
 * soon as we unmute, leave, or lose the device. It is never sent and never recorded. Loaded when we are first muted in a call.
 */
import { AudioLevel } from '../../media/audio-level.js';
import type { FeatureContext, FeatureController } from '../../room/feature.js';
import * as reducers from '../../room/reducers.js';
import { SpeakingDetector } from '../../shared/speaking.js';

/** Between two measurements (ms). */
const INTERVAL = 200;
/** A cough is shorter than this, a sentence is not (ms). */
const SENTENCE = 1_000;
/** How long it is shown after the last word (ms). */
const NEWS_FOR = 8_000;

export type MutedSpeechContext = Pick<FeatureContext, 'state' | 'apply' | 'signal'> & {
  readonly media: { captured(source: 'microphone'): MediaStreamTrack | null };
};

export class MutedSpeech implements FeatureController {
  readonly #context: MutedSpeechContext;
  readonly #meter: Pick<AudioLevel, 'read' | 'stop'>;
  readonly #now: () => number;
  #detector = new SpeakingDetector();
  /** The muted track, and the copy that is measured. */
  #original: MediaStreamTrack | null = null;
  #copy: MediaStreamTrack | null = null;
  /** Since when we talk without a pause. */
  #talkingSince: number | undefined;
  #lastWord = -Infinity;
  /** How often we have been muted. */
  #times = 0;

  constructor(
    context: MutedSpeechContext,
    meter: Pick<AudioLevel, 'read' | 'stop'> = new AudioLevel(),
    now = () => performance.now(),
  ) {
    this.#context = context;
    this.#meter = meter;
    this.#now = now;
    // The session may have ended before this code was loaded.
    if (context.signal.aborted) return;
    const timer = setInterval(() => this.listen(), INTERVAL);
    context.signal.addEventListener('abort', () => {
      clearInterval(timer);
      this.#follow(null);
      this.#meter.stop();
    });
  }

  /** The last other participant may have left: then the device is no longer listened to. */
  rosterChanged(): void {
    this.listen();
  }

  /** Measures once; called by a timer. */
  listen(): void {
    const { state, media } = this.#context;
    const { phase, self, participants } = state();
    // A moderator's mute closes the microphone, and alone nobody would hear us anyway.
    const isMuted = phase === 'joined' && self.microphone === 'off' && !self.muted && participants.length > 0;
    this.#follow(isMuted ? media.captured('microphone') : null);
    const now = this.#now();
    const isTalking = this.#detector.update(this.#meter.read(this.#copy), now) && !!this.#copy;
    this.#talkingSince = isTalking ? (this.#talkingSince ?? now) : undefined;
    if (this.#talkingSince !== undefined && now - this.#talkingSince >= SENTENCE) this.#lastWord = now;
    const isNews = !!this.#copy && now - this.#lastWord < NEWS_FOR;
    const mutedSpeech = isNews ? this.#times : 0;
    if (state().mutedSpeech !== mutedSpeech)
      this.#context.apply((before) => reducers.stateChanged(before, { mutedSpeech }));
  }

  /** The copy follows the captured track: as long as it lives, the device stays open. */
  #follow(track: MediaStreamTrack | null): void {
    const original = track?.readyState === 'live' ? track : null;
    if (original === this.#original) return;
    this.#copy?.stop();
    this.#original = original;
    this.#copy = original?.clone() ?? null;
    this.#lastWord = -Infinity;
    if (!this.#copy) return;
    this.#copy.enabled = true;
    this.#times++;
    this.#detector = new SpeakingDetector();
  }
}
