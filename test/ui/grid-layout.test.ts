import { expect } from 'chai';
import {
  type Box,
  floatRect,
  gridLayout,
  type Rect,
  stageLayout,
  tilesPerPage,
} from '../../src/ui/grid/grid-layout.js';
import fc from '../support/property.js';

/** From the smallest supported box, less its bar, to 4K; and some smaller ones, which must not break anything. */
const boxes = fc.record({
  width: fc.integer({ min: 1, max: 3840 }),
  height: fc.integer({ min: 1, max: 2160 }),
});
const counts = fc.integer({ min: 1, max: 32 });
const gaps = fc.integer({ min: 0, max: 40 });

/** Rounding errors of sums, in pixels. */
const EPSILON = 1e-6;

function expectInside(rects: readonly Rect[], box: Box): void {
  for (const { x, y, width, height } of rects) {
    expect(width, 'width').to.be.greaterThan(0);
    expect(height, 'height').to.be.greaterThan(0);
    expect(x, 'start').to.be.at.least(-EPSILON);
    expect(y, 'top').to.be.at.least(-EPSILON);
    expect(x + width, 'end').to.be.at.most(box.width + EPSILON);
    expect(y + height, 'bottom').to.be.at.most(box.height + EPSILON);
  }
}

function expectApart(rects: readonly Rect[]): void {
  rects.forEach((one, index) => {
    for (const other of rects.slice(index + 1)) {
      const isApart =
        one.x + one.width <= other.x + EPSILON ||
        other.x + other.width <= one.x + EPSILON ||
        one.y + one.height <= other.y + EPSILON ||
        other.y + other.height <= one.y + EPSILON;
      expect(isApart, JSON.stringify([one, other])).to.equal(true);
    }
  });
}

/** The share of a 16:9 picture that is seen in a tile of this shape, which it fills. */
const shareShown = (ratio: number) => Math.min(ratio / (16 / 9), 16 / 9 / ratio) + EPSILON;

const columnsOf = (rects: readonly Rect[]) => rects.filter(({ y }) => y === rects[0]!.y).length;

describe('the grid of tiles', () => {
  it('puts every tile inside the box, with a size, without overlaps', () => {
    fc.assert(
      fc.property(boxes, counts, gaps, (box, count, gap) => {
        const rects = gridLayout(box, count, gap);
        expect(rects).to.have.length(count);
        expectInside(rects, box);
        expectApart(rects);
      }),
    );
  });

  it('makes all tiles the same size, and shows three quarters of a 16:9 picture in each', () => {
    fc.assert(
      fc.property(boxes, counts, (box, count) => {
        const rects = gridLayout(box, count, 8);
        for (const { width, height } of rects) {
          expect(width).to.be.closeTo(rects[0]!.width, EPSILON);
          expect(height).to.be.closeTo(rects[0]!.height, EPSILON);
          expect(shareShown(width / height)).to.be.at.least(0.75);
        }
      }),
    );
  });

  it('chooses columns by the shape of the box', () => {
    const columns = (width: number, height: number, count: number) =>
      columnsOf(gridLayout({ width, height }, count, 8));
    expect(columns(784, 434, 2)).to.equal(2);
    expect(columns(304, 414, 2)).to.equal(1);
    expect(columns(784, 434, 3)).to.equal(2);
    expect(columns(304, 414, 3)).to.equal(1);
    expect(columns(304, 414, 4)).to.equal(1);
    expect(columns(784, 384, 3)).to.equal(2);
    expect(columns(1584, 834, 6)).to.equal(3);
    expect(columns(1584, 834, 16)).to.equal(4);
    expect(columns(3000, 300, 5)).to.equal(5);
    expect(columns(1032, 389, 3)).to.equal(3);
    expect(gridLayout({ width: 1032, height: 389 }, 3, 8)[0]!.height).to.be.below(255);
  });

  it('fills the whole box for one person, unless it is much too long', () => {
    expect(gridLayout({ width: 800, height: 450 }, 1, 8)).to.deep.equal([
      { x: 0, y: 0, width: 800, height: 450 },
    ]);
    const [only] = gridLayout({ width: 2000, height: 200 }, 1, 8);
    expect(only!.width).to.be.closeTo(440, EPSILON);
    expect(only!.x).to.be.closeTo(780, EPSILON);
  });

  it('centers each row, also an incomplete last one, and all rows together', () => {
    fc.assert(
      fc.property(boxes, counts, (box, count) => {
        const rects = gridLayout(box, count, 8);
        for (const y of new Set(rects.map((rect) => rect.y))) {
          const row = rects.filter((rect) => rect.y === y);
          expect(row[0]!.x).to.be.closeTo(box.width - row.at(-1)!.x - row.at(-1)!.width, 1e-3);
        }
        const last = rects.at(-1)!;
        expect(rects[0]!.y).to.be.closeTo(box.height - last.y - last.height, 1e-3);
      }),
    );
  });

  it('has no tiles without participants', () => {
    expect(gridLayout({ width: 800, height: 450 }, 0, 8)).to.deep.equal([]);
  });
});

describe('the stage', () => {
  it('puts every tile inside the box, with a size, without overlaps', () => {
    fc.assert(
      fc.property(boxes, counts, gaps, (box, count, gap) => {
        const rects = stageLayout(box, count, gap);
        expect(rects).to.have.length(count);
        expectInside(rects, box);
        expectApart(rects);
      }),
    );
  });

  it('gives the first tile more space than any other', () => {
    fc.assert(
      fc.property(boxes, counts, (box, count) => {
        const [main, ...others] = stageLayout(box, count, 8);
        for (const { width, height } of others)
          expect(main!.width * main!.height).to.be.at.least(width * height);
      }),
    );
  });

  it('shows three quarters of each 16:9 picture in the strip, and in each of several large tiles', () => {
    fc.assert(
      fc.property(boxes, counts, fc.integer({ min: 2, max: 4 }), (box, count, large) => {
        const rects = stageLayout(box, count + large, 8, large);
        expect(rects).to.have.length(count + large);
        expectInside(rects, box);
        expectApart(rects);
        for (const { width, height } of rects) expect(shareShown(width / height)).to.be.at.least(0.75);
      }),
    );
  });

  it('puts the strip beside a wide stage and below a tall one', () => {
    const [wide] = stageLayout({ width: 1584, height: 834 }, 4, 8);
    expect(wide!.height).to.equal(834);
    const [tall] = stageLayout({ width: 304, height: 414 }, 4, 8);
    expect(tall!.width).to.equal(304);
  });
});

describe('a floating tile', () => {
  it('is in the corner, with a margin, in the shape of its picture, on a quarter of the box at most', () => {
    fc.assert(
      fc.property(boxes, fc.boolean(), (box, isPortrait) => {
        const rect = floatRect(box, 8, isPortrait);
        expectInside([rect], box);
        expect(rect.x + rect.width).to.be.lessThan(box.width);
        expect(rect.y + rect.height).to.be.lessThan(box.height);
        expect(rect.width * rect.height).to.be.at.most((box.width * box.height) / 4 + EPSILON);
        expect(rect.width / rect.height).to.be.closeTo(isPortrait ? 3 / 4 : 4 / 3, EPSILON);
      }),
    );
  });
});

describe('a page', () => {
  it('has as many tiles as fit without being too narrow, but a few in any case', () => {
    const size = (box: Box, count: number) =>
      tilesPerPage(count, 4, 120, (tiles) => gridLayout(box, tiles, 8));
    expect(size({ width: 1264, height: 654 }, 25)).to.equal(25);
    expect(size({ width: 304, height: 414 }, 3)).to.equal(3);
    expect(size({ width: 304, height: 414 }, 25)).to.equal(8);
    expect(size({ width: 304, height: 574 }, 25)).to.equal(10);
    expect(size({ width: 100, height: 50 }, 25)).to.equal(4);
    expect(size({ width: 3000, height: 3000 }, 100)).to.equal(49);
    fc.assert(
      fc.property(boxes, counts, (box, count) => {
        const tiles = size(box, count);
        if (tiles > 4) expect(gridLayout(box, tiles, 8)[0]!.width).to.be.at.least(120);
      }),
    );
  });
});
