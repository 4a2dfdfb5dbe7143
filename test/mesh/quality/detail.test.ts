import { expect } from 'chai';
import { type Detail, detailAfter, USUAL_DETAIL } from '../../../src/mesh/quality/detail.js';
import { cameraEncoding } from '../../../src/mesh/quality/ladder.js';
import { loadOf } from '../../../src/mesh/quality/load.js';
import fc from '../../support/property.js';

/** An encoder that can make pictures of so much detail: how it fares with so many steps fewer lines. */
function encoderWith(detail: number) {
  return ({ fewer }: Detail) => {
    const strain = detail / 1.7 ** fewer;
    return { quantizer: Math.min(0.92, strain * 0.4), encoded: Math.min(1, 2.3 / strain) };
  };
}

describe('The detail of a camera', () => {
  it('that needs more bits than there are gets fewer lines, until its pictures move again', () => {
    const encoder = encoderWith(7);
    let detail = USUAL_DETAIL;
    for (let time = 0; time < 6; time += 1) detail = detailAfter(detail, encoder(detail));
    expect(encoder(detail).encoded).to.be.above(0.8);
    expect(detail.fewer).to.be.within(1, 3);
  });

  it('settles for any content', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.2, max: 20, noNaN: true }), (content) => {
        const encoder = encoderWith(content);
        let detail = USUAL_DETAIL;
        let changes = 0;
        for (let time = 0; time < 300; time += 1) {
          const next = detailAfter(detail, encoder(detail));
          if (next.fewer !== detail.fewer) changes += 1;
          detail = next;
          expect(detail.fewer).to.be.within(0, 4);
        }
        expect(changes).to.be.below(10);
      }),
    );
  });

  it('gets its lines back step by step when there are bits again', () => {
    let detail: Detail = { ...USUAL_DETAIL, fewer: 3 };
    const times: number[] = [];
    for (let time = 1; time <= 30; time += 1) {
      const next = detailAfter(detail, { quantizer: 0.2, encoded: 1 });
      if (next.fewer < detail.fewer) times.push(time);
      detail = next;
    }
    expect(times).to.deep.equal([5, 10, 15]);
  });

  it('is not learned from an encoder that is slow or fluent, nor where the browser does not say', () => {
    expect(detailAfter(USUAL_DETAIL, { quantizer: 0.3, encoded: 0.3 })).to.deep.equal(USUAL_DETAIL);
    expect(detailAfter(USUAL_DETAIL, { quantizer: 0.9, encoded: 1 }), 'coarse, but fluent').to.deep.equal(
      USUAL_DETAIL,
    );
    expect(detailAfter(USUAL_DETAIL, { quantizer: Number.NaN, encoded: 0 })).to.deep.equal(USUAL_DETAIL);
  });

  it('says nothing about the machine: an encoder without bits leaves pictures out, too', () => {
    const counters = { sent: 0, captured: 0, capturedScreen: 0, encoded: 0, encodeTime: 0, decoded: 0 };
    const before = { at: 0, ...counters, dropped: 0, lost: 0, reason: 'none', quantizers: 0 };
    const rest = { delay: 0, pressure: 'nominal' } as const;
    const after = (quantizer: number) => {
      const now = { ...before, at: 2_000, captured: 30, encoded: 10, quantizers: 10 * quantizer };
      return loadOf([{ before, now, frameRate: 15 }], rest).encoded;
    };
    expect(after(0.9)).to.equal(1);
    expect(after(0.4)).to.be.closeTo(1 / 3, 0.01);
  });
});

describe('What is dropped instead of decoded', () => {
  const none = { at: 0, sent: 0, captured: 0, capturedScreen: 0, encoded: 0, encodeTime: 0, quantizers: 0 };
  const before = { ...none, decoded: 0, dropped: 0, lost: 0, reason: 'none' };
  const rest = { delay: 0, pressure: 'nominal' } as const;
  const after = (lost: number) =>
    loadOf([{ before, now: { ...before, at: 2_000, decoded: 30, dropped: 10, lost }, frameRate: 0 }], rest)
      .dropped;

  it('counts as load of the machine, unless packets of that link were lost', () => {
    expect(after(0)).to.equal(0.25);
    expect(after(3)).to.equal(0);
  });

  it('does not count where only one of several senders does it', () => {
    const link = (dropped: number, decoded = 30) => ({
      before,
      now: { ...before, at: 2_000, decoded, dropped },
      frameRate: 0,
    });
    expect(loadOf([link(60), link(0)], rest).dropped).to.equal(0);
    expect(loadOf([link(60, 0)], rest).dropped).to.equal(1);
    expect(loadOf([link(30), link(30), link(30)], rest).dropped).to.be.closeTo(1 / 3, 0.01);
  });
});

describe('The lines of a camera', () => {
  it('are for what a link carries, not for what it may try', () => {
    expect(cameraEncoding(360, 15, 90_000).lines).to.equal(180);
    expect(cameraEncoding(360, 15, 90_000, { carried: 60_000 }).lines).to.equal(120);
    expect(cameraEncoding(360, 15, 90_000, { carried: 60_000, fewer: 1 }).lines).to.equal(90);
    expect(cameraEncoding(360, 15, 90_000, { carried: -10_000, fewer: 4 }).lines).to.equal(90);
  });

  it('stay the same while the estimate wavers by a tenth', () => {
    const bitrate = fc.integer({ min: 30_000, max: 1_500_000 });
    fc.assert(
      fc.property(bitrate, fc.double({ min: 0.92, max: 1.1, noNaN: true }), (carried, wave) => {
        const { lines } = cameraEncoding(720, 15, 2_000_000, { carried });
        expect(cameraEncoding(720, 15, 2_000_000, { carried: carried * wave, before: lines }).lines).to.equal(
          lines,
        );
      }),
    );
  });
});
