/** Calls with a secret, those without one, and keys that do not fit, as states of the gallery. */
import type { KeyTrouble, Participant, RoomState } from '../src/room/state.js';
import { LONG_NAME, person } from './gallery-people.js';
import type { GalleryState } from './gallery-states.js';

const sealed = { verification: 'verified' } as const;
const call = (own: Partial<Participant>, ...participants: Participant[]): Partial<RoomState> => ({
  phase: 'joined',
  signaling: 'connected',
  self: person('me', 'Katherine', 85, own),
  participants,
});
const lobby = (own: Partial<Participant>): Partial<RoomState> => ({
  phase: 'lobby',
  signaling: 'connected',
  self: person('me', 'Katherine', 85, own),
});
const stranger = person('mallory', '', 30, { camera: 'off', verification: 'unverified', link: 'connecting' });
const ada = person('ada', 'Ada Lovelace', 30, sealed);
const KEYS: readonly KeyTrouble[] = ['missing', 'other', 'unused', 'malformed'];

export const SEALED_STATES: readonly GalleryState[] = [
  { name: 'Sealed: lobby', state: () => lobby(sealed) },
  { name: 'Sealed: lobby, waits for its secret', state: () => lobby(sealed), ui: { awaitsSecret: true } },
  { name: 'Sealed: call', state: () => call(sealed, ada, person('grace', 'Grace Hopper', 190, sealed)) },
  { name: 'Sealed: a stranger', state: () => call(sealed, ada, stranger) },
  {
    name: 'Sealed: what it means',
    state: () => call(sealed, ada, stranger),
    ui: { menu: 'safety' },
  },
  {
    name: 'Safety code: two to compare',
    state: () => call({}, person('ada', 'Ada Lovelace', 30), person('long', LONG_NAME, 190)),
    ui: { menu: 'safety' },
  },
  { name: 'Safety code: nobody here', state: () => call({}), ui: { menu: 'safety' } },
  { name: 'Safety code: lobby', state: () => lobby({}), ui: { menu: 'safety' } },
  ...KEYS.map((key) => ({
    name: `Key: ${key}`,
    state: (): Partial<RoomState> => ({
      phase: 'idle',
      fault: { code: 'verification-failed', fatal: true, phase: 'lobby', key },
    }),
  })),
];
