import { expect } from 'chai';
import { LivenessMonitor } from '../../../src/mesh/peer/liveness-monitor.js';

/** A liveness whose media flowed until `now`, with packets counted then. */
function flowing(now: number): LivenessMonitor {
  const liveness = new LivenessMonitor();
  liveness.count(1, now - 500);
  liveness.count(2, now);
  return liveness;
}

/** Counts the same number of packets four times a second. */
function standStill(liveness: LivenessMonitor, from: number, to: number): void {
  for (let now = from; now <= to; now += 250) liveness.count(2, now);
}

describe('The liveness of a link', () => {
  it('is lost 1 s after media stops, once packet counts have stood still', () => {
    const liveness = flowing(10_000);
    expect(liveness.isLost(11_100), 'not counted yet').to.equal(false);
    standStill(liveness, 10_250, 11_000);
    expect(liveness.isLost(10_900)).to.equal(false);
    expect(liveness.isLost(11_100)).to.equal(true);
  });

  it('has its packets counted after 0.7 s of silence with media, 1.7 s without', () => {
    const liveness = flowing(10_000);
    expect(liveness.isSuspect(10_600)).to.equal(false);
    expect(liveness.isSuspect(10_800)).to.equal(true);
    for (const now of [10_500, 11_000, 11_500]) {
      liveness.hear(now);
      liveness.count(2, now);
    }
    expect(liveness.isSuspect(13_000)).to.equal(false);
    expect(liveness.isSuspect(13_300)).to.equal(true);
  });

  it('has 3.5 s when nobody sends media, because SCTP takes time to resend a lost heartbeat', () => {
    const liveness = flowing(10_000);
    for (const now of [10_500, 11_000, 11_500]) {
      liveness.hear(now);
      liveness.count(2, now);
    }
    standStill(liveness, 11_750, 15_000);
    expect(liveness.isLost(14_900)).to.equal(false);
    expect(liveness.isLost(15_100)).to.equal(true);
  });

  it('counts a packet as a sign of life only if it came since a recent count', () => {
    const liveness = flowing(10_000);
    expect(liveness.count(2, 10_250)).to.equal(false);
    expect(liveness.count(3, 13_000), 'it may have come long ago').to.equal(false);
    expect(liveness.silence(13_000)).to.equal(3_000);
    expect(liveness.count(4, 13_250)).to.equal(true);
    expect(liveness.silence(13_250)).to.equal(0);
  });

  it('takes no counter that starts again at 0 for packets, as Firefox has after a restart', () => {
    const liveness = flowing(10_000);
    expect(liveness.count(0, 10_250)).to.equal(false);
    expect(liveness.silence(10_250)).to.equal(250);
    expect(liveness.count(1, 10_500)).to.equal(true);
  });

  it('ignores time in which we did not listen, and waits longer when our event loop is late', () => {
    const liveness = flowing(10_000);
    standStill(liveness, 10_250, 10_750);
    liveness.excuse(60_000, 70_750);
    expect(liveness.isLost(70_900)).to.equal(false);
    expect(liveness.isLost(71_100)).to.equal(true);
    expect(liveness.isLost(71_100, 500)).to.equal(false);
    expect(liveness.isLost(71_600, 500)).to.equal(true);
  });

  it('has 600 ms to show a sign of life when it is suspect', () => {
    const liveness = flowing(10_000);
    liveness.suspect(10_000);
    standStill(liveness, 10_000, 10_500);
    expect(liveness.isLost(10_590)).to.equal(false);
    expect(liveness.isLost(10_610)).to.equal(true);
    const silent = flowing(10_000);
    silent.suspect(10_950);
    standStill(silent, 10_250, 11_000);
    // A suspicion never adds time.
    expect(silent.isLost(11_010)).to.equal(true);
  });

  it('has until the next heartbeat when there is no media', () => {
    const liveness = flowing(10_000);
    for (const now of [10_500, 11_000, 12_000]) {
      liveness.hear(now);
      liveness.count(2, now);
    }
    liveness.suspect(12_900);
    expect(liveness.isLost(14_100)).to.equal(false);
    expect(liveness.isLost(14_300)).to.equal(true);
  });

  it('is lost when the peer closes their end, but others have 1.3 s to vouch for them', () => {
    const liveness = flowing(10_000);
    liveness.stop(10_000);
    expect(liveness.isLost(10_000)).to.equal(true);
    expect(liveness.silence(11_300)).to.equal(12_300);
  });
});
