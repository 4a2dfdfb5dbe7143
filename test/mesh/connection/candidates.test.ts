import { expect } from 'chai';
import { IncomingCandidates, OutgoingCandidates } from '../../../src/mesh/connection/candidates.js';
import { MAX_CANDIDATES } from '../../../src/protocol/limits.js';
import { until } from '../../support/until.js';

const init = (port: number, usernameFragment = 'u1', protocol = 'udp', component = 1) => ({
  candidate: `candidate:1 ${component} ${protocol} 2122260223 192.0.2.1 ${port} typ host${protocol === 'tcp' ? ' tcptype active' : ''}`,
  sdpMid: '0',
  sdpMLineIndex: 0,
  usernameFragment,
});
const found = (...args: Parameters<typeof init>) => new RTCIceCandidate(init(...args));

describe('Our own candidates', () => {
  const sent: Parameters<ConstructorParameters<typeof OutgoingCandidates>[0]>[0][] = [];
  let outgoing: OutgoingCandidates;
  beforeEach(() => {
    sent.length = 0;
    outgoing = new OutgoingCandidates((signal) => sent.push(signal));
  });
  afterEach(() => outgoing.stop());

  it('wait until their description is sent, then travel together', () => {
    outgoing.add(found(1));
    outgoing.add(found(2));
    expect(sent).to.deep.equal([]);
    outgoing.release();
    expect(sent).to.deep.equal([{ type: 'candidates', list: [init(1), init(2)] }]);
  });

  it('are not sent again when the description already has them', () => {
    outgoing.add(found(1));
    outgoing.included();
    outgoing.release();
    expect(sent).to.deep.equal([]);
  });

  it('found later are sent in batches', async () => {
    outgoing.release();
    outgoing.add(found(1));
    outgoing.add(found(2));
    outgoing.add(null);
    expect(sent).to.deep.equal([]);
    await until(() => sent.length > 0);
    expect(sent).to.have.length(1);
    expect(sent[0]?.list).to.have.length(2);
    outgoing.add(found(3));
    await until(() => sent.length > 1);
    expect(sent[1]?.list).to.deep.equal([init(3)]);
  });

  it('are sent again on request, but only those of the last generation', () => {
    outgoing.resend();
    outgoing.release();
    for (const [port, generation] of [
      [1, 'u1'],
      [2, 'u2'],
      [3, 'u2'],
    ] as const) {
      outgoing.add(found(port, generation));
      outgoing.release();
    }
    sent.length = 0;
    outgoing.release();
    outgoing.resend();
    expect(sent).to.deep.equal([{ type: 'candidates', list: [init(2, 'u2'), init(3, 'u2')] }]);
  });

  it('that can never pair are not sent', () => {
    outgoing.add(found(1, 'u1', 'tcp'));
    outgoing.add(found(2, 'u1', 'udp', 2));
    outgoing.release();
    expect(sent).to.deep.equal([]);
  });
});

describe('Remote candidates', () => {
  /** A connection that only records the added candidates. */
  function recorder() {
    const added: string[] = [];
    const connection = {
      addIceCandidate: async ({ candidate, usernameFragment }: RTCIceCandidateInit) => {
        added.push(`${usernameFragment} ${candidate?.split(' ')[5]}`);
      },
    } as unknown as RTCPeerConnection;
    return { added, incoming: new IncomingCandidates(connection) };
  }

  it('wait for the description of their generation', async () => {
    const { added, incoming } = recorder();
    await incoming.add([init(1)]);
    expect(added).to.deep.equal([]);
    await incoming.applied('u1');
    await incoming.add([init(2)]);
    expect(added).to.deep.equal(['u1 1', 'u1 2']);
  });

  it('of an older generation never reach the connection', async () => {
    const { added, incoming } = recorder();
    await incoming.applied('u1');
    await incoming.applied('u2');
    await incoming.add([init(1)]);
    await incoming.applied('u3');
    expect(added).to.deep.equal([]);
  });

  it('are accepted up to the limit of a generation', async () => {
    const { added, incoming } = recorder();
    await incoming.applied('u1');
    const list = Array.from({ length: MAX_CANDIDATES - 1 }, (_, port) => init(port));
    await incoming.add(list);
    await incoming.add(list);
    expect(added, 'repeated ones do not count').to.have.length(MAX_CANDIDATES - 1);
    await incoming.add(list.map((_, port) => init(1_000 + port)));
    expect(added).to.have.length(MAX_CANDIDATES);
  });

  it('are accepted up to the same limit inside a description, counting only those that can pair', async () => {
    const { added, incoming } = recorder();
    const few = 5;
    const inside = (count: number, from = 0) =>
      Array.from({ length: count }, (_, port) => [
        init(from + port),
        init(from + port, 'u1', 'tcp'),
        init(from + port, 'u1', 'udp', 2),
      ])
        .flat()
        .map(({ candidate }) => `a=${candidate}\r\n`)
        .join('');
    const usable = (sdp: string) => sdp.match(/^a=candidate:1 1 udp .*\r$/gm)?.length ?? 0;
    const lines = (sdp: string) => sdp.match(/\n/g)?.length ?? 0;
    const first = incoming.limitCandidates(`v=0\r\n${inside(MAX_CANDIDATES - few)}a=mid:0\r\n`, 'u1');
    expect([usable(first), lines(first)]).to.deep.equal([MAX_CANDIDATES - few, MAX_CANDIDATES - few + 2]);
    await incoming.applied('u1');
    await incoming.add(Array.from({ length: 2 }, (_, port) => init(1_000 + port)));
    // The same generation again, with other candidates.
    expect(usable(incoming.limitCandidates(inside(10 * MAX_CANDIDATES, 100), 'u1'))).to.equal(few - 2);
    await incoming.add([init(2_000)]);
    expect(added).to.have.length(2);
    expect(usable(incoming.limitCandidates(inside(10 * MAX_CANDIDATES), 'u2'))).to.equal(MAX_CANDIDATES);
  });

  it('that arrive early are kept up to the same limit', async () => {
    const { added, incoming } = recorder();
    await incoming.add(Array.from({ length: 3 * MAX_CANDIDATES }, (_, port) => init(port)));
    await incoming.applied('u1');
    expect(added).to.have.length(MAX_CANDIDATES);
  });

  it('that the browser rejects affect no other candidate', async () => {
    const connection = new RTCPeerConnection();
    const incoming = new IncomingCandidates(connection);
    await incoming.applied('u1');
    await incoming.add([init(1)]);
    connection.close();
  });
});
