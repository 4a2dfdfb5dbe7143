import { expect } from 'chai';
import { reconfigure } from '../../src/mesh/ice.js';

const servers = [{ urls: 'turn:t.test', username: 'new', credential: 'c' }];

/** A connection whose selected path ends in a candidate of that type on our side; without one it has no path. */
function connection(candidateType?: 'host' | 'relay', state: Partial<RTCPeerConnection> = {}) {
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
    restartIce: () => calls.push('restart'),
    currentRemoteDescription: {},
    signalingState: 'stable',
    ...state,
  };
  return { rtc: rtc as unknown as RTCPeerConnection, calls };
}

describe('fresh ICE servers', () => {
  const cases: [what: string, ...Parameters<typeof connection>, restarts: boolean][] = [
    ['leave a direct path alone', 'host', {}, false],
    ['restart a path over a TURN server, which may end with the old credentials', 'relay', {}, true],
    ['restart a link that has no path', undefined, {}, true],
    ['restart nothing before the first answer', undefined, { currentRemoteDescription: null }, false],
    ['restart nothing that was closed', 'relay', { signalingState: 'closed' }, false],
  ];
  for (const [what, type, state, restarts] of cases) {
    it(what, async () => {
      const { rtc, calls } = connection(type, state);
      await reconfigure(rtc, { servers, relayOnly: true });
      const [first, ...more] = calls as [RTCConfiguration];
      expect(first.iceServers).to.deep.equal(servers);
      expect(first.iceTransportPolicy).to.equal('relay');
      expect(first.certificates).to.deep.equal(['ours']);
      expect(more).to.deep.equal(restarts ? ['restart'] : []);
    });
  }
});
