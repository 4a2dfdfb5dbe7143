/** The list of tiles, and which of them is large. Pure. */
import type { RoomState } from '../../room/state.js';
import type { Layout } from '../context.js';
import type { Tile } from '../tile/tile.js';

/** More large tiles would not be large on a phone: then those who were pinned last are. */
const MOST_LARGE = 6;

/** One camera per participant, screens before their owner's camera, ourselves last. The order never depends on the speaker or on pins. */
export function tilesOf({ participants, self }: RoomState): Tile[] {
  return [...participants, self].flatMap((participant) => {
    const isSelf = participant === self;
    const owner = isSelf ? 'self' : participant.id;
    const camera: Tile = { key: owner, participant, source: 'camera', isSelf };
    return participant.screen === 'on'
      ? [{ key: `${owner} screen`, participant, source: 'screen', isSelf } as const, camera]
      : [camera];
  });
}

/** Which tiles are large: those of the pinned participants, else a screen, else (by layout) the speaker. */
export function largeTiles(tiles: readonly Tile[], state: RoomState, layout: Layout): number[] {
  const of = (id: string | null) =>
    tiles.flatMap(({ participant, isSelf }, index) => (!isSelf && participant.id === id ? [index] : []));
  const pinned = state.pinned.flatMap(of).slice(-MOST_LARGE);
  if (pinned.length || layout === 'grid') return pinned;
  // Of several screens the latest is usually the topic; our own screen would show itself endlessly.
  const screen = tiles.findLastIndex(({ source, isSelf }) => source === 'screen' && !isSelf);
  const index =
    screen >= 0 || layout === 'auto'
      ? screen
      : (of(state.activeSpeaker).at(-1) ?? tiles.findIndex(({ isSelf }) => !isSelf));
  return index < 0 ? [] : [index];
}
