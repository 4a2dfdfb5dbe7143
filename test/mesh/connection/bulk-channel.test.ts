/** The bulk channel over real connections in this page, and over fakes where the test decides what the browser has sent. */
import { expect } from 'chai';
import { BulkChannel, BulkError } from '../../../src/mesh/connection/bulk-channel.js';
import { Mesh } from '../../../src/mesh/mesh.js';
import type { ClientFrame } from '../../../src/protocol/client-frames.js';
import { BULK_WINDOW, MAX_BULK_BYTES } from '../../../src/protocol/limits.js';
import type { PeerMessage } from '../../../src/protocol/peer-messages.js';
import { createLog } from '../../../src/shared/log.js';
import { coreProtocol } from '../../support/core-protocol.js';
import { until } from '../../support/until.js';

const bytes = (length: number, fill = 1) => new Uint8Array(length).fill(fill);
const reasonOf = (sending: Promise<void>): Promise<unknown> =>
  sending.then(
    () => 'sent',
    (error) => (error instanceof BulkError ? error.reason : error),
  );

/** A data channel that the test drains. */
class FakeChannel {
  readyState = 'open';
  bufferedAmount = 0;
  bufferedAmountLowThreshold = 0;
  binaryType = '';
  sent: number[] = [];
  isClosed = false;
  onopen: (() => void) | null = null;
  onclose: (() => void) | null = null;
  onbufferedamountlow: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;

  send(data: Uint8Array): void {
    this.sent.push(data.byteLength);
    this.bufferedAmount += data.byteLength;
  }

  close(): void {
    this.isClosed = true;
  }

  /** The browser has sent everything. */
  drain(): void {
    this.bufferedAmount = 0;
    this.onbufferedamountlow?.();
  }
}

function fake(received: (data: ArrayBuffer) => void | Promise<void> = () => {}) {
  const channel = new FakeChannel();
  const told: PeerMessage[] = [];
  let created = 0;
  let closed = 0;
  const bulk = new BulkChannel({
    rtc: {
      createDataChannel: () => {
        created += 1;
        return channel as unknown as RTCDataChannel;
      },
    },
    tell: (message) => told.push(message) > 0,
    received,
    closed: () => {
      closed += 1;
    },
  });
  return { channel, told, bulk, created: () => created, closed: () => closed };
}

describe('The bulk channel of a link', () => {
  describe('between two connections', () => {
    let ends: RTCPeerConnection[];
    let bulks: BulkChannel[];
    /** What arrived at the second one. */
    let arrived: Uint8Array[];
    let handle: (data: ArrayBuffer) => void | Promise<void>;

    beforeEach(async () => {
      arrived = [];
      handle = (data) => void arrived.push(new Uint8Array(data));
      ends = [new RTCPeerConnection(), new RTCPeerConnection()];
      const [one, two] = ends as [RTCPeerConnection, RTCPeerConnection];
      one.onicecandidate = ({ candidate }) => void two.addIceCandidate(candidate ?? undefined);
      two.onicecandidate = ({ candidate }) => void one.addIceCandidate(candidate ?? undefined);
      const controls = ends.map((end) => end.createDataChannel('control', { negotiated: true, id: 0 }));
      const made = ends.map(
        (end, index) =>
          new BulkChannel({
            rtc: end,
            tell: (message) => {
              controls[index]!.send(JSON.stringify(message));
              return true;
            },
            received: (data) => (index === 1 ? handle(data) : undefined),
            closed: () => {},
          }),
      );
      bulks = made;
      controls.forEach((control, index) => {
        // Not `bulks`: a late message belongs to this test's channels, not to those of the next test.
        control.onmessage = ({ data }) => made[index]!.granted(JSON.parse(data).credit);
      });
      await one.setLocalDescription();
      await two.setRemoteDescription(one.localDescription!);
      await two.setLocalDescription();
      await one.setRemoteDescription(two.localDescription!);
      await until(() => controls.every(({ readyState }) => readyState === 'open'));
    });
    afterEach(() => {
      for (const bulk of bulks) bulk.close();
      for (const end of ends) end.close();
    });

    it('is created when it is first used, without another offer, and carries messages in order', async () => {
      let offers = 0;
      for (const end of ends)
        end.onnegotiationneeded = () => {
          offers += 1;
        };
      for (let n = 0; n < 300; n++) await bulks[0]!.send(bytes(MAX_BULK_BYTES, n % 251));
      await until(() => arrived.length === 300);
      expect(arrived.every((data, n) => data.length === MAX_BULK_BYTES && data[0] === n % 251)).to.equal(
        true,
      );
      expect(offers).to.equal(0);
    });

    it('waits for a receiver that is slow, and goes on when it has read', async () => {
      const released: (() => void)[] = [];
      handle = (data) => {
        arrived.push(new Uint8Array(data));
        return new Promise<void>((done) => released.push(done));
      };
      let sent = 0;
      const total = (BULK_WINDOW / MAX_BULK_BYTES) * 3;
      const sending = (async () => {
        for (; sent < total; sent++) await bulks[0]!.send(bytes(MAX_BULK_BYTES));
      })();
      await until(() => arrived.length === BULK_WINDOW / MAX_BULK_BYTES);
      expect(sent).to.equal(BULK_WINDOW / MAX_BULK_BYTES);
      handle = (data) => void arrived.push(new Uint8Array(data));
      for (const done of released) done();
      await sending;
      await until(() => arrived.length === total);
    });
  });

  it('belongs to each live link whose page has the capability, and to no other', async () => {
    const arrived: string[] = [];
    const meshes = new Map<string, Mesh>();
    const carry = (from: string, frame: ClientFrame) => {
      if (frame.type === 'signal')
        queueMicrotask(() => meshes.get(frame.to)?.receive(from, `sid-${from}`, frame));
      return true;
    };
    const person = async (id: string) => {
      const nothing = () => {};
      const mesh = new Mesh({
        protocol: coreProtocol,
        createConnection: (configuration) => new RTCPeerConnection(configuration),
        send: (frame) => carry(id, frame),
        isConnected: () => true,
        log: createLog(console, 'silent'),
        on: {
          changed: nothing,
          opened: nothing,
          received: nothing,
          stalled: nothing,
          cameraLimited: nothing,
          lost: nothing,
          broken: nothing,
          distrusted: nothing,
          bulk: (peer, data) => void arrived.push(`${peer.id} to ${id}: ${new TextDecoder().decode(data)}`),
        },
      });
      meshes.set(id, mesh);
      await mesh.start();
      return mesh;
    };
    const member = (id: string, seq: number, can?: string[]) => ({
      id,
      sid: `sid-${id}`,
      seq,
      name: id,
      can,
    });
    const [ada, grace, kate] = [await person('ada'), await person('grace'), await person('kate')];
    const [a, g, k] = [member('ada', 1, ['bulk']), member('grace', 2, ['bulk']), member('kate', 3)];
    ada.enter(1, []);
    ada.joined(g, undefined);
    grace.enter(2, [a]);
    ada.joined(k, undefined);
    grace.joined(k, undefined);
    kate.enter(3, [a, g]);
    const peerOf = (mesh: Mesh, id: string) => [...mesh.peers].find((peer) => peer.id === id)!;
    const isLive = (mesh: Mesh) => [...mesh.peers].filter(({ link }) => link === 'live').length === 2;
    await until(() => [ada, grace, kate].every(isLive));
    await until(async () => (await peerOf(ada, 'grace').bulk()) && (await peerOf(grace, 'ada').bulk()));
    await (await peerOf(ada, 'grace').bulk())!.send(new TextEncoder().encode('hello'));
    await until(() => arrived.length);
    expect(arrived).to.deep.equal(['ada to grace: hello']);
    expect(await peerOf(ada, 'kate').bulk()).to.equal(undefined);
    const bulk = (await peerOf(ada, 'grace').bulk())!;
    const waiting = reasonOf(
      Promise.all(Array.from({ length: 99 }, () => bulk.send(bytes(MAX_BULK_BYTES)))).then(),
    );
    for (const mesh of [ada, grace, kate]) mesh.stop();
    expect(await waiting).to.equal('closed');
  });

  it('does not exist before the first message', () => {
    const { bulk, created, told } = fake();
    expect(created()).to.equal(0);
    void bulk.send(bytes(1)).catch(() => {});
    expect([created(), told]).to.deep.equal([1, [{ type: 'bulk', credit: BULK_WINDOW }]]);
    bulk.granted(BULK_WINDOW);
    expect(created()).to.equal(1);
    bulk.close();
  });

  it('hands the browser no more than it has room for, and goes on at the low mark', async () => {
    const { bulk, channel } = fake();
    bulk.granted(BULK_WINDOW);
    let done = 0;
    for (let n = 0; n < 40; n++) void bulk.send(bytes(MAX_BULK_BYTES)).then(() => (done += 1));
    await until(() => done === 17);
    expect([channel.sent.length, channel.bufferedAmountLowThreshold]).to.deep.equal([17, 64 * 1024]);
    channel.drain();
    await until(() => done === 34);
    channel.drain();
    await until(() => done === 40);
  });

  it('sends nothing beyond what the receiver has granted; small messages count as 1 KiB', async () => {
    const { bulk, channel } = fake();
    bulk.granted(3 * 1024);
    for (let n = 0; n < 5; n++) void bulk.send(bytes(1)).catch(() => {});
    expect(channel.sent).to.have.length(3);
    bulk.granted(1024);
    expect(channel.sent).to.have.length(4);
    bulk.close();
  });

  it('stops waiting when a send is aborted, and sends the others', async () => {
    const { bulk, channel } = fake();
    const abort = new AbortController();
    const first = reasonOf(bulk.send(bytes(MAX_BULK_BYTES), abort.signal));
    const second = reasonOf(bulk.send(bytes(5)));
    bulk.granted(1024);
    expect(channel.sent).to.deep.equal([]);
    abort.abort('no more');
    expect(await first).to.equal('no more');
    expect(await second).to.equal('sent');
    expect(channel.sent).to.deep.equal([5]);
    expect(await reasonOf(bulk.send(bytes(1), abort.signal))).to.equal('no more');
  });

  it('rejects a large message, a message over the limit of unsent bytes, and any message after it has closed', async () => {
    const { bulk } = fake();
    expect(await reasonOf(bulk.send(bytes(MAX_BULK_BYTES + 1)))).to.equal('too-large');
    const waiting = Array.from({ length: 256 }, () => reasonOf(bulk.send(bytes(1))));
    expect(await reasonOf(bulk.send(bytes(1)))).to.equal('too-many');
    bulk.close();
    expect(new Set(await Promise.all(waiting))).to.deep.equal(new Set(['closed']));
    expect(await reasonOf(bulk.send(bytes(1)))).to.equal('closed');
  });

  it('closes when a peer sends more than it may, or one message that is too large', async () => {
    let handled = 0;
    const never = () => {
      handled += 1;
      return new Promise<void>(() => {});
    };
    const { bulk, channel, closed } = fake(never);
    bulk.granted(0);
    for (let n = 0; n < 2_000; n++) channel.onmessage?.({ data: new ArrayBuffer(1) });
    expect([handled, closed(), channel.isClosed]).to.deep.equal([1024, 1, true]);
    const other = fake();
    other.bulk.granted(0);
    other.channel.onmessage!({ data: new ArrayBuffer(MAX_BULK_BYTES + 1) });
    expect(other.closed()).to.equal(1);
  });

  it('grants again what was handled, even if handling it failed, and drops text', async () => {
    let handled = 0;
    const { bulk, channel, told } = fake(() => {
      handled += 1;
      throw new Error('no disk');
    });
    bulk.granted(0);
    for (let n = 0; n < 15; n++) channel.onmessage!({ data: new ArrayBuffer(MAX_BULK_BYTES) });
    channel.onmessage!({ data: 'x'.repeat(MAX_BULK_BYTES) });
    await until(() => told.length === 2);
    expect([handled, told[1]]).to.deep.equal([15, { type: 'bulk', credit: BULK_WINDOW / 4 }]);
  });
});
