import { expect } from 'chai';
import { Negotiation } from '../../../src/mesh/connection/negotiation.js';
import { createSlots } from '../../../src/mesh/connection/slots.js';
import { redConnections } from '../../../src/mesh/quality/sound.js';
import type { Signal } from '../../../src/protocol/peer-messages.js';
import { until } from '../../support/until.js';

/** A negotiation over a partial fake of a connection: only the parts that the test needs. */
function over<C extends object>(connection: C, polite = true) {
  const sent: Signal[] = [];
  const negotiation = new Negotiation({
    connection: connection as unknown as RTCPeerConnection,
    polite,
    send: (signal) => sent.push(signal),
    trusts: () => true,
    slotsReady() {},
  });
  return { negotiation, sent, connection };
}

/** A connection that waits for the answer to its offer; the test provides the candidates. */
function waiting() {
  const connection = {
    signalingState: 'have-local-offer',
    localDescription: { type: 'offer', sdp: 'v=0' },
    onicecandidate: (_: { candidate: RTCIceCandidate | null }) => {},
  };
  const { negotiation, sent } = over(connection);
  const finds = (line: string | null) => {
    const init = { candidate: line ?? '', sdpMid: '0', sdpMLineIndex: 0, usernameFragment: 'u' };
    connection.onicecandidate({ candidate: line === null ? null : new RTCIceCandidate(init) });
  };
  return { negotiation, sent, finds };
}

/** A connection that takes an answer to its first offer, and then restarts as often as it is told; `begun` counts that. */
function restartable(text: string, polite = true) {
  const restarts = { begun: 0 };
  const made = over(
    {
      signalingState: 'have-local-offer',
      localDescription: { type: 'offer', sdp: text },
      currentRemoteDescription: null as object | null,
      onnegotiationneeded() {},
      onicecandidate: (_: { candidate: RTCIceCandidate }) => {},
      async setRemoteDescription() {
        this.currentRemoteDescription = {};
        this.signalingState = 'stable';
      },
      async setLocalDescription() {
        this.signalingState = 'have-local-offer';
      },
      restartIce() {
        restarts.begun += 1;
        this.onnegotiationneeded();
      },
    },
    polite,
  );
  return { ...made, restarts };
}

const HOST = 'candidate:1 1 udp 2122260223 192.0.2.1 5000 typ host';

describe('A negotiation', () => {
  it('also sends the last candidates when all are found before the answer arrives', async () => {
    const { negotiation, sent, finds } = waiting();
    negotiation.firstOffer();
    negotiation.release();
    finds(HOST);
    finds(null);
    await until(() => sent.length);
    expect(sent.map((signal) => signal.type === 'candidates' && signal.list.length)).to.deep.equal([1]);
  });

  it('counts a voice as repeated only where both browsers know RED', async () => {
    for (const theyKnow of [true, false]) {
      const [ours, theirs] = [new RTCPeerConnection(), new RTCPeerConnection()];
      ours.createDataChannel('control', { negotiated: true, id: 0 });
      createSlots(ours);
      const negotiation = new Negotiation({
        connection: ours,
        polite: true,
        send() {},
        trusts: () => true,
        slotsReady() {},
        usesRed: () => true,
      });
      await ours.setLocalDescription();
      const offer = ours.localDescription!.sdp;
      expect(offer).to.match(/ red\/48000/);
      await theirs.setRemoteDescription({ type: 'offer', sdp: offer });
      const { codecs } = RTCRtpReceiver.getCapabilities('audio')!;
      const known = codecs.filter(({ mimeType }) => theyKnow || mimeType !== 'audio/red');
      for (const one of theirs.getTransceivers())
        if (one.receiver.track.kind === 'audio') one.setCodecPreferences(known);
      await theirs.setLocalDescription();
      await negotiation.receive({ type: 'answer', neg: 0, sdp: theirs.localDescription!.sdp });
      expect(ours.signalingState).to.equal('stable');
      expect(redConnections.has(ours)).to.equal(theyKnow);
      negotiation.stop();
      for (const connection of [ours, theirs]) connection.close();
    }
  });

  it('sends candidates that are found while its offer is encoded', async () => {
    const { negotiation, sent, finds } = waiting();
    const encoded = negotiation.deflatedOffer();
    finds(HOST);
    finds(null);
    await encoded;
    negotiation.release();
    expect(sent.map((signal) => signal.type === 'candidates' && signal.list.length)).to.deep.equal([1]);
  });

  it('encodes a prepared offer as soon as all candidates are found, with every candidate in it', async () => {
    const { negotiation, sent, finds } = waiting();
    finds(HOST);
    finds(null);
    await negotiation.deflatedOffer();
    negotiation.release();
    expect(sent, 'what the description carries is not sent again').to.deep.equal([]);
  });

  const CHROMIUM = 'o=- 1 2 IN IP4 127.0.0.1';
  const FIREFOX = 'o=mozilla...THIS_IS_SDPARTA-99.0 1 0 IN IP4 0.0.0.0';
  /** The parts of a description that are read. */
  const sdp = (origin: string) =>
    ['v=0', origin, `a=fingerprint:sha-256 ${Array(32).fill('AA').join(':')}`, 'a=ice-ufrag:u']
      .concat(['audio', 'video', 'video', 'audio', 'application'].map((kind) => `m=${kind} 9 UDP 0`))
      .map((line) => `${line}\r\n`)
      .join('');

  const restarts: [what: string, ours: string, theirs: string, begins: boolean][] = [
    ['is begun anew by ourselves between two of one kind', CHROMIUM, CHROMIUM, true],
    ['is begun anew by Firefox itself', FIREFOX, CHROMIUM, true],
    ['is begun anew by Firefox itself, with another Firefox', FIREFOX, FIREFOX, true],
    ['is begun anew by Firefox when others wish it', CHROMIUM, FIREFOX, false],
  ];
  for (const [what, ours, theirs, begins] of restarts) {
    it(what, async () => {
      let begun = 0;
      const { negotiation, sent } = over({
        signalingState: 'have-local-offer',
        localDescription: { type: 'offer', sdp: sdp(ours) },
        currentRemoteDescription: null as object | null,
        async setRemoteDescription() {
          // As libwebrtc returns it.
          this.currentRemoteDescription = { type: 'answer', sdp: sdp(CHROMIUM) };
          this.signalingState = 'stable';
        },
        restartIce: () => {
          begun += 1;
        },
      });
      negotiation.restart();
      expect([begun, sent.length], 'before the first answer').to.deep.equal([0, 0]);
      await negotiation.receive({ type: 'answer', neg: 0, sdp: sdp(theirs) });
      negotiation.restart();
      expect(begun).to.equal(begins ? 1 : 0);
      negotiation.restart(true);
      const asks = [
        { type: 'restart', live: undefined },
        { type: 'restart', live: true },
      ];
      expect(sent).to.deep.equal(begins ? [] : asks);
    });
  }

  it('restarts once with Firefox until there is a path; an offer that may be lost is sent again unchanged', async () => {
    const { negotiation, sent, connection, restarts } = restartable(sdp(FIREFOX));
    await negotiation.receive({ type: 'answer', neg: 0, sdp: sdp(CHROMIUM) });
    expect(negotiation.restartingFor).to.equal(0);
    negotiation.restart();
    await until(() => sent.length === 1);
    expect(negotiation.restartingFor).to.be.above(0);
    negotiation.restart();
    expect(restarts.begun).to.equal(1);
    expect(sent[1]).to.deep.equal(sent[0]);
    connection.signalingState = 'stable';
    negotiation.restart();
    expect([restarts.begun, sent.length], 'it has been answered').to.deep.equal([1, 2]);
    negotiation.pathFound();
    negotiation.restart();
    expect(restarts.begun).to.equal(2);
  });

  it('looks for a path on another network after the running restart has had its time', async () => {
    const { negotiation, restarts } = restartable(sdp(FIREFOX));
    await negotiation.receive({ type: 'answer', neg: 0, sdp: sdp(FIREFOX) });
    negotiation.restart();
    await until(() => negotiation.restartingFor > 0);
    negotiation.renew();
    negotiation.renew();
    expect(restarts.begun, 'another would end the link').to.equal(1);
    await until(() => restarts.begun === 2);
    negotiation.stop();
  });

  for (const [first, local, remote, polite, isRestarted] of [
    ['Firefox', FIREFOX, CHROMIUM, true, true],
    ['Chromium', FIREFOX, CHROMIUM, false, false],
    ['Firefox', CHROMIUM, FIREFOX, false, true],
    ['Chromium', CHROMIUM, FIREFOX, true, false],
    ['Chromium', CHROMIUM, CHROMIUM, false, true],
  ] as const) {
    const pair = `${local === FIREFOX ? 'Firefox' : 'Chromium'} to ${remote === FIREFOX ? 'Firefox' : 'Chromium'}`;
    it(`${isRestarted ? 'replaces' : 'keeps'} a living path when the network changes, ${pair}, if ${first} made the first offer`, async () => {
      const { negotiation, sent, restarts } = restartable(sdp(local), polite);
      const count = () => restarts.begun + sent.filter(({ type }) => type === 'restart').length;
      await negotiation.receive({ type: 'answer', neg: 0, sdp: sdp(remote) });
      negotiation.renew();
      expect(count()).to.equal(isRestarted ? 1 : 0);
      negotiation.pathFound();
      negotiation.restart();
      expect(count(), 'a dead path is always replaced').to.equal(isRestarted ? 2 : 1);
      negotiation.stop();
    });
  }

  it('sends its own offer again, with its candidates, when it wins a collision', async () => {
    const { negotiation, sent, connection } = restartable(sdp(CHROMIUM), false);
    await negotiation.receive({ type: 'answer', neg: 0, sdp: sdp(CHROMIUM) });
    negotiation.restart();
    await until(() => sent.length === 1);
    const candidate = { candidate: HOST, sdpMid: '0', sdpMLineIndex: 0, usernameFragment: 'u' };
    negotiation.release();
    connection.onicecandidate({ candidate: new RTCIceCandidate(candidate) });
    await until(() => sent.length === 2);
    await negotiation.receive({ type: 'offer', neg: 1, sdp: sdp(CHROMIUM) });
    expect(sent.map(({ type }) => type)).to.deep.equal(['offer', 'candidates', 'offer', 'candidates']);
    expect(sent.slice(2)).to.deep.equal(sent.slice(0, 2));
  });

  it('keeps its first offer in a collision', async () => {
    const { negotiation, sent, connection } = over({
      signalingState: 'have-local-offer',
      localDescription: { type: 'offer', sdp: sdp(CHROMIUM) },
      currentRemoteDescription: null,
      taken: [] as string[],
      async setRemoteDescription({ type }: RTCSessionDescriptionInit) {
        this.taken.push(type);
      },
    });
    await negotiation.receive({ type: 'offer', neg: 0, sdp: sdp(CHROMIUM) });
    expect(connection.taken, 'taken back it would leave its slots behind').to.deep.equal([]);
    negotiation.resend();
    expect(sent.map(({ type }) => type)).to.deep.equal(['offer']);
    await negotiation.receive({ type: 'answer', neg: 0, sdp: sdp(CHROMIUM) });
    expect(connection.taken).to.deep.equal(['answer']);
  });

  it('answers again even if it has made an offer since', async () => {
    const { negotiation, sent, connection } = over({
      signalingState: 'stable',
      localDescription: { type: 'answer', sdp: sdp(CHROMIUM) },
      currentLocalDescription: {},
      currentRemoteDescription: {},
      async setRemoteDescription() {},
      async setLocalDescription() {},
    });
    await negotiation.receive({ type: 'offer', neg: 1, sdp: sdp(CHROMIUM) });
    connection.signalingState = 'have-local-offer';
    connection.localDescription = { type: 'offer', sdp: sdp(CHROMIUM) };
    await negotiation.receive({ type: 'offer', neg: 1, sdp: sdp(CHROMIUM) });
    expect(sent.map(({ type }) => type)).to.deep.equal(['answer', 'answer']);
  });

  it('answers a repeated offer again, but no older one', async () => {
    const { negotiation, sent } = over({
      signalingState: 'stable',
      localDescription: { type: 'offer', sdp: sdp(CHROMIUM) },
      currentLocalDescription: {},
      currentRemoteDescription: {},
      setRemoteDescription: async () => {},
      async setLocalDescription() {
        this.localDescription.type = 'answer';
      },
    });
    for (const neg of [4, 5, 5, 4]) await negotiation.receive({ type: 'offer', neg, sdp: sdp(FIREFOX) });
    expect(sent.map((signal) => signal.type === 'answer' && signal.neg)).to.deep.equal([4, 5, 5]);
  });
});
