import { expect } from 'chai';
import { layersFor, MAX_LAYERS, place } from '../../../src/mesh/encoded/layers.js';
import type { VideoEncoding } from '../../../src/mesh/quality/encoding.js';
import fc from '../../support/property.js';

const encoding: fc.Arbitrary<VideoEncoding> = fc.record({
  lines: fc.constantFrom(90, 180, 270, 360, 720),
  frameRate: fc.constantFrom(5, 15, 30),
  maxBitrate: fc.integer({ min: 25_000, max: 2_500_000 }),
});
const wishes = fc.array(encoding, { minLength: 1, maxLength: 15 });

const SMALL: VideoEncoding = { lines: 180, frameRate: 15, maxBitrate: 120_000 };
const LARGE: VideoEncoding = { lines: 720, frameRate: 30, maxBitrate: 1_500_000 };
const NARROW: VideoEncoding = { lines: 90, frameRate: 15, maxBitrate: 25_000 };

describe('Shared encodings', () => {
  it('are three at most, each is used, and nobody gets more than they want', () => {
    fc.assert(
      fc.property(wishes, (wanted) => {
        const { encodings, of } = layersFor(wanted);
        expect(encodings.length).to.be.within(1, MAX_LAYERS);
        expect(new Set(of).size).to.equal(encodings.length);
        for (const [index, wish] of wanted.entries()) {
          const { lines, frameRate, maxBitrate } = encodings[of[index]!]!;
          expect(lines).to.be.at.most(wish.lines);
          expect(frameRate).to.be.at.most(wish.frameRate);
          expect(maxBitrate).to.be.at.most(wish.maxBitrate);
        }
      }),
    );
  });

  it('do not depend on the order of the viewers', () => {
    fc.assert(
      fc.property(wishes, (wanted) => {
        const size = (all: readonly VideoEncoding[]) => JSON.stringify(layersFor(all).encodings);
        expect(size(wanted.toReversed())).to.equal(size(wanted));
      }),
    );
  });

  it('are one for viewers who want the same', () => {
    fc.assert(
      fc.property(encoding, fc.integer({ min: 1, max: 15 }), (wish, count) => {
        expect(layersFor(Array(count).fill(wish)).encodings).to.deep.equal([wish]);
      }),
    );
  });

  it('are exactly what three different groups want, so that a narrow link does not narrow the others', () => {
    const { encodings, of } = layersFor([NARROW, SMALL, LARGE, SMALL]);
    expect(encodings).to.deep.equal([LARGE, SMALL, NARROW]);
    expect(of).to.deep.equal([2, 1, 0, 1]);
  });

  it('do not make a viewer on a slow machine slow down another one', () => {
    const fast: VideoEncoding = { lines: 360, frameRate: 30, maxBitrate: 500_000 };
    const slow: VideoEncoding = { lines: 360, frameRate: 15, maxBitrate: 300_000 };
    expect(layersFor([fast, slow]).encodings).to.deep.equal([fast, slow]);
  });

  it('are not made for a viewer who would gain little', () => {
    const { encodings } = layersFor([SMALL, { ...SMALL, maxBitrate: 160_000 }]);
    expect(encodings).to.deep.equal([SMALL]);
  });

  it('are none without viewers', () => {
    expect(layersFor([])).to.deep.equal({ encodings: [], of: [] });
  });
});

describe('The encoder of a shared encoding', () => {
  it('is its own, and the one that makes it already', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(encoding, { maxLength: MAX_LAYERS, selector: (one) => JSON.stringify(one) }),
        fc.array(fc.option(encoding, { nil: undefined }), { maxLength: MAX_LAYERS }),
        (encodings, before) => {
          const encoders = place(encodings, before);
          expect(new Set(encoders).size).to.equal(encodings.length);
          for (const encoder of encoders) expect(encoder).to.be.within(0, MAX_LAYERS - 1);
          const again = place(
            encodings,
            Array.from({ length: MAX_LAYERS }, (_, encoder) => encodings[encoders.indexOf(encoder)]),
          );
          expect(again).to.deep.equal(encoders);
        },
      ),
    );
  });

  it('stays the same for the small encoding when the large one is no longer wanted', () => {
    expect(place([SMALL], [LARGE, SMALL])).to.deep.equal([1]);
  });
});
