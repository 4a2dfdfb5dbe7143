/** Measures the level of a track, for meters. Owns an AudioContext, which runs only while levels are read. Plays no sound. */

/** No audio output (Chromium) and the largest buffers: nothing is played, and levels can wait. */
const SILENT = { latencyHint: 'playback', sinkId: { type: 'none' } } as AudioContextOptions;

/** The context rests after this long without a reading (ms). */
const REST = 3_000;

export class AudioLevel {
  readonly #create: () => AudioContext;
  readonly #activated: () => boolean;
  #context: AudioContext | undefined;
  #analyser!: AnalyserNode;
  /** Kept in a field so that it is not garbage collected. */
  #source!: MediaStreamAudioSourceNode;
  #track: MediaStreamTrack | undefined;
  #resuming = false;
  #rest: ReturnType<typeof setTimeout> | undefined;

  /** `activated`: whether the user has interacted with the page. Before that, browsers keep audio contexts silent and log a warning. */
  constructor(
    create = () => new AudioContext(SILENT),
    activated = () => navigator.userActivation?.hasBeenActive ?? true,
  ) {
    this.#create = create;
    this.#activated = activated;
  }

  /**
   * The peak amplitude of the last 43 ms (at 48 kHz), 0 to 1; linear, like `audioLevel` in WebRTC statistics. 0 without a track,
   * before the page may use audio, and while a phone call has suspended it.
   */
  read(track: MediaStreamTrack | null): number {
    if (!track || (!this.#context && !this.#activated())) return 0;
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => void this.#context?.suspend(), REST);
    this.#context ??= this.#create();
    const context = this.#context;
    if (track !== this.#track) {
      this.#analyser = new AnalyserNode(context);
      this.#source = context.createMediaStreamSource(new MediaStream([track]));
      this.#source.connect(this.#analyser);
      this.#track = track;
    }
    // Suspended by us while nobody read, or by a phone call that may be over. Only one request at a time, because it can
    // stay pending for long.
    if (context.state !== 'running' && !this.#resuming) {
      this.#resuming = true;
      const done = () => {
        this.#resuming = false;
      };
      context.resume().then(done, done);
    }
    const samples = new Float32Array(2048);
    this.#analyser.getFloatTimeDomainData(samples);
    return Math.max(...samples.map(Math.abs));
  }

  /** Closes the context; a later `read` opens a new one. */
  stop(): void {
    this.#context?.close();
    this.#context = this.#track = undefined;
  }
}
