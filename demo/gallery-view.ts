/** Layouts, pins, pages, our own picture, full screen and picture-in-picture, as states of the gallery. */
import type { Participant, RoomState } from '../src/room/state.js';
import { painted, person } from './gallery-people.js';
import type { GalleryState } from './gallery-states.js';

const NAMES = [
  'Ada Lovelace',
  'Grace Hopper',
  'Mary Jackson',
  'Dorothy Vaughan',
  'Hedy Lamarr',
  'Katherine Johnson',
  'Annie Easley',
  'Joan Clarke',
  'Radia Perlman',
  'Margaret Hamilton',
  'Karen Spärck Jones',
  'Frances Allen',
];

/** As many others as are wanted; one in five has no camera. */
const others = (count: number): Participant[] =>
  Array.from({ length: count }, (_, index) =>
    person(`v${index + 1}`, NAMES[index] ?? `Guest ${index + 1}`, (index * 67) % 360, {
      camera: index % 5 === 4 ? 'off' : 'on',
      microphone: index % 3 === 1 ? 'off' : 'on',
      speaking: index === 1,
    }),
  );

const call = (count: number, patch: Partial<RoomState> = {}): Partial<RoomState> => ({
  phase: 'joined',
  signaling: 'connected',
  self: person('me', 'Katherine', 85),
  participants: others(count),
  activeSpeaker: 'v2',
  ...patch,
});

/** A participant with a phone: the picture is higher than wide. */
const onPhone = (one: Participant, hue: number): Participant => ({
  ...one,
  streams: { camera: painted(hue, true)! },
});

export const VIEW_STATES: readonly GalleryState[] = [
  { name: 'View: four pages, the first', state: () => call(40) },
  { name: 'View: four pages, the second', state: () => call(40), ui: { page: 1 } },
  { name: 'View: speaker, a strip with pages', state: () => call(24), ui: { layout: 'speaker' } },
  { name: 'View: five', state: () => call(4) },
  {
    name: 'View: phones and computers',
    state: () => {
      const [ada, grace, mary] = others(3);
      return call(0, { participants: [onPhone(ada!, 20), grace!, onPhone(mary!, 300)] });
    },
  },
  {
    name: 'View: a phone is pinned',
    state: () => {
      const [ada, grace] = others(2);
      return call(0, { participants: [onPhone(ada!, 20), grace!], pinned: ['v1'] });
    },
  },
  { name: 'View: two are pinned', state: () => call(5, { pinned: ['v2', 'v4'] }) },
  {
    name: 'View: shared screen',
    state: () => {
      const [ada, , mary] = others(3);
      return call(0, { participants: [ada!, person('v2', 'Grace Hopper', 67, { screen: 'on' }), mary!] });
    },
  },
  { name: 'View: menu', state: () => call(3), ui: { menu: 'view' } },
  { name: 'View: menu about a person', state: () => call(3, { pinned: ['v1'] }), ui: { menu: 'person v1' } },
  {
    name: 'View: in another window',
    state: () => call(3),
    ui: { pip: { close() {}, window } },
  },
  { name: 'View: we float', state: () => call(3), ui: { selfView: 'float' } },
  { name: 'View: we are hidden', state: () => call(3), ui: { selfView: 'hidden' } },
];
