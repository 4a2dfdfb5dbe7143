/** Positions of tiles in a box. Pure geometry: owns no element, knows nothing of participants. Pixels in, pixels out. */

export interface Box {
  readonly width: number;
  readonly height: number;
}

/** A position in a box; `x` counts from the inline start, `y` from the top. */
export interface Rect extends Box {
  readonly x: number;
  readonly y: number;
}

/** Cameras send 16:9. A tile of this shape shows three quarters of such a picture, cropped at the sides. */
const PICTURE_RATIO = 4 / 3;
/** Tiles are cropped to their cell. A tile between these shapes shows at least three quarters of a 16:9 picture; otherwise space stays free. */
const NARROWEST = PICTURE_RATIO;
const WIDEST = 2.2;
/** A wide picture that is large alone fills a tile up to this shape. */
const HIGHEST = 1.2;
/** More tiles than this are too many to look at. */
const MOST_PER_PAGE = 49;

const clamp = (value: number, least: number, most: number) => Math.max(least, Math.min(most, value));

/** Width of the largest such picture that fits; layouts are compared by it. */
const pictureWidth = ({ width, height }: Box) => Math.min(width, height * PICTURE_RATIO);

/** The cell of a grid; the gap shrinks before the cells do, so that no box is too small. */
function cellOf(box: Box, columns: number, rows: number, gap: number): Box & { gap: number } {
  const space = Math.max(0, Math.min(gap, box.width / columns / 4, box.height / rows / 4));
  const width = (box.width - space * (columns - 1)) / columns;
  const height = (box.height - space * (rows - 1)) / rows;
  return {
    gap: space,
    width: Math.min(width, height * WIDEST),
    height: Math.min(height, width / NARROWEST),
  };
}

/** Equal tiles, as large as their number allows. The block is centered, and so is an incomplete last row. */
export function gridLayout(box: Box, count: number, gap: number): Rect[] {
  let columns = 1;
  let best = 0;
  for (let candidate = 1; candidate <= count; candidate++) {
    const cell = cellOf(box, candidate, Math.ceil(count / candidate), gap);
    // Every candidate shows enough of the picture, so the largest tiles win. A gain of half a percent is rounding.
    const area = cell.width * cell.height;
    if (area > best * 1.005) [best, columns] = [area, candidate];
  }
  const rows = Math.ceil(count / columns);
  const { width, height, gap: space } = cellOf(box, columns, rows, gap);
  const start = (room: number, size: number, number: number) =>
    Math.max(0, (room - number * size - (number - 1) * space) / 2);

  return [...Array(count).keys()].map((index) => {
    const row = Math.floor(index / columns);
    const inRow = row === rows - 1 ? count - row * columns : columns;
    return {
      x: start(box.width, width, inRow) + (index % columns) * (width + space),
      y: start(box.height, height, rows) + row * (height + space),
      width,
      height,
    };
  });
}

/** The same further to the inline end, and further down. */
export const moved = (rects: readonly Rect[], x: number, y: number): Rect[] =>
  rects.map((rect) => ({ ...rect, x: rect.x + x, y: rect.y + y }));

/** The first `large` tiles, and the others in a strip beside or below them, whichever leaves them larger. */
export function stageLayout(box: Box, count: number, gap: number, large = 1): Rect[] {
  const others = count - large;
  // A single large tile takes all that there is: a picture of another shape is shown whole in it.
  const mainOf = (main: Box): Rect[] =>
    large > 1 ? gridLayout(main, Math.min(large, count), gap) : [{ x: 0, y: 0, ...main }];
  if (others < 1) return mainOf(box);
  // A long strip may be half as deep again, otherwise its tiles become too small.
  const depth = (side: number, least: number) =>
    Math.min(clamp(side * 0.2, least, 260) * (others > 5 ? 1.5 : 1), side * 0.4);
  const space = Math.min(gap, box.width / 8, box.height / 8);
  const besideWidth = depth(box.width, 64);
  const belowHeight = depth(box.height, 56);
  const beside = { width: box.width - besideWidth - space, height: box.height };
  const mostBelow = box.height - belowHeight - space;
  // Under a wide picture nothing stays empty: the others get the rest.
  const below = {
    width: box.width,
    height: large > 1 ? mostBelow : Math.min(mostBelow, box.width / HIGHEST),
  };

  const isBeside = pictureWidth(beside) >= pictureWidth(below);
  const main = isBeside ? beside : below;
  const strip = isBeside
    ? { width: besideWidth, height: box.height }
    : { width: box.width, height: box.height - below.height - space };
  const [x, y] = isBeside ? [main.width + space, 0] : [0, main.height + space];
  return [...mainOf(main), ...moved(gridLayout(strip, others, space), x, y)];
}

/** A tile that floats in the lower corner at the inline end. `isPortrait`: so is its picture. */
export function floatRect(box: Box, gap: number, isPortrait: boolean): Rect {
  const side = clamp(Math.min(box.width * 0.3, box.height * 0.4), 64, 180);
  const [width, height] = isPortrait ? [side * 0.75, side] : [side, side * 0.75];
  // Never more than half of the box.
  const scale = Math.min(1, box.width / 2 / width, box.height / 2 / height);
  const inset = Math.min(gap * 1.5, box.width / 8, box.height / 8);
  return {
    x: box.width - width * scale - inset,
    y: box.height - height * scale - inset,
    width: width * scale,
    height: height * scale,
  };
}

/** Tiles on one page: the largest number, down from `count` to `least`, whose pictures are at least `width` wide. */
export function tilesPerPage(
  count: number,
  least: number,
  width: number,
  layout: (count: number) => readonly Rect[],
): number {
  let size = Math.min(count, MOST_PER_PAGE);
  while (size > least && pictureWidth(layout(size).at(-1)!) < width) size--;
  return size;
}
