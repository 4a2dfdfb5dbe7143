import { expect } from 'chai';
import { Health } from '../../../src/mesh/peer/health.js';

describe('The health of a link', () => {
  it('does not count the time in which the page did nothing', () => {
    const health = new Health();
    health.become('connecting');
    const later = performance.now() + 60_000;
    expect(health.due(later)).to.equal('rebuild');
    health.excuse(60_000);
    expect(health.due(later)).to.equal(undefined);
    expect(health.due(later + 12_500)).to.equal('rebuild');
  });

  it('restarts the repeats for a new offer', () => {
    const health = new Health();
    health.become('offered');
    const after = (ms: number) => health.due(performance.now() + ms);
    expect(after(4_500)).to.equal('again');
    health.tried();
    expect(after(4_500)).to.equal(undefined);
    health.rebuilt();
    expect(after(7_500), 'twice as patient').to.equal(undefined);
    expect(after(8_500)).to.equal('again');
  });

  it('asks for a rebuild as often as it would rebuild', () => {
    const health = new Health();
    health.become('live');
    health.become('stalled');
    for (let restart = 0; restart < 3; restart++) health.tried();
    const after = (ms: number) => health.due(performance.now() + ms);
    expect(after(6_500)).to.equal('rebuild');
    health.rebuilt();
    expect(after(100)).to.equal(undefined);
    expect(after(6_500)).to.equal('rebuild');
  });
});
