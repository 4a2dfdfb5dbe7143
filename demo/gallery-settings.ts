/** The settings dialog, the list of shortcuts, and a phone with two cameras, as states of the gallery. */
import type { RoomState } from '../src/room/state.js';
import { devices, painted, person } from './gallery-people.js';
import type { GalleryState } from './gallery-states.js';

const phone: RoomState['devices'] = {
  list: {
    microphone: [{ id: 'm1', label: 'Headset earpiece' }],
    camera: [
      { id: 'c1', label: 'camera2 1, facing front', facing: 'user' },
      { id: 'c2', label: 'camera2 0, facing back', facing: 'environment' },
    ],
    speaker: [],
  },
  selected: { microphone: 'm1', camera: 'c1', speaker: null },
};
const none: RoomState['devices'] = {
  list: { microphone: [], camera: [], speaker: [] },
  selected: { microphone: null, camera: null, speaker: null },
};

const room = (phase: RoomState['phase'], patch: Partial<RoomState> = {}): Partial<RoomState> => ({
  phase,
  signaling: 'connected',
  self: person('me', 'Katherine', 85),
  participants: phase === 'joined' ? [person('ada', 'Ada Lovelace', 30)] : [],
  devices,
  ...patch,
});

/** A camera whose browser can blur what is behind people. */
function blurringCamera(): MediaStream | undefined {
  const camera = painted(86);
  const track = { getCapabilities: () => ({ backgroundBlur: [true, false] }), getSettings: () => ({}) };
  return camera && Object.assign(camera, { getVideoTracks: () => [track] });
}

export const SETTINGS_STATES: readonly GalleryState[] = [
  { name: 'Lobby: settings', state: () => room('lobby'), ui: { menu: 'settings', draftName: 'Katherine' } },
  { name: 'Call: settings', state: () => room('joined'), ui: { menu: 'settings' } },
  {
    name: 'Settings: the camera first',
    state: () =>
      room('joined', {
        dataSaver: 'small',
        settings: { mirror: false, noiseSuppression: false, sounds: false, language: 'de' },
      }),
    ui: { menu: 'settings camera' },
  },
  {
    name: 'Settings: the background is blurred',
    state: () => {
      const camera = blurringCamera();
      const self = person('me', 'Katherine', 86, { streams: camera ? { camera } : {} });
      return room('joined', { self, settings: { backgroundBlur: true } });
    },
    ui: { menu: 'settings' },
  },
  {
    name: 'Settings: no devices',
    state: () =>
      room('joined', {
        devices: none,
        self: person('me', 'Katherine', 85, { camera: 'blocked', microphone: 'blocked' }),
      }),
    ui: { menu: 'settings' },
  },
  {
    name: 'Settings: we only watch',
    state: () =>
      room('joined', {
        self: person('me', 'Katherine', 85, { grants: [], camera: 'off', microphone: 'off' }),
      }),
    ui: { menu: 'settings' },
  },
  { name: 'Lobby: two cameras', state: () => room('lobby', { devices: phone }) },
  {
    name: 'Call: two cameras',
    state: () => room('joined', { devices: phone }),
    ui: { canShareScreen: false },
  },
  { name: 'Shortcuts', state: () => room('joined'), ui: { menu: 'shortcuts' } },
  { name: 'Shortcuts: lobby', state: () => room('lobby'), ui: { menu: 'shortcuts' } },
];
