/** The user's settings: devices, what happens to their sound and picture, name, sounds, language and data. */
import type { Device } from '../../room/state.js';
import type { UiFeature } from '../../ui/feature.js';
import { settingsWords } from './en.js';

declare module '../../ui/context.js' {
  interface FeatureControls {
    settings: true;
    'switch-camera': true;
  }
}

/** The camera that looks the other way than `selected`, on a device that has one for each. */
export function otherCamera(cameras: readonly Device[], selected: string | null): Device | undefined {
  const { facing = 'user' } = cameras.find(({ id }) => id === selected) ?? {};
  return cameras.find((one) => one.facing && one.facing !== facing);
}

export const settings: UiFeature = {
  name: 'settings',
  words: settingsWords,
  controls: [
    {
      name: 'switch-camera',
      order: 25,
      grants: ['publish'],
      isInLobby: true,
      isSupported: ({ state: { devices, self } }) =>
        self.camera === 'on' && !!otherCamera(devices.list.camera, devices.selected.camera),
      model: ({ room, state: { devices }, text }) => ({
        label: text.switchCamera!,
        icon: 'M4.5 10a8 8 0 0 1 14-3.5L20 8M20 4v4h-4M19.5 14a8 8 0 0 1-14 3.5L4 16M4 20v-4h4',
        press: () => {
          const other = otherCamera(devices.list.camera, devices.selected.camera);
          if (other) void room.setDevice('camera', other.id);
        },
      }),
    },
    {
      name: 'settings',
      order: 60,
      isInLobby: true,
      model: ({ ui, act, text }) => ({
        label: text.settings!,
        popup: 'dialog',
        expanded: ui.menu === 'settings',
        press: () => act.openMenu('settings'),
      }),
    },
  ],
  options: {
    controls: ['microphone', 'camera'],
    menu: 'settings',
    label: ({ text }, control) => (control === 'camera' ? text.cameraSettings! : text.microphoneSettings!),
  },
  menus: { settings: () => import('./ui/dialog.js') },
};
