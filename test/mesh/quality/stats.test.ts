import { expect } from 'chai';
import { linkStats, packetsReceived, type SourceStats, Totals } from '../../../src/mesh/quality/stats.js';

const of = (totals: Totals, camera: SourceStats, at = 0) =>
  totals.of({ at, path: 'direct', sources: { camera } }).sources.camera!;

describe('The statistics of a link', () => {
  it('are as old as the browser says, not as when a busy page reads them', async () => {
    const rows = [
      { type: 'transport', id: 'T', timestamp: 5_000 },
      { type: 'remote-inbound-rtp', id: 'R', timestamp: 4_200 },
    ];
    const connection = {
      getStats: async () => new Map(rows.map((row) => [row.id, row])),
      getTransceivers: () => [],
    };
    expect((await linkStats(connection as unknown as RTCPeerConnection)).at).to.equal(5_000);
  });

  it('go on counting when the browser makes a new receiver, any number of times', () => {
    const totals = new Totals();
    expect(of(totals, { packetsReceived: 100, framesDecoded: 80 })).to.include({ framesDecoded: 80 });
    expect(of(totals, { packetsReceived: 2, framesDecoded: 0 })).to.deep.equal({
      packetsReceived: 102,
      framesDecoded: 80,
    });
    expect(of(totals, { packetsReceived: 10, framesDecoded: 5 }).framesDecoded).to.equal(85);
    expect(of(totals, { packetsReceived: 1, framesDecoded: 1 }).packetsReceived).to.equal(111);
  });

  it('leave sizes, rates and what is sent as they are', () => {
    const totals = new Totals();
    const before = { packetsReceived: 9, framesPerSecond: 20, frameHeight: 360, bytesSent: 500 };
    expect(of(totals, before)).to.deep.equal(before);
    const after = { packetsReceived: 3, framesPerSecond: 15, frameHeight: 180, bytesSent: 400 };
    expect(of(totals, after)).to.deep.equal({ ...after, packetsReceived: 12 });
  });

  it('count each source by itself, also one that was not reported for a while', () => {
    const totals = new Totals();
    of(totals, { packetsReceived: 50 });
    totals.of({ at: 1, path: 'direct', sources: { microphone: { packetsReceived: 70 } } });
    expect(of(totals, { packetsReceived: 5 }).packetsReceived).to.equal(55);
    const { microphone } = totals.of({
      at: 2,
      path: 'direct',
      sources: { microphone: { packetsReceived: 71 } },
    }).sources;
    expect(microphone!.packetsReceived).to.equal(71);
  });

  it('keep what a receiver counted that is gone, also if something is still sent in its slot', () => {
    const totals = new Totals();
    of(totals, { packetsReceived: 50, framesEncoded: 1 });
    expect(of(totals, { framesEncoded: 2 })).to.deep.equal({ packetsReceived: 50, framesEncoded: 2 });
    const { sources } = totals.of({ at: 1, path: 'direct', sources: {} });
    expect(packetsReceived({ at: 1, path: 'direct', sources })).to.equal(50);
    expect(of(totals, { packetsReceived: 5 }).packetsReceived).to.equal(55);
  });
});
