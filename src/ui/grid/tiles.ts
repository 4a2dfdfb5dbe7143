/** Which tiles there are, and which of them is the large one. Pure. */
import type { RoomState } from '../../room/state.js';
import type { Layout } from '../context.js';
import type { Tile } from '../tile/tile.js';

/** A camera each, screens before their owner's camera, ourselves last. The order never depends on who speaks or is pinned. */
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

/** The key of the tile to show large, if any: the pinned person, else a screen, else (by layout) who speaks. */
export function focusOf(tiles: readonly Tile[], state: RoomState, layout: Layout): string | undefined {
  const of = (id: string | null) => tiles.find(({ participant, isSelf }) => !isSelf && participant.id === id);
  const pinned = of(state.pinned);
  if (pinned || layout === 'grid') return pinned?.key;
  // The latest of several screens is the one people are talking about; our own would be a hall of mirrors.
  const screen = tiles.findLast(({ source, isSelf }) => source === 'screen' && !isSelf);
  if (screen || layout === 'auto') return screen?.key;
  return (of(state.activeSpeaker) ?? tiles.find(({ isSelf }) => !isSelf))?.key;
}
