/** The list of devices, in the form that pickers draw. Pure. */

/** What a device picker can choose. */
export type DeviceKind = 'microphone' | 'camera' | 'speaker';

/** A device to choose from. Before permission, browsers hide `id` and `label`: both are empty, and pickers show numbers. */
export interface Device {
  readonly id: string;
  readonly label: string;
}

/** A device that replaced another without a request. Labels as the browser reports them. */
export interface Replacement {
  readonly kind: 'microphone' | 'camera';
  /** The label of the device that is gone; empty if it still exists, for example when the system default changed. */
  readonly gone: string;
  readonly used: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** The available devices, and the ones in use (`null`: none yet, or the browser's default). */
export interface Devices {
  readonly list: Readonly<Record<DeviceKind, readonly Device[]>>;
  readonly selected: Readonly<Record<DeviceKind, string | null>>;
  /** The last device that changed by itself. */
  readonly replaced?: Replacement | undefined;
}

/** The browser's name for each kind. */
const KINDS = { microphone: 'audioinput', camera: 'videoinput', speaker: 'audiooutput' } as const;

/** Converts the result of `enumerateDevices`. Ids in `wanted` that do not exist count as not selected. */
export function devicesOf(
  infos: readonly MediaDeviceInfo[],
  wanted: Readonly<Partial<Record<DeviceKind, string>>>,
): Devices {
  const list = {} as Record<DeviceKind, Device[]>;
  const selected = {} as Record<DeviceKind, string | null>;
  for (const kind of Object.keys(KINDS) as DeviceKind[]) {
    list[kind] = infos
      .filter((info) => info.kind === KINDS[kind])
      .map(({ deviceId, label }) => ({ id: deviceId, label }));
    selected[kind] = list[kind].find(({ id }) => id && id === wanted[kind])?.id ?? null;
  }
  return { list, selected };
}
