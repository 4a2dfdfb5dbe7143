/** How loud a track is, for meters. Owns an AudioContext, made when first needed. Never plays anything. */

/** Without a loudspeaker (Chromium), and with the largest buffers there are: nothing is played, and levels can wait. */
const SILENT = { latencyHint: 'playback', sinkId: { type: 'none' } } as AudioContextOptions;

export class AudioLevel {
  readonly #create: () => AudioContext;
  readonly #activated: () => boolean;
  #context: AudioContext | undefined;
  #analyser!: AnalyserNode;
  /** Held, or it would be collected as garbage; a former one is. */
  #source!: MediaStreamAudioSourceNode;
  #track: MediaStreamTrack | undefined;
  #resuming = false;

  /** `activated`: whether somebody has used the page; before that browsers keep audio contexts silent and complain in the console. */
  constructor(
    create = () => new AudioContext(SILENT),
    activated = () => navigator.userActivation?.hasBeenActive ?? true,
  ) {
    this.#create = create;
    this.#activated = activated;
  }

  /**
   * The peak amplitude of the last 43 ms (at 48 kHz), from 0 to 1; linear, as `audioLevel` in WebRTC statistics is. 0 without a
   * track, before the page may use audio, and while a call on the phone has suspended it.
   */
  read(track: MediaStreamTrack | null): number {
    if (!track) {
      if (this.#context?.state === 'running') void this.#context.suspend();
      return 0;
    }
    if (!this.#context && !this.#activated()) return 0;
    this.#context ??= this.#create();
    const context = this.#context;
    if (track !== this.#track) {
      this.#analyser = new AnalyserNode(context);
      this.#source = context.createMediaStreamSource(new MediaStream([track]));
      this.#source.connect(this.#analyser);
      this.#track = track;
    }
    // Suspended by us while there was no track, or by a phone call that may be over; one request at a time, for it can stay open for long.
    if (context.state !== 'running' && !this.#resuming) {
      this.#resuming = true;
      const done = () => {
        this.#resuming = false;
      };
      context.resume().then(done, done);
    }
    const samples = new Float32Array(2048);
    this.#analyser.getFloatTimeDomainData(samples);
    return samples.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0);
  }

  /** Closes the context; a later `read` opens a new one. */
  stop(): void {
    this.#context?.close();
    this.#context = this.#track = undefined;
  }
}
