/** The presence that we send to the others, numbered, so that an older one never replaces a newer one. */
import { CAPABILITIES } from '../protocol/capabilities.js';
import type { PeerMessage, Presence } from '../protocol/peer-messages.js';
import type { RoomState } from './state.js';

const TOLD = ['microphone', 'camera', 'screen', 'screenAudio', 'hand', 'speaking'] as const;

/** The largest number that the protocol allows (ms): 24 days. */
const LONGEST = 2 ** 31 - 1;

export class OwnPresence {
  #rev = 0;

  constructor(readonly state: () => RoomState) {}

  /** The presence for the current state. */
  message(): PeerMessage {
    const { microphone, camera, screen, screenAudio, hand, handRaisedAt, handTurn, speaking } =
      this.state().self;
    // Our own sources are never 'unknown'.
    const sources = { microphone, camera, screen, screenAudio } as Omit<
      Presence,
      'hand' | 'handFor' | 'handTurn' | 'speaking'
    >;
    const handFor = handRaisedAt && Math.min(Math.max(0, Date.now() - handRaisedAt), LONGEST);
    const rest = {
      hand,
      ...(handFor !== undefined && { handFor, handTurn }),
      speaking,
      can: [...CAPABILITIES],
    };
    return { type: 'presence', rev: ++this.#rev, ...sources, ...rest };
  }
}

/** Whether the others need a new presence. */
export const presenceDiffers = ({ self }: RoomState, previous: RoomState): boolean =>
  TOLD.some((key) => self[key] !== previous.self[key]);
