/** The list of people, as states of the gallery. */
import type { RoomState } from '../src/room/state.js';
import { EMOJI_NAME, LONG_NAME, person } from './gallery-people.js';
import type { GalleryState } from './gallery-states.js';

const USUAL = ['publish', 'chat'];
const HOST = [...USUAL, 'admit', 'kick', 'mute', 'lock', 'end'];

const call = (patch: Partial<RoomState> = {}): Partial<RoomState> => ({
  phase: 'joined',
  signaling: 'connected',
  self: person('me', 'Katherine', 85),
  participants: [
    person('ada', 'Ada Lovelace', 30, { speaking: true }),
    person('grace', 'Grace Hopper', 190, { microphone: 'off', quality: 'fair' }),
    person('mary', 'Mary Jackson', 310, { camera: 'off', microphone: 'off', quality: 'poor' }),
  ],
  ...patch,
});
const open = { panel: 'people' } as const;

export const PEOPLE_STATES: readonly GalleryState[] = [
  { name: 'People', state: call, ui: open },
  { name: 'People: two are pinned', state: () => call({ pinned: ['grace', 'mary'] }), ui: open },
  { name: 'People: alone', state: () => call({ participants: [] }), ui: open },
  {
    name: 'People: raised hands',
    state: () =>
      call({
        self: person('me', 'Katherine', 85, { hand: true, handRaisedAt: 2_000, handTurn: 2 }),
        participants: [
          person('ada', 'Ada Lovelace', 30, { hand: true, handRaisedAt: 3_000, handTurn: 3 }),
          person('grace', 'Grace Hopper', 190, {
            hand: true,
            handRaisedAt: 1_000,
            handTurn: 1,
            screen: 'on',
          }),
          person('mary', 'Mary Jackson', 310, { camera: 'off' }),
        ],
      }),
    ui: open,
  },
  {
    name: 'People: of a host, two wait',
    state: () =>
      call({
        self: person('me', 'Katherine', 85, { grants: HOST }),
        participants: [
          person('ada', 'Ada Lovelace', 30, { muted: true, microphone: 'off' }),
          person('grace', 'Grace Hopper', 190),
        ],
        waiting: [
          { id: 'mia', name: 'Mia' },
          { id: 'long', name: LONG_NAME },
        ],
      }),
    ui: open,
  },
  {
    name: 'People: links and names of every kind',
    state: () =>
      call({
        participants: [
          person('x1', LONG_NAME, 20, { link: 'reconnecting', camera: 'lost', hand: true, handRaisedAt: 1 }),
          person('x2', EMOJI_NAME, 100, { link: 'unreachable', microphone: 'blocked' }),
          person('x3', '', 200, {
            link: 'connecting',
            camera: 'unknown',
            microphone: 'unknown',
            streams: {},
          }),
          person('x4', 'عائشة البغدادي', 260, { quality: 'unknown', screen: 'on' }),
          person('x5', '', 140, { verification: 'unverified', camera: 'off', link: 'connecting' }),
        ],
      }),
    ui: open,
  },
  {
    name: 'People: sixteen',
    state: () =>
      call({
        participants: Array.from({ length: 15 }, (_, index) =>
          person(`p${index}`, `Guest number ${index + 1}`, index * 24, { camera: index % 4 ? 'on' : 'off' }),
        ),
      }),
    ui: open,
  },
];
