import { expect } from 'chai';
import type { Peer } from '../../src/mesh/peer/peer.js';
import type { LinkStats } from '../../src/mesh/quality/stats.js';
import { qualityOf, statistics } from '../../src/room/diagnostics.js';

const link = (packetsReceived: number, packetsLost: number, roundTripTime = 20): LinkStats => ({
  at: 0,
  path: 'direct',
  roundTripTime,
  sources: { camera: { packetsReceived, packetsLost } },
});

describe('The quality of a link', () => {
  it('is unknown before anything was received, and while nothing is', () => {
    expect(qualityOf({ at: 0, path: 'unknown', sources: {} }, undefined)).to.equal('unknown');
    expect(qualityOf(link(100, 3), link(100, 3))).to.equal('unknown');
  });
  it('is good with little loss and delay', () => expect(qualityOf(link(100, 1), undefined)).to.equal('good'));
  it('is fair from 2 % loss', () => expect(qualityOf(link(97, 3), undefined)).to.equal('fair'));
  it('is fair from a round trip of 300 ms', () =>
    expect(qualityOf(link(99, 0, 350), undefined)).to.equal('fair'));
  it('is poor from 8 % loss', () => expect(qualityOf(link(90, 10), undefined)).to.equal('poor'));
  it('is poor from a round trip of 600 ms', () =>
    expect(qualityOf(link(99, 0, 650), undefined)).to.equal('poor'));
  it('counts only the time since the last measurement', () => {
    expect(qualityOf(link(1100, 50), link(1000, 50))).to.equal('good');
    expect(qualityOf(link(1090, 60), link(1000, 50))).to.equal('poor');
  });
});

describe('The statistics of all links', () => {
  it('skip a link that ends during the request, because Firefox never answers for it', async () => {
    const peers = [
      { id: 'Ada', statistics: async () => link(100, 0) },
      { id: 'Ben', statistics: () => new Promise(() => {}) },
      { id: 'Cleo', statistics: async () => undefined },
    ] as unknown as Peer[];
    const stats = await statistics({ peers });
    expect(Object.keys(stats)).to.deep.equal(['Ada']);
  });
});
