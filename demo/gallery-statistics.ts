/** The details of a connection, as states of the gallery. */
import type { LinkStats } from '../src/mesh/quality/stats.js';
import type { RoomActions } from '../src/room/actions.js';
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

/** A connection that does the same in each second: statistics count from its beginning. */
const afterSeconds = (seconds: number, path: LinkStats['path']): LinkStats => ({
  at: seconds * 1_000,
  path,
  roundTripTime: 184,
  sources: {
    microphone: { bytesReceived: seconds * 4_000, bytesSent: seconds * 4_000, packetsReceived: seconds * 50 },
    camera: {
      bytesReceived: seconds * 58_000,
      bytesSent: seconds * 21_000,
      packetsReceived: seconds * 142,
      packetsLost: seconds * 8,
      framesDecoded: seconds * 24,
      framesEncoded: seconds * 15,
      frameWidth: 640,
      frameHeight: 360,
      sentFrameHeight: 180,
    },
  },
});

/** Each measurement is one second after the last. */
export function measuring(room: Pick<RoomActions, 'state'>): RoomActions['getStats'] {
  let seconds = 0;
  return async () => {
    seconds++;
    const { participants } = room.state;
    return Object.fromEntries(participants.map(({ id, path }) => [id, afterSeconds(seconds, path)]));
  };
}

export const STATISTICS_STATES: readonly GalleryState[] = [
  {
    name: 'Statistics: a poor connection',
    state: () => call('poor'),
    ui: { menu: 'person ada' },
    shows: '184',
  },
  { name: 'Statistics: closed', state: () => call('fair'), ui: { menu: 'person ada' } },
];
