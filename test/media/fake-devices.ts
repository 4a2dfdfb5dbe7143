/** Devices that a test plugs in, removes, denies and keeps busy. Their tracks are real ones without content. */

declare const MediaStreamTrackGenerator: new (init: { kind: 'audio' | 'video' }) => MediaStreamTrack;

const KINDS = { audio: 'audioinput', video: 'videoinput' } as const;
type Kind = keyof typeof KINDS;

/** A rejection like those of browsers. */
export function refusal(name: string, message = '', constraint?: string): Error {
  return name === 'OverconstrainedError'
    ? new OverconstrainedError(constraint ?? '', message)
    : new DOMException(message, name);
}

export function info(
  kind: MediaDeviceKind,
  deviceId: string,
  groupId = `group of ${deviceId}`,
  label = deviceId && `label of ${deviceId}`,
): MediaDeviceInfo {
  return { kind, deviceId, groupId: deviceId && groupId, label, toJSON: () => ({}) };
}

export class FakeDevices extends EventTarget {
  plugged = [info('audioinput', 'mic-1'), info('videoinput', 'cam-1'), info('audiooutput', 'loud-1')];
  /** The constraints of all `getUserMedia` calls, in order. */
  readonly requests: MediaStreamConstraints[] = [];
  /** Every track returned, in order. */
  readonly tracks: MediaStreamTrack[] = [];
  /** Set to refuse: returns the rejection, or nothing to accept the request. */
  refuse: (wanted: { audio: boolean; video: boolean }, deviceId?: string) => Error | undefined = () =>
    undefined;
  /** Requests are answered after this; replace it to keep a prompt open. */
  prompt: Promise<unknown> = Promise.resolve();

  /** Makes the tracks; replace it for tracks with content. */
  capture = (kind: Kind): MediaStreamTrack => new MediaStreamTrackGenerator({ kind });

  async getUserMedia(constraints: MediaStreamConstraints): Promise<MediaStream> {
    this.requests.push(constraints);
    await this.prompt;
    const kinds = (['audio', 'video'] as const).filter((kind) => constraints[kind]);
    const ids = kinds.map((kind) => this.#pick(kind, constraints[kind] as MediaTrackConstraints));
    const refused = this.refuse(
      { audio: !!constraints.audio, video: !!constraints.video },
      ids.find(Boolean),
    );
    if (refused) throw refused;
    if (!ids.every((id) => id !== undefined)) throw refusal('NotFoundError', 'Requested device not found');
    return new MediaStream(kinds.map((kind, index) => this.#track(kind, ids[index]!)));
  }

  async enumerateDevices(): Promise<MediaDeviceInfo[]> {
    return this.plugged;
  }

  getSupportedConstraints(): MediaTrackSupportedConstraints {
    return {};
  }

  /** Unplugs the device of a track. */
  unplug(track: MediaStreamTrack): void {
    const { deviceId } = track.getSettings();
    this.plugged = this.plugged.filter((device) => device.deviceId !== deviceId);
    this.end(track);
  }

  /** Changes the devices, and fires the browser's event. */
  replug(...plugged: MediaDeviceInfo[]): void {
    this.plugged = plugged;
    this.dispatchEvent(new Event('devicechange'));
  }

  /** Mutes a track like a system that gives the device to another program, or unmutes it. */
  silence(track: MediaStreamTrack, muted: boolean): void {
    Object.defineProperty(track, 'muted', { value: muted, configurable: true });
    track.dispatchEvent(new Event(muted ? 'mute' : 'unmute'));
  }

  /** Ends a track like the browser does; `stop()` fires no event. */
  end(track: MediaStreamTrack): void {
    track.stop();
    track.dispatchEvent(new Event('ended'));
  }

  /** Tracks that are captured now. */
  get live(): MediaStreamTrack[] {
    return this.tracks.filter(({ readyState }) => readyState === 'live');
  }

  #pick(kind: Kind, { deviceId }: MediaTrackConstraints): string | undefined {
    const all = this.plugged.filter((device) => device.kind === KINDS[kind]).map((device) => device.deviceId);
    const { exact } = Object(deviceId) as { exact?: string };
    if (exact !== undefined && !all.includes(exact)) throw refusal('OverconstrainedError', '', 'deviceId');
    return exact ?? all.find((id) => id === deviceId) ?? all[0];
  }

  #track(kind: Kind, deviceId: string): MediaStreamTrack {
    const track = this.capture(kind);
    const { groupId, label } = this.plugged.find((device) => device.deviceId === deviceId)!;
    track.getSettings = () => ({ deviceId, groupId });
    Object.defineProperties(track, { label: { value: label }, muted: { value: false, configurable: true } });
    this.tracks.push(track);
    return track;
  }
}

/** The fake with the type of the real thing. */
export function asMediaDevices(devices: FakeDevices): MediaDevices {
  return devices as unknown as MediaDevices;
}
