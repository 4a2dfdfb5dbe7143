/** The user's settings: devices, what happens to their sound and picture, name, sounds, language and data. */
import type { Device } from '../../room/state.js';
import type { UiContext } from '../../ui/context.js';
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

/** Whether our camera is on, or is being switched, and there is one that may look the other way. */
const canSwitch = ({ state: { devices, self } }: UiContext): boolean =>
  ['on', 'starting'].includes(self.camera) &&
  // With a touch screen two cameras usually look two ways, even if nothing says so.
  !!(
    otherCamera(devices.list.camera, devices.selected.camera) ||
    (navigator.maxTouchPoints && devices.list.camera[1])
  );

export const settings: UiFeature = {
  name: 'settings',
  words: settingsWords,
  controls: [
    {
      name: 'switch-camera',
      // After our hand: in the bar of a phone there is no space for both, and our own tile has this button too.
      order: 52,
      grants: ['publish'],
      isInLobby: true,
      isSupported: canSwitch,
      model: ({ room, text }) => ({
        label: text.switchCamera!,
        icon: 'M4.5 10a8 8 0 0 1 14-3.5L20 8M20 4v4h-4M19.5 14a8 8 0 0 1-14 3.5L4 16M4 20v-4h4',
        // Loaded with the button on our own tile. In the lobby, without the server, the camera stays as it is.
        press: () =>
          import('./ui/switch-camera.js').then(
            ({ flipCamera }) => flipCamera(room),
            () => {},
          ),
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
  tile: {
    isShown: (context, participant) => participant === context.state.self && canSwitch(context),
    load: () => import('./ui/switch-camera.js'),
  },
};
