/** The devices there are, in the shape that pickers draw. Pure. */

/** What a device picker can choose. */
export type DeviceKind = 'microphone' | 'camera' | 'speaker';

/** A device to choose from. Before permission browsers tell neither: `id` and `label` are empty, pickers number them. */
export interface Device {
  readonly id: string;
  readonly label: string;
}

/** The devices there are, and the ones in use (`null`: none yet, or the browser's default). */
export interface Devices {
  readonly list: Readonly<Record<DeviceKind, readonly Device[]>>;
  readonly selected: Readonly<Record<DeviceKind, string | null>>;
}

/** The browser's word for each kind. */
export const KIND = { microphone: 'audioinput', camera: 'videoinput', speaker: 'audiooutput' } as const;

/** Shapes what `enumerateDevices` told. Of `wanted` ids, those that are not there count as not selected. */
export function devicesOf(
  infos: readonly MediaDeviceInfo[],
  wanted: Readonly<Partial<Record<DeviceKind, string>>>,
): Devices {
  const list = (kind: DeviceKind) =>
    infos
      .filter((info) => info.kind === KIND[kind])
      .map(({ deviceId, label }): Device => ({ id: deviceId, label }));
  const all = { microphone: list('microphone'), camera: list('camera'), speaker: list('speaker') };
  const selected = (kind: DeviceKind) => all[kind].find(({ id }) => id && id === wanted[kind])?.id ?? null;
  return {
    list: all,
    selected: {
      microphone: selected('microphone'),
      camera: selected('camera'),
      speaker: selected('speaker'),
    },
  };
}
