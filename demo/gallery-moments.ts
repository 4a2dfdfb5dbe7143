/** Small helps in a call, and what is shown after one, as states of the gallery. */
import type { Participant, RoomState } from '../src/room/state.js';
import { person } from './gallery-people.js';
import type { GalleryState } from './gallery-states.js';

const call = (patch: Partial<RoomState> = {}, own: Partial<Participant> = {}): Partial<RoomState> => ({
  phase: 'joined',
  signaling: 'connected',
  self: person('me', 'Katherine', 85, own),
  participants: [person('ada', 'Ada Lovelace', 30), person('grace', 'Grace Hopper', 190)],
  ...patch,
});
const MINUTE = 60_000;

export const MOMENT_STATES: readonly GalleryState[] = [
  { name: 'Moments: about a person', state: () => call(), ui: { menu: 'person ada', volumes: { ada: 0.4 } } },
  { name: 'Moments: reactions', state: () => call(), ui: { menu: 'reactions' } },
  {
    name: 'Moments: talking while muted',
    state: () => call({ mutedSpeech: 1 }, { microphone: 'off' }),
  },
  { name: 'Moments: sharing the screen', state: () => call({}, { screen: 'on' }) },
  { name: 'Moments: back in the call', state: () => call(), ui: { isBack: true } },
  { name: 'Moments: left after an hour', state: () => ({ phase: 'left' }), ui: { lasted: 65 * MINUTE } },
];
