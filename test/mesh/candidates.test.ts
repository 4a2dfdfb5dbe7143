import { expect } from 'chai';
import { IncomingCandidates, OutgoingCandidates } from '../../src/mesh/candidates.js';
import { MAX_CANDIDATES } from '../../src/protocol/limits.js';
import { until } from '../support/until.js';

const line = (port: number, protocol = 'udp', component = 1) =>
  `candidate:1 ${component} ${protocol} 2122260223 192.0.2.1 ${port} typ host${protocol === 'tcp' ? ' tcptype active' : ''}`;
const candidate = (port: number, { ufrag = 'u1', protocol = 'udp', component = 1 } = {}) =>
  new RTCIceCandidate({
    candidate: line(port, protocol, component),
    sdpMid: '0',
    sdpMLineIndex: 0,
    usernameFragment: ufrag,
  });
const init = (port: number) => ({ candidate: line(port), sdpMid: '0', sdpMLineIndex: 0 });

describe('Our own candidates', () => {
  const sent: Parameters<ConstructorParameters<typeof OutgoingCandidates>[0]>[0][] = [];
  let outgoing: OutgoingCandidates;
  beforeEach(() => {
    sent.length = 0;
    outgoing = new OutgoingCandidates((signal) => sent.push(signal));
  });
  afterEach(() => outgoing.stop());

  it('wait until their description is on its way, then travel together', () => {
    outgoing.add(candidate(1), '');
    outgoing.add(candidate(2), '');
    expect(sent).to.deep.equal([]);
    outgoing.release();
    expect(sent).to.have.length(1);
    expect(sent[0]?.list).to.have.length(2);
  });

  it('are not sent again when the description already has them', () => {
    outgoing.add(candidate(1), '');
    outgoing.included();
    outgoing.release();
    expect(sent).to.deep.equal([]);
  });

  it('that come later go out in batches, and the last one ends the generation', async () => {
    outgoing.release();
    outgoing.add(candidate(1), '');
    outgoing.add(candidate(2), '');
    outgoing.add(null, 'u1');
    await until(() => sent.length > 0);
    expect(sent).to.have.length(1);
    expect(sent[0]).to.deep.include({ ufrag: 'u1', done: true });
    expect(sent[0]?.list).to.have.length(2);
  });

  it('of two generations travel apart', () => {
    outgoing.add(candidate(1, { ufrag: 'old' }), '');
    outgoing.add(candidate(2, { ufrag: 'new' }), '');
    outgoing.release();
    expect(sent.map(({ ufrag }) => ufrag)).to.deep.equal(['old', 'new']);
  });

  it('that can never pair are not sent', () => {
    outgoing.add(candidate(1, { protocol: 'tcp' }), '');
    outgoing.add(candidate(2, { component: 2 }), '');
    outgoing.release();
    expect(sent).to.deep.equal([]);
  });
});

describe('Their candidates', () => {
  /** A connection that only remembers what was added to it. */
  function recorder() {
    const added: string[] = [];
    const connection = {
      addIceCandidate: async ({ candidate, usernameFragment }: RTCIceCandidateInit) => {
        added.push(`${usernameFragment} ${candidate?.split(' ')[5] ?? 'end'}`);
      },
    } as unknown as RTCPeerConnection;
    return { added, incoming: new IncomingCandidates(connection) };
  }

  it('wait for the description of their generation', async () => {
    const { added, incoming } = recorder();
    await incoming.add({ type: 'candidates', ufrag: 'u1', list: [init(1)] });
    expect(added).to.deep.equal([]);
    await incoming.described('u1');
    await incoming.add({ type: 'candidates', ufrag: 'u1', list: [init(2)], done: true });
    expect(added).to.deep.equal(['u1 1', 'u1 2', 'u1 end']);
  });

  it('of an older generation never reach the connection', async () => {
    const { added, incoming } = recorder();
    await incoming.described('u1');
    await incoming.described('u2');
    await incoming.add({ type: 'candidates', ufrag: 'u1', list: [init(1)] });
    await incoming.described('u3');
    expect(added).to.deep.equal([]);
  });

  it('are taken up to the limit of a generation', async () => {
    const { added, incoming } = recorder();
    await incoming.described('u1');
    const list = Array.from({ length: MAX_CANDIDATES - 1 }, (_, port) => init(port));
    await incoming.add({ type: 'candidates', ufrag: 'u1', list });
    await incoming.add({ type: 'candidates', ufrag: 'u1', list });
    expect(added).to.have.length(MAX_CANDIDATES);
  });

  it('that the browser refuses cost nothing but themselves', async () => {
    const connection = new RTCPeerConnection();
    const incoming = new IncomingCandidates(connection);
    await incoming.described('u1');
    await incoming.add({ type: 'candidates', ufrag: 'u1', list: [init(1)] });
    connection.close();
  });
});
