/** Decides which sound is due in a call; `player.ts` plays them. */
import type { RoomState } from '../../room/state.js';
import { hasSoundEffects } from '../../ui/extras/sound-effects.js';
import type { BackgroundContext } from '../../ui/feature.js';
import { Player, type Sound } from './player.js';

/** Participants who are there when we join, or join again, are no news for this long (ms). */
const SETTLED = 3_000;

export interface Circumstances {
  readonly state: Pick<RoomState, 'participants' | 'settings'>;
  readonly ui: { readonly playbackBlocked: boolean; readonly withoutSounds?: boolean };
}

/** The page's attribute comes first, then what the user has set, then the size of the call. */
export function mayPlay({ state, ui }: Circumstances): boolean {
  return !ui.withoutSounds && !ui.playbackBlocked && hasSoundEffects(state);
}

/** Runs until the signal is aborted. `player`: for tests. */
export function run(
  { room, access, host, page, signal }: BackgroundContext,
  player: Pick<Player, 'play'> = new Player(signal),
): void {
  const play = (sound: Sound) => {
    const { state } = room;
    if (mayPlay({ state, ui: access.ui })) player.play(sound, state.devices.selected.speaker);
  };
  const on = (event: string, listener: (detail: never) => void) =>
    host.addEventListener(event, (fired) => listener((fired as CustomEvent<never>).detail), { signal });

  on('participant-joined', () => {
    if (Date.now() - room.state.self.joinedAt > SETTLED) play('join');
  });
  // After a reconnection the list is empty, and then the party tells us again who waits.
  const known = new Set(room.state.waiting.map(({ id }) => id));
  on('waiting-changed', ({ waiting }: Pick<RoomState, 'waiting'>) => {
    const { size } = known;
    for (const { id } of waiting) known.add(id);
    if (known.size > size) play('knock');
  });
  on('message-received', ({ message }: { message: { readonly passedOnBy?: string } }) => {
    // Old messages are no news, and an open chat shows new ones.
    if (!message.passedOnBy && (access.ui.panel !== 'chat' || page.hidden)) play('message');
  });
}
