import { expect } from 'chai';
import { contentOf, type Motion, STILL } from '../../src/media/screen-content.js';
import fc from '../support/property.js';

/** A screen that shows so many new pictures per second; encoders take five of text, and thirty of motion. */
const run = (rates: readonly number[], from: Motion = STILL) =>
  rates.reduce((before, rate) => {
    const asked = before.content === 'motion' ? 30 : 5;
    return contentOf(before, Math.min(rate, asked), asked);
  }, from);

describe('What a shared screen shows', () => {
  it('is text at first, motion once it has moved for 6 s, and text again after 10 s of rest', () => {
    expect(run([15, 15]).content).to.equal('detail');
    const moving = run([15, 15, 15]);
    expect(moving.content).to.equal('motion');
    expect(run([0, 0, 0, 0], moving).content).to.equal('motion');
    expect(run([0, 0, 0, 0, 0], moving).content).to.equal('detail');
  });

  it('is not changed by scrolling now and then', () => {
    expect(run([15, 0, 15, 15, 2, 15, 0, 1]).content).to.equal('detail');
  });

  it('does not change any more while the rate stays the same', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 60, noNaN: true }),
        fc.array(fc.integer({ min: 0, max: 30 })),
        (rate, past) => {
          const settled = run(Array(6).fill(rate), run(past));
          expect(run(Array(30).fill(rate), settled).content).to.equal(settled.content);
        },
      ),
    );
  });
});
