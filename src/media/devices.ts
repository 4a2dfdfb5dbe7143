/** The devices there are, in the shape that pickers draw. Pure. */

/** What a device picker can choose. */
export type DeviceKind = 'microphone' | 'camera' | 'speaker';

/** A device to choose from. Before permission browsers tell neither: `id` and `label` are empty, pickers number them. */
export interface Device {
  readonly id: string;
  readonly label: string;
}

/** A device that took the place of another without being asked for. Labels as the browser tells them. */
export interface Replacement {
  readonly kind: 'microphone' | 'camera';
  /** What is gone; empty where it is still there, as when the system has another default. */
  readonly gone: string;
  readonly used: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** The devices there are, and the ones in use (`null`: none yet, or the browser's default). */
export interface Devices {
  readonly list: Readonly<Record<DeviceKind, readonly Device[]>>;
  readonly selected: Readonly<Record<DeviceKind, string | null>>;
  /** The last one that changed by itself. */
  readonly replaced?: Replacement | undefined;
}

/** The browser's word for each kind. */
const KINDS = { microphone: 'audioinput', camera: 'videoinput', speaker: 'audiooutput' } as const;

/** Shapes what `enumerateDevices` told. Of `wanted` ids, those that are not there count as not selected. */
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
