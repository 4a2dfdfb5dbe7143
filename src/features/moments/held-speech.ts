/** Keeps “You’re muted” under the pointer or the focus: people may need more time to read it. Loaded some seconds after joining. */
import type { RoomState } from '../../room/state.js';
import type { BackgroundContext } from '../../ui/feature.js';

/** Whether it is still held is checked this often (ms). */
const CHECKED_EVERY = 2_000;

const isMuted = ({ self }: RoomState): boolean => self.microphone === 'off' && !self.muted;

export function holdMutedSpeech({
  room,
  access,
  signal,
}: Pick<BackgroundContext, 'room' | 'access' | 'signal'>): void {
  const pass = () => {
    if (access.isHeld) access.after(CHECKED_EVERY, pass);
    else access.show({ heldSpeech: 0 });
  };

  room.subscribe((next, { mutedSpeech }) => {
    if (!isMuted(next)) access.show({ heldSpeech: 0 });
    else if (mutedSpeech && !next.mutedSpeech && access.isHeld) {
      access.show({ heldSpeech: mutedSpeech });
      access.after(CHECKED_EVERY, pass);
    }
  }, signal);
}
