/** The presence that we send to the others, numbered, so that an older one never replaces a newer one. */
import { ageOf } from '../protocol/age.js';
import { CAPABILITIES } from '../protocol/capabilities.js';
import type { PeerMessage, Presence } from '../protocol/peer-messages.js';
import type { RoomState } from './state.js';

const TOLD = ['microphone', 'camera', 'screen', 'screenAudio', 'hand', 'speaking'] as const;

/** Makes the presence for the current state, each with the next number. */
export function presenceOf(state: () => RoomState): () => PeerMessage {
  let rev = 0;
  return () => {
    const { self } = state();
    const { handRaisedAt, handTurn } = self;
    // Our own sources are never 'unknown'.
    const told = Object.fromEntries(TOLD.map((key) => [key, self[key]])) as Pick<
      Presence,
      (typeof TOLD)[number]
    >;
    rev += 1;
    return {
      type: 'presence',
      rev,
      ...told,
      ...(handRaisedAt && { handFor: ageOf(handRaisedAt, Date.now()), handTurn }),
      can: [...CAPABILITIES],
    };
  };
}

/** Whether the others need a new presence. */
export const presenceDiffers = ({ self }: RoomState, previous: RoomState): boolean =>
  TOLD.some((key) => self[key] !== previous.self[key]);
