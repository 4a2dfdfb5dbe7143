import { expect } from 'chai';
import {
  bitrateStep,
  cameraEncoding,
  cameraNeed,
  screenEncoding,
  shareLines,
} from '../../../src/mesh/quality/ladder.js';
import fc from '../../support/property.js';

const lines = fc.constantFrom(90, 120, 180, 240, 270, 360, 480, 720);
const rate = fc.integer({ min: 1, max: 30 });
const bitrate = fc.integer({ min: 25_000, max: 3_000_000 });

describe('The picture for a bitrate', () => {
  it('is never larger than the tile, and never smaller for more bits', () => {
    fc.assert(
      fc.property(lines, rate, bitrate, bitrate, (most, frameRate, one, other) => {
        const [less, more] = [Math.min(one, other), Math.max(one, other)];
        const [small, large] = [cameraEncoding(most, frameRate, less), cameraEncoding(most, frameRate, more)];
        expect(small.lines).to.be.within(Math.min(most, 90), large.lines);
        expect(large.lines).to.be.at.most(most);
        expect(small.frameRate).to.be.within(Math.min(frameRate, 12), large.frameRate);
        expect(large.frameRate).to.be.at.most(frameRate);
      }),
    );
    expect(cameraEncoding(720, 30, 300_000).lines).to.equal(360);
    expect(cameraEncoding(720, 30, 30_000)).to.include({ lines: 90, frameRate: 12 });
  });

  it('of text keeps its lines, and is new five times a second', () => {
    expect(screenEncoding(1080, 100_000, 'detail')).to.include({ lines: 1080, frameRate: 5 });
    expect(screenEncoding(1080, 100_000, 'motion')).to.include({ frameRate: 30 });
    expect(screenEncoding(1080, 100_000, 'motion').lines).to.be.below(1080);
  });

  it('changes in steps, with an edge that a wavering estimate does not cross', () => {
    fc.assert(
      fc.property(bitrate, bitrate, bitrate, (available, need, before) => {
        const step = bitrateStep(available, need, before);
        expect(step).to.be.at.most(Math.min(available, need));
        expect(bitrateStep(available, need, step), 'steady').to.equal(step);
      }),
    );
    const first = bitrateStep(300_000, 800_000);
    for (const available of [310_000, 305_000, 320_000, 300_000])
      expect(bitrateStep(available, 800_000, first)).to.equal(first);
    expect(bitrateStep(290_000, 800_000, first)).to.equal(200_000);
    expect(bitrateStep(310_000, 800_000, 200_000)).to.equal(200_000);
    expect(bitrateStep(350_000, 800_000, 200_000)).to.equal(300_000);
  });
});

describe('The lines of all encoders', () => {
  const wishes = fc.array(
    fc.record({ lines: fc.constantFrom(0, 90, 180, 270, 360, 720), isFirst: fc.boolean() }),
    {
      maxLength: 15,
    },
  );
  const work = (list: readonly number[]) => list.reduce((sum, one) => sum + (one * one * 16) / 9, 0);

  it('are never more than the tiles have, and no more work than one picture of 720 lines', () => {
    fc.assert(
      fc.property(wishes, (list) => {
        const shared = shareLines(list);
        for (const [index, one] of shared.entries()) expect(one).to.be.at.most(list[index]!.lines);
        expect(work(shared)).to.be.at.most(950_000);
      }),
    );
  });

  it('go to large views first', () => {
    const one = { lines: 720, isFirst: false };
    const of = (count: number) => Array(count).fill(one);
    expect(shareLines(of(1))).to.deep.equal([720]);
    expect(shareLines(of(2))[0]).to.equal(480);
    expect(shareLines(of(3))[0]).to.equal(360);
    expect(shareLines(of(7))[0]).to.equal(270);
    expect(shareLines([{ ...one, isFirst: true }, ...of(3)])).to.deep.equal([480, 270, 270, 270]);
    expect(cameraNeed(180, 15)).to.be.below(cameraNeed(180, 30));
  });
});
