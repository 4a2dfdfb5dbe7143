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
/** In a strip beside a large tile there is little room: its tiles may be cropped more. */
const NARROWEST_IN_STRIP = 0.5;

const clamp = (value: number, least: number, most: number) => Math.max(least, Math.min(most, value));

/** Width of the largest such picture that fits; layouts are compared by it. */
const pictureWidth = ({ width, height }: Box) => Math.min(width, height * PICTURE_RATIO);

/** The cell of a grid; the gap shrinks before the cells do, so that no box is too small. */
function cellOf(
  box: Box,
  columns: number,
  rows: number,
  gap: number,
  narrowest: number,
): Box & { gap: number } {
  const space = Math.max(0, Math.min(gap, box.width / columns / 4, box.height / rows / 4));
  const width = (box.width - space * (columns - 1)) / columns;
  const height = (box.height - space * (rows - 1)) / rows;
  return {
    gap: space,
    width: Math.min(width, height * WIDEST),
    height: Math.min(height, width / narrowest),
  };
}

/** Equal tiles, as large as their number allows. The block is centered, and so is an incomplete last row. */
export function gridLayout(box: Box, count: number, gap: number, narrowest = NARROWEST): Rect[] {
  let columns = 1;
  let best = 0;
  for (let candidate = 1; candidate <= count; candidate++) {
    const cell = cellOf(box, candidate, Math.ceil(count / candidate), gap, narrowest);
    // Every candidate shows enough of the picture, so the largest tiles win. A gain of half a percent is rounding.
    const area = cell.width * cell.height;
    if (area > best * 1.005) [best, columns] = [area, candidate];
  }
  const rows = Math.ceil(count / columns);
  const { width, height, gap: space } = cellOf(box, columns, rows, gap, narrowest);
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

/** One large tile (the first) and the others in a strip beside it or below it, whichever leaves it larger. */
export function stageLayout(box: Box, count: number, gap: number): Rect[] {
  const others = count - 1;
  if (others < 1) return [{ x: 0, y: 0, ...box }];
  // A long strip may be half as deep again, otherwise its tiles become too small.
  const depth = (side: number, least: number) =>
    Math.min(clamp(side * 0.2, least, 260) * (others > 5 ? 1.5 : 1), side * 0.4);
  const space = Math.min(gap, box.width / 8, box.height / 8);
  const besideWidth = depth(box.width, 64);
  const belowHeight = depth(box.height, 56);
  const beside = { width: box.width - besideWidth - space, height: box.height };
  const below = { width: box.width, height: box.height - belowHeight - space };

  const isBeside = pictureWidth(beside) >= pictureWidth(below);
  const main = isBeside ? beside : below;
  const strip = isBeside
    ? { width: besideWidth, height: box.height }
    : { width: box.width, height: belowHeight };
  const [offsetX, offsetY] = isBeside ? [main.width + space, 0] : [0, main.height + space];
  return [
    { x: 0, y: 0, ...main },
    ...gridLayout(strip, others, space, NARROWEST_IN_STRIP).map((rect) => ({
      ...rect,
      x: rect.x + offsetX,
      y: rect.y + offsetY,
    })),
  ];
}

/** Two participants in a small box: the first fills it, the second floats in the lower corner at the inline end. */
export function floatLayout(box: Box, gap: number): Rect[] {
  const portrait = box.height > box.width;
  const width = Math.min(
    portrait ? clamp(box.width * 0.3, 72, 150) : clamp(box.height * 0.5, 64, 180),
    box.width / 2,
  );
  const height = Math.min(width * (portrait ? 4 / 3 : 3 / 4), box.height / 2);
  const inset = Math.min(gap * 1.5, box.width / 8, box.height / 8);
  return [
    { x: 0, y: 0, ...box },
    { x: box.width - width - inset, y: box.height - height - inset, width, height },
  ];
}
