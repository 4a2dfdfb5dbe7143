/** Decides which tiles are shown, which of them are large, and where each is. Pure: owns no element. */
import type { UiContext } from '../context.js';
import type { Tile } from '../tile/tile.js';
import {
  type Box,
  floatRect,
  gridLayout,
  moved,
  type Rect,
  stageLayout,
  tilesPerPage,
} from './grid-layout.js';
import { largeTiles } from './tiles.js';

/** Gap between tiles, in pixels; the style sheet has nearly the same. */
export const TILE_GAP = 8;
/** Tiles narrower than this, in pixels, are spread over several pages: in the grid, and in a strip. */
const NARROWEST_TILE = 120;
const NARROWEST_IN_STRIP = 80;
/** In a box narrower than this they may be half as wide. */
const TINY = 280;
/** In any box a page has this many tiles. */
const LEAST_PER_PAGE = 4;
const LEAST_IN_STRIP = 2;
/** Height of the buttons between pages. */
const PAGER = 44;
/** In a low box they are beside the tiles; the width of each. The style sheet of the buttons has the same limit. */
const LOW = 366;
const PAGER_BESIDE = 26;

export interface Arrangement {
  /** The position of each tile; `undefined`: it is on another page, or hidden. */
  readonly rects: readonly (Rect | undefined)[];
  /** The position of the invitation. */
  readonly invitation: Rect | undefined;
  /** Our own tile floats over the others. */
  readonly isFloating: boolean;
  /** The page that is shown, from 0, and the number of pages. */
  readonly page: number;
  readonly pages: number;
}

/** Whether a picture is higher than wide; `otherwise` if nobody knows. */
function isUpright(tile: Tile | undefined, otherwise: boolean): boolean {
  const { participant, source } = tile ?? {};
  const { width, height } = participant?.streams[source!]?.getVideoTracks()[0]?.getSettings() ?? {};
  return width && height ? height > width : otherwise;
}

/** `tiles`: ours is the last. `box`: the area of the tiles. */
export function arrange(tiles: readonly Tile[], { state, ui }: UiContext, box: Box): Arrangement {
  const isAlone = !state.participants.length;
  const own = tiles.length - 1;
  const large = largeTiles(tiles, state, ui.layout);
  const isSmall = box.width < 504 || box.height > box.width;

  const isFloating =
    !isAlone &&
    (ui.selfView === 'float' || (ui.selfView === 'tile' && isSmall && own === 1 && !large.length));
  const isOwnApart = isFloating || (!isAlone && ui.selfView === 'hidden');
  const rest = [...tiles.keys()].filter((index) => !large.includes(index) && !(isOwnApart && index === own));

  // Two people: the other one has the whole box.
  if (isFloating && rest.length === 1 && !large.length) large.push(...rest.splice(0));

  // The invitation is one more tile. If space is short, it matters more than our own picture, and is the large one.
  if (isAlone) {
    if (box.height < 234 && box.width < 504) large.push(tiles.length);
    else rest.push(tiles.length);
  }

  const layout = (area: Box, count: number) =>
    large.length
      ? stageLayout(area, large.length + count, TILE_GAP, large.length)
      : gridLayout(area, count, TILE_GAP);
  const [least, narrowest] = large.length
    ? [LEAST_IN_STRIP, NARROWEST_IN_STRIP]
    : [LEAST_PER_PAGE, NARROWEST_TILE];
  const perPage = (area: Box) =>
    tilesPerPage(rest.length, least, narrowest / (box.width < TINY ? 2 : 1), (count) => layout(area, count));

  let area = box;
  let size = perPage(area);
  let x = 0;
  if (size < rest.length) {
    if (ui.height <= LOW) x = PAGER_BESIDE;
    area = { width: box.width - 2 * x, height: x ? box.height : box.height - PAGER };
    size = perPage(area);
    sortForPages(
      rest,
      size,
      own,
      tiles.findIndex(
        ({ participant, source }) => participant.id === state.activeSpeaker && source === 'camera',
      ),
    );
  }
  const pages = Math.ceil(rest.length / size) || 1;
  const page = Math.min(ui.page, pages - 1);

  const shown = [...large, ...rest.slice(page * size, (page + 1) * size)];
  const placed = moved(layout(area, shown.length - large.length), x, 0);
  const rects = [...tiles, null].map((_, index) => placed[shown.indexOf(index)]);
  if (isFloating) rects[own] = floatRect(area, TILE_GAP, isUpright(tiles[own], box.height > box.width));
  return { rects, invitation: rects.pop(), isFloating, page, pages };
}

/** On the first page are we ourselves, and the active speaker in the place of its last other participant. */
function sortForPages(rest: number[], size: number, own: number, speaker: number): void {
  const isOwnThere = rest.at(-1) === own;
  if (isOwnThere) rest.splice(size - 1, 0, rest.pop()!);
  const last = isOwnThere ? size - 2 : size - 1;
  const at = rest.indexOf(speaker);
  if (at <= last || last < 0) return;
  [rest[last], rest[at]] = [rest[at]!, rest[last]!];
}
