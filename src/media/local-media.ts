/**
 * Our microphone and camera. Owns their tracks from the first prompt to `stop()`, and the list of devices. Tells facts by
 * callbacks, never ahead of the browser. Knows nothing of rooms, peers or elements.
 */
import { AudioLevel } from './audio-level.js';
import {
  type Capture,
  type CaptureOwner,
  type CaptureSource,
  type CaptureState,
  createCapture,
  trackOf,
} from './capture.js';
import { constraintsOf } from './constraints.js';
import { type DeviceKind, type Devices, devicesOf } from './devices.js';
import { type DeviceErrorCode, type DeviceFailure, explain } from './failure.js';
import { Preferences } from './preferences.js';

export interface LocalMediaOptions {
  /** `navigator.mediaDevices`; undefined outside a secure context. */
  devices: MediaDevices | undefined;
  /** Devices chosen earlier; default: none, kept in memory. */
  preferences?: Preferences;
  /** Never ask for a camera; default `false`. */
  audioOnly?: boolean;
  /** The host's own stream instead of devices: its first audio and video track are sent or not, never stopped or changed. */
  stream?: MediaStream | null;
  /** What the page's permissions policy says; default: no objection. */
  allows?: (source: CaptureSource) => boolean | undefined;
  /** Measures our microphone; default: a new one. */
  level?: AudioLevel;
  on: {
    /** `track` is what to send: there while `on`, else null. `on` after `on` is another track. */
    sourceChanged(source: CaptureSource, state: CaptureState, track: MediaStreamTrack | null): void;
    deviceFailed(kind: CaptureSource, code: DeviceErrorCode, cause?: unknown): void;
    /** Called whenever devices were listed, whether or not something is different. */
    devicesChanged(devices: Devices): void;
  };
}

const SOURCES = ['microphone', 'camera'] as const;

export class LocalMedia {
  readonly #options: LocalMediaOptions;
  readonly #preferences: Preferences;
  readonly #level: AudioLevel;
  readonly #captures: Readonly<Record<CaptureSource, Capture>>;
  readonly #abort = new AbortController();

  constructor(options: LocalMediaOptions) {
    this.#options = options;
    this.#preferences = options.preferences ?? new Preferences();
    this.#level = options.level ?? new AudioLevel();
    const { on, devices, stream } = options;
    const { signal } = this.#abort;
    const owner: CaptureOwner = {
      open: (source, deviceId) => this.#open([source], deviceId),
      explain: (source, cause) => this.#explain(source, cause),
      ended: (source, deviceId) => this.#ended(source, deviceId),
      changed: (source, state, track) => on.sourceChanged(source, state, track),
      failed: (source, { code, cause }) => signal.aborted || on.deviceFailed(source, code, cause),
      ours: !stream,
      signal,
    };
    this.#captures = {
      microphone: createCapture('microphone', owner),
      camera: createCapture('camera', owner),
    };
    devices?.addEventListener('devicechange', () => this.#refresh(), { signal });
  }

  /** Asks for the sources that are wanted, with one prompt for both; the others stay `off`. Never rejects: see the callbacks. */
  start(wanted: Readonly<Record<CaptureSource, boolean>>): Promise<void> {
    return this.#start((source) => wanted[source]);
  }

  /** Asks again for what is wanted and was denied, missing or busy. */
  retry(): Promise<void> {
    return this.#start((source) => this.#captures[source].failed);
  }

  /** Resolves with the confirmed state. Never rejects; a source that cannot be had was reported and is `false`. */
  async setEnabled(source: CaptureSource, on: boolean): Promise<boolean> {
    const enabled = this.#available(source) && (await this.#captures[source].set(on));
    // Names of devices are told once one of them was allowed.
    if (on) await this.#refresh();
    return enabled;
  }

  /**
   * Changes to another device: the old one goes on until the new one is there, or goes on for good if that fails. Of a source that
   * is off, and of speakers, the choice is remembered; whoever plays sound applies `devices.selected.speaker`.
   */
  async setDevice(kind: DeviceKind, deviceId: string): Promise<void> {
    if (kind === 'speaker' || (await this.#captures[kind].use(deviceId))) {
      this.#preferences.set({ [kind]: deviceId });
    }
    await this.#refresh();
  }

  /** The track to send; null unless the source is on. */
  track(source: CaptureSource): MediaStreamTrack | null {
    return this.#captures[source].track;
  }

  /** How loud our microphone is now, 0 to 1; see {@link AudioLevel.read}. */
  level(): number {
    return this.#level.read(this.track('microphone'));
  }

  /** Ends every track that is ours, and everything else for good. A host's own stream goes on. */
  stop(): void {
    for (const source of SOURCES) this.#captures[source].end();
    this.#abort.abort();
    this.#level.stop();
  }

  async #start(wanted: (source: CaptureSource) => boolean): Promise<void> {
    const sources = SOURCES.filter((source) => wanted(source) && this.#available(source));
    const joint = sources[1] && this.#open(sources);
    await Promise.all(sources.map((source) => this.#captures[source].set(true, joint)));
    // A source that was switched off while the prompt was open has left its track.
    const stream = await joint?.catch(() => {});
    for (const source of sources) {
      const track = stream && !this.#options.stream && trackOf(source, stream);
      if (track && track !== this.#captures[source].captured) track.stop();
    }
    await this.#refresh();
  }

  /** A host's stream has what it has. */
  #available(source: CaptureSource): boolean {
    const { audioOnly, stream } = this.#options;
    return !(audioOnly && source === 'camera') && !(stream && !trackOf(source, stream));
  }

  async #open(sources: readonly CaptureSource[], deviceId?: string): Promise<MediaStream> {
    this.#abort.signal.throwIfAborted();
    const [audio, video] = SOURCES.map(
      (source) =>
        sources.includes(source) && constraintsOf(source, this.#preferences.value[source], deviceId),
    );
    return this.#options.stream ?? this.#options.devices!.getUserMedia({ audio, video });
  }

  #explain(source: CaptureSource, cause: unknown): Promise<DeviceFailure> {
    const { allows = () => true } = this.#options;
    // Firefox does not tell a frame, but hides from it what is forbidden; what a person denied it lists without names.
    const isListed = async () => !!(await this.#refresh())[source].length;
    return explain(cause, false, (code) => allows(source) ?? (code !== 'denied' || isListed()));
  }

  async #ended(source: CaptureSource, deviceId?: string): Promise<void> {
    const list = (await this.#refresh())[source];
    // Browsers take back ids and names together with the permission.
    const code =
      list[0]?.id === '' ? 'denied' : list.some(({ id }) => id === deviceId) ? 'unknown' : 'not-found';
    if (!this.#abort.signal.aborted) this.#options.on.deviceFailed(source, code);
  }

  /** Lists the devices, and tells. */
  async #refresh(): Promise<Devices['list']> {
    const { devices, on } = this.#options;
    const infos = await devices?.enumerateDevices().catch(() => {});
    const { microphone, camera } = this.#captures;
    const { value } = this.#preferences;
    const shaped = devicesOf(infos ?? [], {
      microphone: microphone.deviceId ?? value.microphone,
      camera: camera.deviceId ?? value.camera,
      speaker: value.speaker,
    });
    if (!this.#abort.signal.aborted) on.devicesChanged(shaped);
    return shaped.list;
  }
}
