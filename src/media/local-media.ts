/**
 * Our microphone and camera. Owns their tracks from the first prompt to `stop()`, and the list of devices. Reports facts by
 * callbacks, only after the browser has confirmed them. Knows nothing of rooms, peers or elements.
 */
import type { Page } from '../shared/page-lifecycle.js';
import { AudioLevel } from './audio-level.js';
import {
  type Capture,
  type CaptureOwner,
  type CaptureSource,
  type CaptureState,
  createCapture,
  trackOf,
} from './capture.js';
import {
  appliedConstraints,
  type CaptureSize,
  captureSize,
  constraintsOf,
  FIRST_SIZE,
} from './constraints.js';
import { type DeviceKind, type Devices, devicesOf, type Replacement } from './devices.js';
import { type DeviceErrorCode, type DeviceFailure, explain } from './failure.js';
import { Preferences } from './preferences.js';
import type { Processing, Reported, TrackProcessor } from './processing.js';

export interface LocalMediaOptions {
  /** `navigator.mediaDevices`; undefined outside a secure context. */
  devices: MediaDevices | undefined;
  /** Devices chosen earlier; default: none, kept in memory. */
  preferences?: Preferences;
  /** Never ask for a camera; default `false`. */
  audioOnly?: boolean;
  /** The host page's own stream instead of devices: its first audio and video tracks are sent or not, but never stopped or changed. */
  stream?: MediaStream | null;
  /** The permissions policy of the page, and when it becomes visible again; default: everything is allowed, always visible. */
  page?: Pick<Page, 'allows' | 'addEventListener'>;
  /** Permissions of the browser; default: `navigator.permissions`. */
  permissions?: Pick<Permissions, 'query'>;
  /** Processors between capture and senders; see `setProcessor`. Default: none. */
  processors?: Readonly<Partial<Record<CaptureSource, TrackProcessor | null>>>;
  /** Measures the level of our microphone; default: a new one. */
  level?: AudioLevel;
  on: {
    /** `track`: the track to send while `on`, otherwise `null`. A second `on` means a new track. */
    sourceChanged(source: CaptureSource, state: CaptureState, track: MediaStreamTrack | null): void;
    deviceFailed(kind: CaptureSource, code: DeviceErrorCode, cause?: unknown): void;
    /** A processor has failed, and the captured track is sent as it is. Default: nobody is told. */
    processorFailed?(kind: CaptureSource, cause: unknown): void;
    /** Called after each listing of devices, changed or not. */
    devicesChanged(devices: Devices): void;
  };
}

const SOURCES = ['microphone', 'camera'] as const;
const OFF: Reported = { state: 'off', track: null };

export class LocalMedia {
  readonly #options: LocalMediaOptions;
  readonly #preferences: Preferences;
  readonly #level: AudioLevel;
  readonly #captures: Readonly<Record<CaptureSource, Capture>>;
  readonly #processors: Partial<Record<CaptureSource, TrackProcessor | null>> = {};
  /** Exists for a source that ever had a processor. */
  readonly #processing: Partial<Record<CaptureSource, Processing>> = {};
  /** The processor of a source is being loaded, or makes its track. */
  readonly #settling: Partial<Record<CaptureSource, Promise<void>>> = {};
  /** The last report of each capture, and what was told of it. */
  readonly #captured: Record<CaptureSource, Reported> = { microphone: OFF, camera: OFF };
  readonly #told: Record<CaptureSource, Reported> = { microphone: OFF, camera: OFF };
  readonly #abort = new AbortController();
  #list: Devices['list'] = { microphone: [], camera: [], speaker: [] };
  /** The hardware behind the system's default microphone. */
  #standard = '';
  #replaced: Replacement | undefined;
  #size: CaptureSize = FIRST_SIZE;

  constructor(options: LocalMediaOptions) {
    this.#options = options;
    this.#preferences = options.preferences ?? new Preferences();
    this.#level = options.level ?? new AudioLevel();
    const { on, devices, stream, page } = options;
    const { signal } = this.#abort;
    const owner: CaptureOwner = {
      open: (source, deviceId) => this.#open([source], deviceId),
      explain: (source, cause) => this.#explain(source, cause),
      objection: (source, deviceId) => this.#objection(source, deviceId),
      changed: (source, state, track) => {
        this.#captured[source] = { state, track };
        this.#forward(source);
        if (state === 'blocked') void this.#awaitPermission(source);
      },
      failed: (source, { code, cause }) => signal.aborted || on.deviceFailed(source, code, cause),
      recovered: (kind, gone, used) => {
        if (gone !== used) this.#replaced = { kind, gone, used, at: Date.now() };
        void this.#refresh();
      },
      ours: !stream,
      signal,
    };
    this.#captures = {
      microphone: createCapture('microphone', owner),
      camera: createCapture('camera', owner),
    };
    for (const source of SOURCES) {
      const processor = options.processors?.[source];
      if (processor) void this.setProcessor(source, processor);
    }
    devices?.addEventListener('devicechange', () => this.#devicesChanged(), { signal });
    // Devices that the system muted (a phone call), or that another program used, are opened again.
    const reopen = () => SOURCES.map((source) => this.#captures[source].reopen());
    page?.addEventListener('visible', reopen, { signal });
  }

  /** Asks for the wanted sources, with one prompt for both; the others stay `off`. Never rejects: see the callbacks. */
  start(wanted: Readonly<Record<CaptureSource, boolean>>): Promise<void> {
    return this.#start((source) => wanted[source]);
  }

  /** Asks again for wanted sources that were denied, missing or busy. */
  retry(): Promise<void> {
    return this.#start((source) => this.#captures[source].failed);
  }

  /**
   * Resolves with the confirmed state. Never rejects: a source that cannot be opened is reported and gives `false`. `null`
   * switches off and releases the device, while `false` leaves a microphone open.
   */
  async setEnabled(source: CaptureSource, on: boolean | null): Promise<boolean> {
    const enabled = this.#available(source) && (await this.#captures[source].set(on));
    if (enabled) {
      await this.#settling[source];
      await this.#processing[source]?.settled;
    }
    // Labels of devices are available once a device was allowed.
    if (on) await this.#refresh();
    return enabled;
  }

  /**
   * Sends what `processor` makes of the captured track from now on; `null` sends the captured track itself. No restart of the call.
   * Resolves when the new track is in use, or when the processor has failed, which is reported. Never rejects.
   */
  setProcessor(source: CaptureSource, processor: TrackProcessor | null): Promise<void> {
    this.#processors[source] = processor;
    const processing = this.#processing[source];
    if (processing) return processing.set(processor);
    if (processor) this.#settling[source] ??= this.#loadProcessing(source);
    return this.#settling[source] ?? Promise.resolve();
  }

  /**
   * Changes to another device. The old one stays in use until the new one works, or for good if that fails. For a source that is
   * off, and for speakers, the choice is stored; the code that plays sound applies `devices.selected.speaker`.
   */
  async setDevice(kind: DeviceKind, deviceId: string): Promise<void> {
    if (kind === 'speaker' || (await this.#captures[kind].use(deviceId))) {
      this.#preferences.set({ [kind]: deviceId });
    }
    await this.#refresh();
  }

  /**
   * The largest size that any receiver gets: no more is captured from now on. Resolves when the camera delivers that size, or has
   * refused; never rejects. Does not change a host page's own stream.
   */
  async limitCamera(limit: CaptureSize): Promise<void> {
    const size = captureSize(limit);
    if (size.lines === this.#size.lines && size.frameRate === this.#size.frameRate) return;
    this.#size = size;
    if (this.#options.stream) return;
    await this.#apply('camera');
  }

  /**
   * The user has changed a setting that devices depend on. Resolves when they deliver it, or have refused; never rejects. Does not
   * change a host page's own stream.
   */
  async settingsChanged(): Promise<void> {
    if (this.#options.stream) return;
    const { noiseSuppression = true } = this.#preferences.settings;
    await Promise.all(SOURCES.map((source) => this.#apply(source)));
    const { microphone } = this.#captures;
    const { noiseSuppression: isOn } = microphone.captured?.getSettings() ?? {};
    // Chromium does not change this while the microphone is open, so it is opened again.
    if (isOn !== undefined && isOn !== noiseSuppression && microphone.deviceId)
      await microphone.use(microphone.deviceId);
  }

  /** The captured track, before any processor; `null` unless the source is on. */
  track(source: CaptureSource): MediaStreamTrack | null {
    return this.#captures[source].track;
  }

  /** The captured track, also while it is muted and not sent; `null` if the device is closed. */
  captured(source: CaptureSource): MediaStreamTrack | null {
    return this.#captures[source].captured;
  }

  /** The sources that were switched off, separated by commas. What nobody has switched here counts as in `before`. */
  switchedOff(before: string): string {
    return `${SOURCES.filter((source) => {
      const { wanted } = this.#captures[source];
      return wanted === undefined ? before.includes(source) : !wanted;
    })}`;
  }

  /** The current level of our microphone, 0 to 1; see {@link AudioLevel.read}. */
  level(): number {
    return this.#level.read(this.track('microphone'));
  }

  /** Ends all of our tracks and everything else for good. A host page's own stream continues. */
  stop(): void {
    for (const source of SOURCES) {
      this.#captures[source].end();
      this.#processing[source]?.end();
    }
    this.#abort.abort();
    this.#level.stop();
  }

  /** Passes on a report of the capture. Until the code of its processor is loaded, a source that is not sent yet is `starting`. */
  #forward(source: CaptureSource): void {
    const { state, track } = this.#captured[source];
    const processing = this.#processing[source];
    const isLoading = !processing && !!this.#processors[source];
    if (processing) processing.captured(state, track);
    else if (!isLoading || state !== 'on') this.#tell(source, { state, track });
    else if (this.#told[source].state !== 'on') this.#tell(source, { state: 'starting', track: null });
  }

  #tell(source: CaptureSource, next: Reported): void {
    const { state, track } = this.#told[source];
    if (state === next.state && track === next.track) return;
    this.#told[source] = next;
    this.#options.on.sourceChanged(source, next.state, next.track);
  }

  /** Loads the code that runs processors, which most calls never need. */
  async #loadProcessing(source: CaptureSource): Promise<void> {
    const { on } = this.#options;
    try {
      const { Processing } = await import('./processing.js');
      if (this.#abort.signal.aborted) return;
      const processing = new Processing({
        source,
        captured: this.#captured[source],
        told: this.#told[source],
        changed: (state, track) => this.#tell(source, { state, track }),
        failed: (cause) => on.processorFailed?.(source, cause),
      });
      this.#processing[source] = processing;
      await processing.set(this.#processors[source] ?? null);
    } catch (cause) {
      // Another call of `setProcessor` tries again.
      this.#processors[source] = null;
      on.processorFailed?.(source, cause);
      this.#forward(source);
    } finally {
      delete this.#settling[source];
    }
  }

  async #apply(
    source: CaptureSource,
    track: MediaStreamTrack | null | undefined = this.#captures[source].captured,
  ): Promise<void> {
    const constraints = appliedConstraints(source, this.#size, this.#preferences.settings);
    await track?.applyConstraints(constraints).catch(() => {});
  }

  async #start(wanted: (source: CaptureSource) => boolean): Promise<void> {
    const sources = SOURCES.filter((source) => wanted(source) && this.#available(source));
    const joint = sources[1] && this.#open(sources);
    await Promise.all(sources.map((source) => this.#captures[source].set(true, joint)));
    // A source that was switched off while the prompt was open has left its track behind.
    const stream = await joint?.catch(() => {});
    for (const source of sources) {
      const track = stream && !this.#options.stream && trackOf(source, stream);
      if (track && track !== this.#captures[source].captured) track.stop();
    }
    await this.#refresh();
  }

  /** A host page's stream only has its own tracks. */
  #available(source: CaptureSource): boolean {
    const { audioOnly, stream } = this.#options;
    return !(audioOnly && source === 'camera') && !(stream && !trackOf(source, stream));
  }

  async #open(sources: readonly CaptureSource[], deviceId?: string): Promise<MediaStream> {
    this.#abort.signal.throwIfAborted();
    const size = this.#size;
    const [audio, video] = SOURCES.map(
      (source) =>
        sources.includes(source) &&
        constraintsOf(source, this.#preferences.value[source], deviceId, size, this.#preferences.settings),
    );
    const stream = this.#options.stream ?? (await this.#options.devices!.getUserMedia({ audio, video }));
    // The limit has changed meanwhile.
    if (size !== this.#size) void this.#apply('camera', stream.getVideoTracks()[0]);
    return stream;
  }

  #explain(source: CaptureSource, cause: unknown): Promise<DeviceFailure> {
    const { page } = this.#options;
    // Firefox does not report the policy inside a frame, but hides forbidden devices there. Devices that the user denied are
    // listed without labels.
    const isListed = async () => !!(await this.#refresh())[source].length;
    return explain(cause, false, (code) =>
      page ? (page.allows(source) ?? (code !== 'denied' || isListed())) : true,
    );
  }

  async #objection(source: CaptureSource, deviceId?: string): Promise<DeviceFailure | undefined> {
    const list = (await this.#refresh())[source];
    // Unplugged: the user expects us to open another one. If permission was taken back, browsers hide ids and labels too.
    if (list[0]?.id !== '' && !list.some(({ id }) => id === deviceId)) return;
    const judge = await import('./refusals.js').catch(() => undefined);
    return judge?.objection(list, source, this.#options.permissions);
  }

  /** Continues by itself when the user allows a device that was denied. */
  async #awaitPermission(source: CaptureSource): Promise<void> {
    const { granted } = await import('./refusals.js').catch(() => ({ granted: undefined }));
    await granted?.(source, this.#abort.signal, this.#options.permissions).then(
      () => this.retry(),
      () => {},
    );
  }

  /**
   * Devices were plugged in or out. A chosen device that is back is used again; without a choice we follow the system default; a
   * lost source tries the devices that exist now.
   */
  async #devicesChanged(): Promise<void> {
    const [before, standard] = [this.#list, this.#standard];
    const list = await this.#refresh();
    if (this.#options.stream) return;
    for (const source of SOURCES) {
      const capture = this.#captures[source];
      const chosen = this.#preferences.value[source];
      const has = (devices: Devices['list']) => devices[source].some(({ id }) => id === chosen);
      const ids = (devices: Devices['list']) => `${devices[source].map(({ id }) => id)}`;
      if (capture.deviceId !== chosen && has(list) && !has(before)) await capture.reopen(chosen);
      else if (source === 'microphone' && capture.deviceId === 'default' && this.#standard !== standard)
        await capture.reopen('default');
      else if (!capture.captured && ids(list) !== ids(before)) await capture.reopen();
      else continue;
      await this.#refresh();
    }
  }

  /** Lists the devices and reports them. */
  async #refresh(): Promise<Devices['list']> {
    const { devices, on } = this.#options;
    const infos = await devices?.enumerateDevices().catch(() => {});
    const { microphone, camera } = this.#captures;
    const { value } = this.#preferences;
    // A page's own stream cannot be changed here.
    const { stream } = this.#options;
    const listed = infos?.filter(({ kind }) => !stream || kind === 'audiooutput');
    const shaped = devicesOf(listed ?? [], {
      microphone: microphone.deviceId ?? value.microphone,
      camera: camera.deviceId ?? value.camera,
      speaker: value.speaker,
    });
    // When the system default changes, Chromium's entry for it names other hardware under the same id.
    const standard = infos?.find(({ kind, deviceId }) => kind === 'audioinput' && deviceId === 'default');
    this.#standard = standard ? standard.groupId + standard.label : '';
    this.#list = shaped.list;
    if (!this.#abort.signal.aborted) on.devicesChanged({ ...shaped, replaced: this.#replaced });
    return shaped.list;
  }
}
