/** The list of devices, in the form that pickers draw. Pure. */

/** What a device picker can choose. */
export type DeviceKind = 'microphone' | 'camera' | 'speaker';

/** A device to choose from. Before permission, browsers hide `id` and `label`: both are empty, and pickers show numbers. */
export interface Device {
  readonly id: string;
  readonly label: string;
  /** Where a camera looks, if the browser or its label says so: to the user, or away from them. */
  readonly facing?: Facing | undefined;
}

export type Facing = 'user' | 'environment';

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

/** Labels of cameras in Android browsers that do not report a facing mode. */
const REAR = /facing back|\b(rear|back) camera/i;
const FRONT = /facing front|\b(front|selfie) camera/i;

/** Where a camera looks, by what it reports (`facingMode`) and by its label. */
export function facingOf(mode: string | undefined, label: string): Facing | undefined {
  if (mode === 'user' || mode === 'environment') return mode;
  if (REAR.test(label)) return 'environment';
  return FRONT.test(label) ? 'user' : undefined;
}

/** Firefox cannot tell what a device is capable of before it is open. */
const modeOf = (info: MediaDeviceInfo): string | undefined =>
  (info as Partial<InputDeviceInfo>).getCapabilities?.().facingMode?.[0];

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
      .map((info) => {
        const { deviceId: id, label } = info;
        const facing = kind === 'camera' ? facingOf(modeOf(info), label) : undefined;
        return { id, label, ...(facing && { facing }) };
      });
    selected[kind] = list[kind].find(({ id }) => id && id === wanted[kind])?.id ?? null;
  }
  return { list, selected };
}
