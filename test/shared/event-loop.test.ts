import { expect } from 'chai';
import { EventLoopDelay } from '../../src/shared/event-loop.js';

const SECOND = 1_000;

describe('The event loop delay', () => {
  it('is the largest one of the last ten seconds', () => {
    const delay = new EventLoopDelay();
    delay.observe(300, 1 * SECOND);
    delay.observe(2 * SECOND, 4 * SECOND);
    delay.observe(500, 5 * SECOND);
    expect(delay.at(6 * SECOND)).to.equal(2 * SECOND);
    expect(delay.at(14.5 * SECOND)).to.equal(500);
    expect(delay.at(16 * SECOND)).to.equal(0);
  });

  it('counts a page that stood still for many seconds, as ten seconds at most', () => {
    const delay = new EventLoopDelay();
    delay.observe(19 * SECOND, 20 * SECOND);
    expect(delay.at(20 * SECOND)).to.equal(10 * SECOND);
  });

  it('does not count sleep', () => {
    const delay = new EventLoopDelay();
    delay.observe(31 * SECOND, 40 * SECOND);
    expect(delay.at(40 * SECOND)).to.equal(0);
  });
});
