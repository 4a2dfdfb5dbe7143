import { expect } from 'chai';
import { Pulse } from '../../src/mesh/pulse.js';

/** A pulse that heard a message and a media packet at `now`. */
function flowing(now: number): Pulse {
  const pulse = new Pulse();
  pulse.hear(now);
  pulse.look(1, now);
  return pulse;
}

describe('The pulse of a link', () => {
  it('is lost 1.2 s after media that flowed', () => {
    const pulse = flowing(10_000);
    expect(pulse.isLost(11_100)).to.equal(false);
    expect(pulse.isLost(11_300)).to.equal(true);
  });

  it('is given 3.5 s when nobody sends media, because a lost heartbeat takes time to be sent again', () => {
    const pulse = flowing(10_000);
    pulse.hear(11_000);
    expect(pulse.isLost(14_400)).to.equal(false);
    expect(pulse.isLost(14_600)).to.equal(true);
  });

  it('takes only a newer packet for a sign of life', () => {
    const pulse = flowing(10_000);
    expect(pulse.look(1, 11_000)).to.equal(false);
    expect(pulse.look(0, 11_000)).to.equal(false);
    expect(pulse.silence(11_000)).to.equal(1_000);
    expect(pulse.look(2, 11_000)).to.equal(true);
    expect(pulse.silence(11_000)).to.equal(0);
  });

  it('does not count the time in which we did not listen', () => {
    const pulse = flowing(10_000);
    pulse.forgive(60_000);
    expect(pulse.isLost(71_000)).to.equal(false);
    expect(pulse.isLost(71_300)).to.equal(true);
  });

  it('is given 600 ms to show itself when there is reason to doubt', () => {
    const pulse = flowing(10_000);
    pulse.doubt(10_000);
    expect(pulse.isLost(10_590)).to.equal(false);
    expect(pulse.isLost(10_610)).to.equal(true);
    const silent = flowing(10_000);
    silent.doubt(11_150);
    // A doubt never buys time.
    expect(silent.isLost(11_210)).to.equal(true);
  });

  it('is given until the next heartbeat when there is no media', () => {
    const pulse = flowing(10_000);
    pulse.hear(12_000);
    pulse.doubt(12_900);
    expect(pulse.isLost(14_100)).to.equal(false);
    expect(pulse.isLost(14_300)).to.equal(true);
  });

  it('is lost when they close their end, but others have 1.3 s to vouch for them', () => {
    const pulse = flowing(10_000);
    pulse.stop(10_000);
    expect(pulse.isLost(10_000)).to.equal(true);
    expect(pulse.silence(11_300)).to.equal(12_300);
  });
});
