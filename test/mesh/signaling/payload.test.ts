import { expect } from 'chai';
import { MAX_INFLATED_BYTES, MAX_PAYLOAD_BYTES } from '../../../src/protocol/limits.js';
import type { Signal } from '../../../src/protocol/peer-messages.js';
import { pack, unpack } from '../../support/payload.js';
import fc from '../../support/property.js';

describe('A payload', () => {
  it('restores every signal', async () => {
    const signals: Signal[] = [
      { type: 'offer', neg: 1, sdp: 'v=0\r\nä€😀' },
      { type: 'answer', neg: 7, sdp: '' },
      {
        type: 'candidates',
        list: [{ candidate: 'c', sdpMid: '0', sdpMLineIndex: 0, usernameFragment: 'x' }],
      },
      { type: 'restart' },
      { type: 'rebuild', gen: 3 },
    ];
    for (const signal of signals) {
      const payload = await pack(signal);
      expect(payload).to.match(/^[\w-]+$/);
      expect(await unpack(payload)).to.deep.equal({ ok: true, value: signal });
    }
  });

  it('is large enough for a real offer', async () => {
    const connection = new RTCPeerConnection();
    for (const kind of ['audio', 'video', 'video', 'audio']) connection.addTransceiver(kind);
    connection.createDataChannel('control', { negotiated: true, id: 0 });
    await connection.setLocalDescription();
    const payload = await pack({ type: 'offer', neg: 1, sdp: connection.localDescription!.sdp });
    connection.close();
    expect(payload.length).to.be.within(500, MAX_PAYLOAD_BYTES / 2);
  });

  it('that inflates beyond the limit is rejected while it inflates', async () => {
    const bomb = new Blob([`{"type":"offer","neg":1,"sdp":"${'x'.repeat(64 * MAX_INFLATED_BYTES)}"}`]);
    const bytes = await new Response(bomb.stream().pipeThrough(new CompressionStream('deflate-raw'))).bytes();
    const text = btoa(String.fromCharCode(...bytes))
      .replaceAll('+', '-')
      .replaceAll('/', '_')
      .replaceAll('=', '');
    expect(text.length).to.be.below(MAX_PAYLOAD_BYTES);
    expect(await unpack(text)).to.deep.equal({ ok: false, reason: 'too large' });
  });

  it('with any other content is reported, never thrown', async () => {
    const real = await pack({ type: 'offer', neg: 1, sdp: 'x'.repeat(300) });
    const mutated = fc
      .tuple(fc.nat(real.length - 1), fc.constantFrom('A', '_', '-', '9'))
      .map(([at, char]) => real.slice(0, at) + char + real.slice(at + 1));
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.base64String(), mutated), async (payload) => {
        const result = await unpack(payload);
        expect(result.ok ? 'signal' : result.reason).to.be.a('string');
      }),
      { numRuns: 300 },
    );
  });
});
