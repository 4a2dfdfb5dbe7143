import { expect } from 'chai';
import { ratesOf } from '../../src/features/statistics/rates.js';
import type { LinkStats, SourceStats } from '../../src/mesh/quality/stats.js';
import { until } from '../support/until.js';
import { clear, part, show, textOf } from '../ui/gallery-support.js';

const stats = (at: number, camera: SourceStats): LinkStats => ({
  at,
  path: 'relayed',
  roundTripTime: 80,
  sources: { camera },
});

describe('The details of a connection', () => {
  afterEach(clear);

  it('are rates between two measurements, in known units', () => {
    const before = stats(0, { bytesReceived: 0, bytesSent: 0, packetsReceived: 0, packetsLost: 0 });
    const now = stats(2_000, {
      bytesReceived: 100_000,
      bytesSent: 50_000,
      framesDecoded: 50,
      framesEncoded: 30,
      frameWidth: 640,
      frameHeight: 360,
      sentFrameHeight: 180,
      packetsReceived: 99,
      packetsLost: 1,
    });
    expect(ratesOf(before, now)).to.deep.equal({
      path: 'relayed',
      roundTripTime: 80,
      loss: 0.01,
      received: { kilobits: 400, height: 360, framesPerSecond: 25 },
      sent: { kilobits: 200, height: 180, framesPerSecond: 15 },
    });
    expect(ratesOf(undefined, now)).to.equal(undefined);
    expect(ratesOf(now, now)).to.equal(undefined);
  });

  it('open by themselves, but never close under the reader', async () => {
    const { root, room } = show('Statistics: closed');
    const details = (await until(() => part(root, 'connection'))) as HTMLDetailsElement;
    const becomes = (quality: 'good' | 'fair' | 'poor') =>
      room.set({ participants: room.state.participants.map((one) => ({ ...one, quality })) });
    becomes('poor');
    expect(details.open).to.equal(true);
    becomes('fair');
    expect(details.open).to.equal(true);
    details.open = false;
    becomes('good');
    expect(details.open, 'the reader has closed them').to.equal(false);
  });

  for (const [name, isOpen] of [
    ['Statistics: a poor connection', true],
    ['Statistics: closed', false],
  ] as const) {
    it(`are ${isOpen ? 'open and measured' : 'closed and not measured'} in "${name}"`, async () => {
      const { root, room } = show(name);
      let asked = 0;
      room.getStats = async () => {
        asked += 1;
        return { ada: stats(asked * 1_000, { bytesReceived: asked * 50_000, packetsReceived: asked * 100 }) };
      };
      const details = (await until(() => part(root, 'connection'))) as HTMLDetailsElement;
      expect(details.open).to.equal(isOpen);
      expect(textOf(details)).to.include('Connection').and.to.include('Through a relay');
      // Styles of another part with the same class have put it elsewhere.
      const [summary, level] = ['summary', 'summary span:last-child'].map((selector) =>
        details.querySelector(selector)!.getBoundingClientRect(),
      );
      expect(level!.top, 'the level is in its line').to.be.at.least(summary!.top);
      expect(level!.bottom).to.be.at.most(summary!.bottom);
      if (!isOpen) {
        details.open = true;
        expect(asked).to.equal(0);
      }
      await until(() => textOf(details).includes('400'), 'for the second measurement');
      expect(textOf(details)).to.include('80').and.to.include('Sound only');
      const closed = new Promise((done) => details.addEventListener('toggle', done, { once: true }));
      details.open = false;
      await closed;
      const before = asked;
      await until(() => asked > before, 'no more measurements', 2_500).then(
        () => expect.fail('it measures while it is closed'),
        () => {},
      );
    });
  }
});
