import { expect } from 'chai';
import { Health } from '../../../src/mesh/peer/health.js';

describe('The health of a link', () => {
  it('does not count the time in which the page did nothing', () => {
    const health = new Health();
    health.become('connecting');
    const later = performance.now() + 60_000;
    expect(health.due(later)).to.equal('rebuild');
    health.excuse(60_000, later);
    expect(health.due(later)).to.equal(undefined);
    expect(health.due(later + 12_500)).to.equal('rebuild');
  });

  it('does not count as unreachable at once what is tried again, or was suspended, after a long time', () => {
    const { now } = performance;
    const start = now.call(performance);
    let passed = 0;
    performance.now = () => start + passed;
    try {
      const health = new Health();
      health.become('live');
      health.become('stalled');
      passed = 60_000;
      expect(health.link).to.equal('unreachable');
      health.resetBackoff();
      expect(health.link, 'tried again').to.equal('reconnecting');
      passed += 60_000;
      health.excuse(60_000, start + passed);
      expect(health.link, 'suspended').to.equal('reconnecting');
      passed += 60_000;
      expect(health.link).to.equal('unreachable');
      health.become('closed');
      expect(health.link, 'given up, for another page').to.equal('reconnecting');
    } finally {
      performance.now = now;
    }
  });

  it('counts what happened just before the page noticed its pause from now on, not from later', () => {
    const health = new Health();
    const now = performance.now() + 100;
    health.become('connecting');
    health.excuse(19_000, now);
    expect(health.due(now + 11_900)).to.equal(undefined);
    expect(health.due(now + 12_100)).to.equal('rebuild');
    expect(health.liveness.silence(now + 1_000)).to.equal(1_000);
  });

  it('waits for a peer whose event loop is late, but not long after they have said so', () => {
    const health = new Health();
    const now = performance.now();
    health.become('live');
    health.become('stalled');
    health.tried();
    health.reportDelay(1_000);
    expect(health.due(now + 5_000), '2 s and four times their delay').to.equal(undefined);
    expect(health.due(now + 7_000)).to.equal('restart');
    health.become('connecting');
    health.reportDelay(5_000);
    expect(health.due(now + 29_000), '12 s and four times their delay').to.equal(undefined);
    expect(health.due(now + 31_000)).to.equal('rebuild');
  });

  it('is complete when its control channel is open: until then failed rebuilds count', () => {
    const health = new Health();
    health.rebuilt();
    health.become('live');
    const after = (ms: number) => health.due(performance.now() + ms);
    expect(after(39_000), 'twice as patient').to.equal(undefined);
    expect(after(41_000)).to.equal('rebuild');
    health.opened();
    expect(after(3_000)).to.equal(undefined);
    health.isChannelOpen = false;
    expect(after(21_000), 'patient as at first').to.equal('rebuild');
  });

  it('restarts the repeats for a new offer', () => {
    const health = new Health();
    health.become('offered');
    const after = (ms: number) => health.due(performance.now() + ms);
    expect(after(4_500)).to.equal('resend');
    health.tried();
    expect(after(4_500)).to.equal(undefined);
    health.rebuilt();
    expect(after(7_500), 'twice as patient').to.equal(undefined);
    expect(after(8_500)).to.equal('resend');
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
