/**
 * Our microphone and camera. Owns their tracks from the first prompt to `stop()`, and the list of devices. Tells facts by
 * callbacks, never ahead of the browser. Knows nothing of rooms, peers or elements.
 */
import { AudioLevel, type AudioLevelOptions } from './audio-level.js';
import { Capture, type CaptureSource, type CaptureState, type Failure } from './capture.js';
import { constraintsOf } from './constraints.js';
import { type DeviceErrorCode, deviceErrorCode, noDevicesCode } from './device-error.js';
import { type DeviceKind, type Devices, devicesOf, KIND } from './devices.js';
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
  level?: AudioLevelOptions;
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
  readonly #abort = new AbortController();
  readonly #captures: Readonly<Record<CaptureSource, Capture>>;
  readonly #level: AudioLevel;

  constructor(options: LocalMediaOptions) {
    this.#options = options;
    this.#preferences = options.preferences ?? new Preferences();
    this.#level = new AudioLevel(options.level);
    const { on } = options;
    const { signal } = this.#abort;
    const owner = {
      open: this.#open,
      explain: this.#explain,
      ended: this.#ended,
      changed: on.sourceChanged,
      failed: (source: CaptureSource, { code, cause }: Failure) =>
        signal.aborted || on.deviceFailed(source, code, cause),
      signal,
    };
    const capture = (source: CaptureSource) => new Capture(source, owner, !options.stream);
    this.#captures = { microphone: capture('microphone'), camera: capture('camera') };
    options.devices?.addEventListener('devicechange', this.#refresh, { signal });
  }

  /** Asks for the sources that are wanted, with one prompt for both; the others stay `off`. Never rejects: see the callbacks. */
  start(wanted: Readonly<Record<CaptureSource, boolean>>): Promise<void> {
    return this.#start(SOURCES.filter((source) => wanted[source]));
  }

  /** Asks again for what is wanted and was denied, missing or busy. */
  retry(): Promise<void> {
    return this.#start(SOURCES.filter((source) => this.#captures[source].failed));
  }

  /** Resolves with the confirmed state. Never rejects; a source that cannot be had was reported and is `false`. */
  async setEnabled(source: CaptureSource, on: boolean): Promise<boolean> {
    if (!this.#available(source)) return false;
    const enabled = await this.#captures[source].set(on);
    await this.#refresh();
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

  async #start(wanted: readonly CaptureSource[]): Promise<void> {
    const sources = wanted.filter((source) => this.#available(source) && !this.#captures[source].busy);
    const joint = sources.length > 1 && !this.#options.stream ? this.#open(sources) : undefined;
    await Promise.all(sources.map((source) => this.#captures[source].set(true, joint)));
    // A source that was switched off while the prompt was open has left its track.
    for (const track of (await joint?.catch(() => null))?.getTracks() ?? []) {
      if (!SOURCES.some((source) => this.#captures[source].owns(track))) track.stop();
    }
    await this.#refresh();
  }

  /** A host's stream has what it has. */
  #available(source: CaptureSource): boolean {
    const { audioOnly, stream } = this.#options;
    if (source === 'camera' && audioOnly) return false;
    return !stream || stream.getTracks().some(({ kind }) => KIND[source].startsWith(kind));
  }

  readonly #open = async (sources: readonly CaptureSource[], deviceId?: string): Promise<MediaStream> => {
    const { stream, devices } = this.#options;
    if (stream) return stream;
    const wanted = (source: CaptureSource) =>
      sources.includes(source) &&
      constraintsOf(source, deviceId ?? this.#preferences.value[source], !!deviceId);
    return devices!.getUserMedia({ audio: wanted('microphone'), video: wanted('camera') });
  };

  readonly #explain = async (source: CaptureSource, cause: unknown): Promise<Failure> => {
    const { devices, allows } = this.#options;
    if (!devices) return { code: noDevicesCode(), cause };
    const allowed = allows ? allows(source) : true;
    if (allowed === false) return { code: 'policy', cause };
    const code = deviceErrorCode(cause);
    // Firefox tells a forbidden frame by hiding the devices from it, and those a person denied it lists without names.
    const hidden = code === 'denied' && allowed === undefined && !(await this.#infos(source)).length;
    return { code: hidden ? 'policy' : code, cause };
  };

  readonly #ended = async (source: CaptureSource, track: MediaStreamTrack): Promise<void> => {
    const here = await this.#infos(source);
    const { groupId } = track.getSettings();
    let code: DeviceErrorCode = 'not-found';
    if (here.some((info) => info.groupId === groupId)) code = 'unknown';
    // Browsers take back the names together with the permission.
    if (here[0]?.deviceId === '') code = 'denied';
    if (!this.#abort.signal.aborted) this.#options.on.deviceFailed(source, code);
    await this.#refresh();
  };

  async #infos(kind?: CaptureSource): Promise<MediaDeviceInfo[]> {
    const infos = await this.#options.devices?.enumerateDevices().catch(() => undefined);
    return (infos ?? []).filter((info) => !kind || info.kind === KIND[kind]);
  }

  readonly #refresh = async (): Promise<void> => {
    const infos = await this.#infos();
    if (this.#abort.signal.aborted) return;
    const { microphone, camera } = this.#captures;
    const chosen = this.#preferences.value;
    this.#options.on.devicesChanged(
      devicesOf(infos, {
        microphone: microphone.deviceId ?? chosen.microphone,
        camera: camera.deviceId ?? chosen.camera,
        speaker: chosen.speaker,
      }),
    );
  };
}
