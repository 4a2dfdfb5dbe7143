import { expect } from 'chai';
import { Allowances, COST } from '../../../src/mesh/peer/cpu-allowance.js';

/** What a new link costs (ms). */
const LINK = COST.connection + COST.description;

describe('The time for work that participants cause', () => {
  it('makes newcomers wait who come all at once, and nobody who comes an hour later', () => {
    const allowances = new Allowances();
    const { now } = performance;
    const start = performance.now();
    const waits = Array.from({ length: 14 }, (_, n) => allowances.of(`p${n}`).delay(LINK, start));
    expect(waits.slice(0, 8)).to.deep.equal(Array(8).fill(0));
    expect(waits.at(-1)).to.be.within(900, 1_100);
    try {
      performance.now = () => start + 3_600_000;
      expect(allowances.of('late').delay(LINK)).to.equal(0);
    } finally {
      performance.now = now;
    }
  });

  it('counts only their own work once they have a link', () => {
    const allowances = new Allowances();
    const start = performance.now();
    const ada = allowances.of('ada');
    ada.isSettled = true;
    for (let n = 0; n < 14; n += 1) allowances.of(`p${n}`).delay(LINK, start);
    expect(ada.delay(LINK, start)).to.equal(0);
    expect(ada.delay(500, start)).to.be.greaterThan(0);
  });
});
