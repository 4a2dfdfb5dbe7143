/**
 * Runs a processor (background blur, noise suppression) on the track of one source, between capture and senders. Owns the
 * processed track; the captured one belongs to the capture. Knows nothing of what the processor does.
 */
import type { CaptureSource, CaptureState } from './capture.js';

/** The result of a processor. */
export interface ProcessedTrack {
  /** The track to send instead of the captured one. */
  readonly track: MediaStreamTrack;
  /** Called once, when the captured track is no longer used or another processor takes over: ends `track` and frees everything. */
  dispose(): void;
}

/**
 * Makes the track to send from a captured track. Called for each captured track: when the source is switched on, and when its
 * device changes. The captured track must not be stopped. After 10 s without a result, or a rejection, the captured track is sent.
 */
export type TrackProcessor = (track: MediaStreamTrack) => ProcessedTrack | Promise<ProcessedTrack>;

/** What a source is, or what was reported of it: its state, and a track while it is `on`. */
export interface Reported {
  readonly state: CaptureState;
  readonly track: MediaStreamTrack | null;
}

export interface ProcessingOptions {
  readonly source: CaptureSource;
  /** The last report of the capture, and what the others were told of it. */
  readonly captured: Reported;
  readonly told: Reported;
  /** The state of the source as the others see it. While the first processed track is being made, the source is `starting`. */
  changed(state: CaptureState, track: MediaStreamTrack | null): void;
  /** The processor has failed, and the captured track is sent as it is. */
  failed(cause: unknown): void;
}

/** What a processor has made, or is making, from one track. */
interface Job {
  readonly input: MediaStreamTrack;
  readonly processor: TrackProcessor;
  result?: ProcessedTrack;
  /** It failed: this track is sent as it is. */
  hasFailed?: boolean;
}

/** A processor that has made no track after this time has failed (ms): a model that never loads must not keep the camera off. */
const LONGEST = 10_000;

/** The result of a job's processor. Rejects after {@link LONGEST}; a result that comes later is disposed. */
async function resultOf({ processor, input }: Job): Promise<ProcessedTrack> {
  const work = Promise.resolve(processor(input));
  let timer: ReturnType<typeof setTimeout> | undefined;
  const isLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      work.then((result) => result.dispose()).catch(() => {});
      reject(new Error(`the processor has made no track for ${LONGEST / 1_000} s`));
    }, LONGEST);
  });
  return Promise.race([work, isLate]).finally(() => clearTimeout(timer));
}

export class Processing {
  readonly #options: ProcessingOptions;
  #processor: TrackProcessor | null = null;
  #state: CaptureState;
  #input: MediaStreamTrack | null;
  /** The newest job. Another one for the same source may still be in use until this one is done. */
  #job: Job | undefined;
  /** The job whose track is sent now. */
  #used: Job | undefined;
  #told: Reported;
  #settled: Promise<void> = Promise.resolve();

  constructor(options: ProcessingOptions) {
    this.#options = options;
    this.#state = options.captured.state;
    this.#input = options.captured.track;
    this.#told = options.told;
  }

  /** Resolves when the processed track is in use, or the processor has failed. Never rejects. */
  get settled(): Promise<void> {
    return this.#settled;
  }

  /** Uses another processor, or none, from now on. The track before it is sent until the new one is there. */
  set(processor: TrackProcessor | null): Promise<void> {
    this.#processor = processor;
    this.#update();
    return this.#settled;
  }

  /** The capture has reported a state, and the captured track while it is `on`. */
  captured(state: CaptureState, track: MediaStreamTrack | null): void {
    this.#state = state;
    this.#input = track;
    this.#update();
  }

  /** Frees everything, for good. */
  end(): void {
    this.#processor = this.#input = null;
    this.#state = 'off';
    this.#drop(this.#job);
    this.#drop(this.#used);
    this.#job = this.#used = undefined;
  }

  #update(): void {
    const processor = this.#processor;
    const input = this.#input;
    if (!input) this.#idle();
    else if (!processor) {
      this.#settled = Promise.resolve();
      this.#tell(this.#state, input);
      this.#release();
    } else if (this.#job?.input === input && this.#job.processor === processor) this.#use(this.#job);
    else this.#begin({ input, processor });
  }

  #begin(job: Job): void {
    if (this.#job !== this.#used) this.#drop(this.#job);
    this.#job = job;
    if (this.#told.state !== 'on') this.#tell('starting', null);
    this.#settled = this.#run(job);
  }

  /** The source is not sent. A muted microphone stays captured, so its processor stays too; a camera is released. */
  #idle(): void {
    this.#tell(this.#state, null);
    const isKept = this.#options.source === 'microphone' && this.#job?.input.readyState === 'live';
    if (!isKept || !this.#processor) this.#release();
  }

  async #run(job: Job): Promise<void> {
    try {
      const result = await resultOf(job);
      // Set before anything else, so that it is disposed in any case.
      job.result = result;
      if (this.#job !== job) {
        this.#drop(job);
        return;
      }
      if (result.track.readyState !== 'live') throw new Error('the processed track has ended');
      result.track.addEventListener('ended', () =>
        this.#fail(job, new Error('the processed track has ended')),
      );
    } catch (cause) {
      this.#fail(job, cause);
      return;
    }
    this.#use(job);
  }

  #fail(job: Job, cause: unknown): void {
    if (this.#job !== job || job.hasFailed) return;
    job.hasFailed = true;
    this.#drop(job);
    this.#options.failed(cause);
    this.#use(job);
  }

  /** Sends the result of a job, if it has one and its source is on. */
  #use(job: Job): void {
    const track = job.hasFailed ? job.input : job.result?.track;
    if (this.#input !== job.input) return;
    if (!track) {
      if (this.#told.state !== 'on') this.#tell('starting', null);
      return;
    }
    const before = this.#used;
    this.#used = job;
    this.#tell('on', track);
    if (before !== job) this.#drop(before);
  }

  #release(): void {
    const [job, used] = [this.#job, this.#used];
    this.#job = this.#used = undefined;
    this.#drop(job);
    if (used !== job) this.#drop(used);
  }

  #drop(job: Job | undefined): void {
    const result = job?.result;
    if (!job || !result) return;
    delete job.result;
    try {
      result.dispose();
    } catch (cause) {
      this.#options.failed(cause);
    }
  }

  #tell(state: CaptureState, track: MediaStreamTrack | null): void {
    if (state === this.#told.state && track === this.#told.track) return;
    this.#told = { state, track };
    this.#options.changed(state, track);
  }
}
