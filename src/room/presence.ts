/** What we tell the others about ourselves, numbered, so that an older word never takes the place of a newer one. */
import type { PeerMessage, Presence } from '../protocol/peer-messages.js';
import type { RoomState } from './state.js';

const TOLD = ['microphone', 'camera', 'screen', 'screenAudio', 'hand', 'speaking'] as const;

export class OwnPresence {
  #rev = 0;

  constructor(readonly state: () => RoomState) {}

  /** As things are now. */
  message(): PeerMessage {
    const { microphone, camera, screen, screenAudio, hand, speaking } = this.state().self;
    // Our own are never 'unknown'.
    const sources = { microphone, camera, screen, screenAudio } as Omit<Presence, 'hand' | 'speaking'>;
    return { type: 'presence', rev: ++this.#rev, ...sources, hand, speaking };
  }
}

/** Whether others are to be told. */
export const presenceDiffers = ({ self }: RoomState, previous: RoomState): boolean =>
  TOLD.some((key) => self[key] !== previous.self[key]);
