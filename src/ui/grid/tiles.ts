/** The list of tiles, and which of them is large. Pure. */
import type { RoomState } from '../../room/state.js';
import type { Layout } from '../context.js';
import type { Tile } from '../tile/tile.js';

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

/** The key of the large tile, if any: the pinned participant, else a screen, else (by layout) the speaker. */
export function focusOf(tiles: readonly Tile[], state: RoomState, layout: Layout): string | undefined {
  const of = (id: string | null) => tiles.find(({ participant, isSelf }) => !isSelf && participant.id === id);
  const pinned = of(state.pinned);
  if (pinned || layout === 'grid') return pinned?.key;
  // Of several screens the latest is usually the topic; our own screen would show itself endlessly.
  const screen = tiles.findLast(({ source, isSelf }) => source === 'screen' && !isSelf);
  if (screen || layout === 'auto') return screen?.key;
  return (of(state.activeSpeaker) ?? tiles.find(({ isSelf }) => !isSelf))?.key;
}
