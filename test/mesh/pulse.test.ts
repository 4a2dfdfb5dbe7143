import { expect } from 'chai';
import { Pulse } from '../../src/mesh/pulse.js';

/** A pulse whose media flowed until `now`, with packets counted then. */
function flowing(now: number): Pulse {
  const pulse = new Pulse();
  pulse.count(1, now - 500);
  pulse.count(2, now);
  return pulse;
}

/** Counts the same number of packets four times a second. */
function standStill(pulse: Pulse, from: number, to: number): void {
  for (let now = from; now <= to; now += 250) pulse.count(2, now);
}

describe('The pulse of a link', () => {
  it('is lost 1 s after media stops, once packet counts have stood still', () => {
    const pulse = flowing(10_000);
    expect(pulse.isLost(11_100), 'not counted yet').to.equal(false);
    standStill(pulse, 10_250, 11_000);
    expect(pulse.isLost(10_900)).to.equal(false);
    expect(pulse.isLost(11_100)).to.equal(true);
  });

  it('has its packets counted after 0.7 s of silence with media, 1.7 s without', () => {
    const pulse = flowing(10_000);
    expect(pulse.isSuspect(10_600)).to.equal(false);
    expect(pulse.isSuspect(10_800)).to.equal(true);
    for (const now of [10_500, 11_000, 11_500]) {
      pulse.hear(now);
      pulse.count(2, now);
    }
    expect(pulse.isSuspect(13_000)).to.equal(false);
    expect(pulse.isSuspect(13_300)).to.equal(true);
  });

  it('has 3.5 s when nobody sends media, because SCTP takes time to resend a lost heartbeat', () => {
    const pulse = flowing(10_000);
    for (const now of [10_500, 11_000, 11_500]) {
      pulse.hear(now);
      pulse.count(2, now);
    }
    standStill(pulse, 11_750, 15_000);
    expect(pulse.isLost(14_900)).to.equal(false);
    expect(pulse.isLost(15_100)).to.equal(true);
  });

  it('counts a packet as a sign of life only if it came since a recent count', () => {
    const pulse = flowing(10_000);
    expect(pulse.count(2, 10_250)).to.equal(false);
    expect(pulse.count(3, 13_000), 'it may have come long ago').to.equal(false);
    expect(pulse.silence(13_000)).to.equal(3_000);
    expect(pulse.count(4, 13_250)).to.equal(true);
    expect(pulse.silence(13_250)).to.equal(0);
  });

  it('ignores time in which we did not listen, and waits longer when our event loop is late', () => {
    const pulse = flowing(10_000);
    standStill(pulse, 10_250, 10_750);
    pulse.forgive(60_000);
    expect(pulse.isLost(70_900)).to.equal(false);
    expect(pulse.isLost(71_100)).to.equal(true);
    expect(pulse.isLost(71_100, 500)).to.equal(false);
    expect(pulse.isLost(71_600, 500)).to.equal(true);
  });

  it('has 600 ms to show a sign of life when it is suspect', () => {
    const pulse = flowing(10_000);
    pulse.doubt(10_000);
    standStill(pulse, 10_000, 10_500);
    expect(pulse.isLost(10_590)).to.equal(false);
    expect(pulse.isLost(10_610)).to.equal(true);
    const silent = flowing(10_000);
    silent.doubt(10_950);
    standStill(silent, 10_250, 11_000);
    // A suspicion never adds time.
    expect(silent.isLost(11_010)).to.equal(true);
  });

  it('has until the next heartbeat when there is no media', () => {
    const pulse = flowing(10_000);
    for (const now of [10_500, 11_000, 12_000]) {
      pulse.hear(now);
      pulse.count(2, now);
    }
    pulse.doubt(12_900);
    expect(pulse.isLost(14_100)).to.equal(false);
    expect(pulse.isLost(14_300)).to.equal(true);
  });

  it('is lost when the peer closes their end, but others have 1.3 s to vouch for them', () => {
    const pulse = flowing(10_000);
    pulse.stop(10_000);
    expect(pulse.isLost(10_000)).to.equal(true);
    expect(pulse.silence(11_300)).to.equal(12_300);
  });
});
