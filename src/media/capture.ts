/** One of our own sources, microphone or camera. Owns its track, and brings it where the last wish says. Knows no other source. */
import { type DeviceErrorCode, stateAfter } from './device-error.js';

/** What is captured from a device of its own. */
export type CaptureSource = 'microphone' | 'camera';
/** `starting`: the browser was asked and has not answered. `blocked` and `lost`: see {@link stateAfter}. */
export type CaptureState = 'off' | 'starting' | 'on' | 'blocked' | 'lost';

/** Why there is no track. */
export interface Failure {
  readonly code: DeviceErrorCode;
  readonly cause?: unknown;
}

/** What a source needs of the one that owns both. */
export interface CaptureOwner {
  /** Asks the browser. With `deviceId` for exactly that device, without it for the preferred one. */
  open(sources: readonly CaptureSource[], deviceId?: string): Promise<MediaStream>;
  /** Finds out what a rejection of `open` means. */
  explain(source: CaptureSource, cause: unknown): Promise<Failure>;
  changed(source: CaptureSource, state: CaptureState, track: MediaStreamTrack | null): void;
  failed(source: CaptureSource, failure: Failure): void;
  /** The track ended and not by us: unplugged, or the permission is gone. */
  ended(source: CaptureSource, track: MediaStreamTrack): void;
  /** Aborted when everything is over. */
  readonly signal: AbortSignal;
}

export class Capture {
  readonly #source: CaptureSource;
  readonly #owner: CaptureOwner;
  /** The track is ours to stop; a host's own is not. */
  readonly #ours: boolean;
  /** What is captured; for a muted microphone it goes on, and is not sent. */
  #captured: MediaStreamTrack | null = null;
  #state: CaptureState = 'off';
  #wanted = false;
  /** Chosen and not tried yet. */
  #chosen: string | undefined;
  /** A request for both sources that is under way, to be used before asking for this one alone. */
  #joint: Promise<MediaStream> | undefined;
  #settling: Promise<boolean> | undefined;

  constructor(source: CaptureSource, owner: CaptureOwner, ours: boolean) {
    this.#source = source;
    this.#owner = owner;
    this.#ours = ours;
  }

  /** The track to send; null unless the source is on. */
  get track(): MediaStreamTrack | null {
    return this.#state === 'on' ? this.#captured : null;
  }

  get deviceId(): string | undefined {
    return this.#captured?.getSettings().deviceId;
  }

  /** Whether it is on or on the way to be what it should be. */
  get busy(): boolean {
    return this.#state === 'on' || !!this.#settling;
  }

  /** Wanted, and not to be had. */
  get failed(): boolean {
    return this.#wanted && !this.busy;
  }

  owns(track: MediaStreamTrack): boolean {
    return track === this.#captured;
  }

  /** Switches on or off; of wishes that overlap the last one wins, and all of them resolve with where it ended. */
  set(on: boolean, joint?: Promise<MediaStream>): Promise<boolean> {
    this.#wanted = on;
    this.#joint = joint;
    return this.#settle();
  }

  /** Changes to another device; resolves with whether it is in use, or will be when the source is on again. */
  async use(deviceId: string): Promise<boolean> {
    this.#chosen = deviceId;
    await this.#settle();
    return this.#state !== 'on' || this.deviceId === deviceId;
  }

  /** Ends the track for good. */
  end(): void {
    this.#wanted = false;
    this.#release();
    this.#report('off');
  }

  #settle(): Promise<boolean> {
    this.#settling ??= this.#run();
    return this.#settling;
  }

  async #run(): Promise<boolean> {
    // Wishes of one task count as one, and `#settling` is set before it is cleared below.
    await null;
    let wanted: boolean;
    do {
      wanted = this.#wanted;
      const chosen = this.#chosen;
      this.#chosen = undefined;
      if (!wanted) this.#off(chosen);
      else if (!this.#captured || (chosen && this.#ours)) await this.#open(chosen);
      else {
        this.#enable(true);
        this.#report('on');
      }
    } while (wanted !== this.#wanted || this.#chosen);
    this.#joint = this.#settling = undefined;
    return this.#state === 'on';
  }

  /**
   * A camera's light goes out. A microphone stays open and is silenced, so that people who unmute to say a word are heard from its
   * first syllable; unless another one was chosen meanwhile.
   */
  #off(chosen?: string): void {
    if (this.#source === 'camera' || chosen) this.#release();
    this.#enable(false);
    this.#report('off');
  }

  async #open(chosen?: string): Promise<void> {
    const old = this.#captured;
    const oldId = this.deviceId;
    if (!old) this.#report('starting');
    let got = await this.#request(chosen);
    // Firefox and phones open one at a time: let go of the old one first, and take it back if that does not help either.
    if (old && 'code' in got && got.code === 'in-use') {
      this.#release();
      this.#report('starting');
      got = await this.#request(chosen);
      if ('code' in got) {
        this.#owner.failed(this.#source, got);
        got = await this.#request(oldId);
      }
    }
    if (this.#owner.signal.aborted) return;
    if ('code' in got) {
      if (!this.#captured) this.#report(stateAfter(got.code));
      this.#owner.failed(this.#source, got);
      return;
    }
    this.#release();
    this.#captured = got;
    got.addEventListener('ended', this.#ended, { signal: this.#owner.signal });
    if (this.#wanted) this.#report('on');
  }

  /** The source's track, or why there is none. Nothing stays open after everything is over. */
  async #request(deviceId?: string): Promise<MediaStreamTrack | Failure> {
    const { signal } = this.#owner;
    const joint = this.#joint;
    this.#joint = undefined;
    try {
      signal.throwIfAborted();
      const stream = await (joint ?? this.#owner.open([this.#source], deviceId));
      const track = (this.#source === 'camera' ? stream.getVideoTracks() : stream.getAudioTracks())[0]!;
      if (signal.aborted && this.#ours) track.stop();
      return track;
    } catch (cause) {
      const failure = await this.#owner.explain(this.#source, cause);
      // Both were asked for and one is missing, busy or denied: perhaps not this one. Who closed the prompt is not asked again.
      return joint && failure.code !== 'dismissed' ? this.#request(deviceId) : failure;
    }
  }

  // One function for all tracks: added twice to the same one it still counts once.
  readonly #ended = ({ target }: Event): void => {
    if (target !== this.#captured) return;
    const { track } = this;
    this.#captured = null;
    // A silenced microphone that goes is asked for anew when it is wanted. (Going on with the default device has its place here.)
    if (!track) return;
    this.#report('lost');
    this.#owner.ended(this.#source, track);
  };

  #release(): void {
    if (this.#ours) this.#captured?.stop();
    this.#captured = null;
  }

  #enable(on: boolean): void {
    if (this.#ours && this.#captured) this.#captured.enabled = on;
  }

  #report(state: CaptureState): void {
    // On again means another track.
    if (this.#owner.signal.aborted || (state === this.#state && state !== 'on')) return;
    this.#state = state;
    this.#owner.changed(this.#source, state, this.track);
  }
}
