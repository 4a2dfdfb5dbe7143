import { expect } from 'chai';
import { reconfigure } from '../../../src/mesh/connection/ice.js';

const servers = [{ urls: 'turn:t.test', username: 'new', credential: 'c' }];

/** A connection whose selected path ends in a candidate of that type on our side; without a type it has no path. */
function connection(candidateType?: 'host' | 'relay') {
  const calls: unknown[] = [];
  const rows: [string, object][] = candidateType
    ? [
        ['T', { type: 'transport', selectedCandidatePairId: 'P' }],
        ['P', { id: 'P', type: 'candidate-pair', localCandidateId: 'L', remoteCandidateId: 'R' }],
        ['L', { id: 'L', type: 'local-candidate', candidateType }],
        ['R', { id: 'R', type: 'remote-candidate', candidateType: 'host' }],
      ]
    : [];
  const rtc = {
    getConfiguration: () => ({ certificates: ['ours'], iceServers: [] }),
    setConfiguration: (configuration: RTCConfiguration) => calls.push(configuration),
    getStats: async () => new Map(rows),
    getTransceivers: () => [],
  };
  return { rtc: rtc as unknown as RTCPeerConnection, calls };
}

describe('fresh ICE servers', () => {
  const cases: [what: string, candidateType: 'host' | 'relay' | undefined, isDue: boolean][] = [
    ['leave a direct path alone', 'host', false],
    [
      'make a new path due where it is over a TURN server, which may end with the old credentials',
      'relay',
      true,
    ],
    ['make a new path due where there is none', undefined, true],
  ];
  for (const [what, type, isDue] of cases) {
    it(what, async () => {
      const { rtc, calls } = connection(type);
      expect(await reconfigure(rtc, { servers, relayOnly: true })).to.equal(isDue);
      const [configuration, ...more] = calls as [RTCConfiguration];
      expect(configuration.iceServers).to.deep.equal(servers);
      expect(configuration.iceTransportPolicy).to.equal('relay');
      expect(configuration.certificates).to.deep.equal(['ours']);
      expect(more).to.deep.equal([]);
    });
  }
});
