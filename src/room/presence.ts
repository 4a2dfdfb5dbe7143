/** The presence that we send to the others, numbered, so that an older one never replaces a newer one. */
import { ageOf } from '../protocol/age.js';
import { CAPABILITIES } from '../protocol/capabilities.js';
import type { PeerMessage, Presence } from '../protocol/peer-messages.js';
import type { RoomState } from './state.js';

const TOLD = ['microphone', 'camera', 'screen', 'screenAudio', 'hand', 'speaking'] as const;

export class OwnPresence {
  #rev = 0;

  constructor(readonly state: () => RoomState) {}

  /** The presence for the current state. */
  message(): PeerMessage {
    const { self } = this.state();
    const { handRaisedAt, handTurn } = self;
    // Our own sources are never 'unknown'.
    const told = Object.fromEntries(TOLD.map((key) => [key, self[key]])) as Pick<
      Presence,
      (typeof TOLD)[number]
    >;
    return {
      type: 'presence',
      rev: ++this.#rev,
      ...told,
      ...(handRaisedAt !== undefined && { handFor: ageOf(handRaisedAt, Date.now()), handTurn }),
      can: [...CAPABILITIES],
    };
  }
}

/** Whether the others need a new presence. */
export const presenceDiffers = ({ self }: RoomState, previous: RoomState): boolean =>
  TOLD.some((key) => self[key] !== previous.self[key]);
