/** The details of a connection, as states of the gallery. */
import type { RoomState } from '../src/room/state.js';
import { person } from './gallery-people.js';
import type { GalleryState } from './gallery-states.js';

const call = (quality: 'fair' | 'poor'): Partial<RoomState> => ({
  phase: 'joined',
  signaling: 'connected',
  self: person('me', 'Katherine', 85),
  participants: [
    person('ada', 'Ada Lovelace', 30, { quality, path: 'relayed' }),
    person('grace', 'Grace Hopper', 190),
  ],
});

export const STATISTICS_STATES: readonly GalleryState[] = [
  { name: 'Statistics: a poor connection', state: () => call('poor'), ui: { menu: 'person ada' } },
  { name: 'Statistics: closed', state: () => call('fair'), ui: { menu: 'person ada' } },
];
