import { expect } from 'chai';
import fc from 'fast-check';
import { type Box, floatLayout, gridLayout, type Rect, stageLayout } from '../../src/ui/grid/grid-layout.js';

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
          expect(width / height).to.be.within(4 / 3 - EPSILON, 16 / 9 / 0.75);
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

  it('centers an incomplete last row', () => {
    const [, , last] = gridLayout({ width: 808, height: 458 }, 3, 8);
    expect(last!.x + last!.width / 2).to.be.closeTo(404, EPSILON);
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

  it('puts the strip beside a wide stage and below a tall one', () => {
    const [wide] = stageLayout({ width: 1584, height: 834 }, 4, 8);
    expect(wide!.height).to.equal(834);
    const [tall] = stageLayout({ width: 304, height: 414 }, 4, 8);
    expect(tall!.width).to.equal(304);
  });
});

describe('a pair in a small box', () => {
  it('floats the second inside the first, in the corner, with a margin', () => {
    fc.assert(
      fc.property(boxes, (box) => {
        const [first, second] = floatLayout(box, 8);
        expect(first).to.deep.equal({ x: 0, y: 0, ...box });
        expectInside([second!], box);
        expect(second!.x + second!.width).to.be.lessThan(box.width);
        expect(second!.y + second!.height).to.be.lessThan(box.height);
        expect(second!.width * second!.height).to.be.at.most((box.width * box.height) / 4 + EPSILON);
      }),
    );
  });
});
