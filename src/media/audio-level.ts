/** How loud a track is, for meters. Owns an AudioContext, made when first needed. Never plays anything. */

export interface AudioLevelOptions {
  /** Default: a new `AudioContext`. */
  createContext?: () => AudioContext;
  /** Whether somebody has used the page; before that browsers refuse audio contexts and complain in the console. */
  activated?: () => boolean;
}

export class AudioLevel {
  readonly #create: () => AudioContext;
  readonly #activated: () => boolean;
  #context: AudioContext | undefined;
  #analyser: AnalyserNode | undefined;
  #source: MediaStreamAudioSourceNode | undefined;
  #track: MediaStreamTrack | null = null;
  #resuming = false;

  constructor({ createContext, activated }: AudioLevelOptions = {}) {
    this.#create = createContext ?? (() => new AudioContext());
    this.#activated = activated ?? (() => navigator.userActivation?.hasBeenActive ?? true);
  }

  /**
   * The peak amplitude of the last 43 ms (at 48 kHz), from 0 to 1; linear, as `audioLevel` in WebRTC statistics is. 0 without a
   * track, before the page may use audio, and while a call on the phone has suspended it.
   */
  read(track: MediaStreamTrack | null): number {
    if (!track) return 0;
    if (!this.#context) {
      if (!this.#activated()) return 0;
      this.#context = this.#create();
      this.#analyser = new AnalyserNode(this.#context, { fftSize: 2048 });
    }
    if (track !== this.#track) {
      this.#source?.disconnect();
      this.#source = this.#context.createMediaStreamSource(new MediaStream([track]));
      this.#source.connect(this.#analyser!);
      this.#track = track;
    }
    // Suspended on creation, or by a phone call that is over; one request at a time, for it may stay open for long.
    if (this.#context.state !== 'running' && !this.#resuming) {
      this.#resuming = true;
      this.#context
        .resume()
        .catch(() => {})
        .then(() => {
          this.#resuming = false;
        });
    }
    const samples = new Float32Array(this.#analyser!.fftSize);
    this.#analyser!.getFloatTimeDomainData(samples);
    return samples.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0);
  }

  /** Closes the context; a later `read` opens a new one. */
  stop(): void {
    this.#context?.close().catch(() => {});
    this.#context = this.#track = null!;
  }
}
