/** What moderators see, and what those do whom it concerns, as states of the gallery. */
import type { RoomState } from '../src/room/state.js';
import { LONG_NAME, person } from './gallery-people.js';
import type { GalleryState } from './gallery-states.js';

const USUAL = ['publish', 'chat'];
const ALL = [...USUAL, 'admit', 'kick', 'mute', 'lock', 'end'];

const call = (
  patch: Partial<RoomState> = {},
  own: Parameters<typeof person>[3] = { grants: ALL },
): Partial<RoomState> => ({
  phase: 'joined',
  signaling: 'connected',
  self: person('me', 'Katherine', 85, own),
  participants: [person('ada', 'Ada Lovelace', 30), person('grace', 'Grace Hopper', 190)],
  ...patch,
});
const mia = { id: 'mia', name: 'Mia' };

export const MODERATION_STATES: readonly GalleryState[] = [
  { name: 'Moderation: one waits', state: () => call({ waiting: [mia] }) },
  {
    name: 'Moderation: several wait',
    state: () => call({ waiting: [mia, { id: 'x', name: LONG_NAME }, { id: 'y', name: '' }] }),
  },
  { name: 'Moderation: the room', state: () => call({ locked: true }), ui: { menu: 'host' } },
  { name: 'Moderation: one person', state: () => call(), ui: { menu: 'person ada' } },
  { name: 'Moderation: remove', state: () => call(), ui: { menu: 'remove ada' } },
  { name: 'Moderation: end', state: () => call(), ui: { menu: 'end' } },
  {
    name: 'Moderation: somebody is muted',
    state: () =>
      call(
        {
          participants: [
            person('ada', 'Ada Lovelace', 30, { muted: true, microphone: 'off' }),
            person('grace', 'Grace Hopper', 190),
          ],
        },
        {},
      ),
  },
  { name: 'Moderation: we are muted', state: () => call({}, { muted: true, microphone: 'off' }) },
  {
    name: 'Moderation: we only watch',
    state: () => call({}, { grants: [], camera: 'off', microphone: 'off' }),
  },
  {
    name: 'Moderation: not let in',
    state: () => ({ phase: 'idle', fault: { code: 'forbidden', fatal: true, phase: 'waiting' } }),
  },
];
