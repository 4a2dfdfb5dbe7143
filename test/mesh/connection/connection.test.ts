import { expect } from 'chai';
import { Connection } from '../../../src/mesh/connection/connection.js';
import { coreProtocol } from '../../support/core-protocol.js';
import { until } from '../../support/until.js';

/** A connection with counters of video packets, and perhaps of decoded pictures, set by the test, and the messages on its control channel. */
function connection(trusts = true) {
  const said: string[] = [];
  const done: string[] = [];
  const packets = { camera: 0, screen: 0 };
  const decoded: { camera?: number; screen?: number } = {};
  const channel = {
    readyState: 'open',
    bufferedAmount: 0,
    send: (text: string) => said.push(text),
    onopen: async () => {},
    onmessage: async (_: { data: string }) => {},
    onclose: () => {},
  };
  const rtc = {
    createDataChannel: () => channel,
    close: () => done.push('close'),
    connectionState: 'connected',
    onconnectionstatechange: async () => {},
    sctp: { transport: { getRemoteCertificates: () => [new ArrayBuffer(8)] } },
    getTransceivers: () =>
      ['microphone', 'camera'].map((source) => ({
        sender: { replaceTrack: async (track: unknown) => done.push(`${source} ${track}`) },
      })),
  };
  const nothing = () => {};
  const made = new Connection({
    rtc: rtc as unknown as RTCPeerConnection,
    polite: true,
    protocol: coreProtocol,
    tracks: {},
    send: nothing,
    trusts: () => trusts,
    stateChanged: (state) => done.push(state),
    slotsReady: nothing,
    opened: () => done.push('opened'),
    received: ({ type }) => done.push(type),
    ignored: (type) => done.push(`ignored ${type}`),
    ended: nothing,
  });
  const watch = (now: number) =>
    made.watchPictures(
      {
        sources: {
          camera: { packetsReceived: packets.camera, framesDecoded: decoded.camera },
          screen: { packetsReceived: packets.screen, framesDecoded: decoded.screen },
        },
      },
      now,
    );
  return { made, said, packets, decoded, watch, channel, rtc, done };
}

describe('Video that stops although the link lives', () => {
  it('is requested again, three times, and again once it has flowed and stopped again', () => {
    const { said, packets, watch } = connection();
    packets.camera = 100;
    for (let now = 0; now <= 20_000; now += 250) watch(now);
    expect(said).to.deep.equal(Array(3).fill('{"type":"refresh"}'));
    packets.camera = 200;
    for (let now = 20_250; now <= 22_000; now += 250) watch(now);
    expect(said).to.have.length(4);
  });

  it('is not requested while the other video goes on: it was switched off', () => {
    const { said, packets, decoded, watch } = connection();
    Object.assign(packets, { camera: 100, screen: 1 });
    Object.assign(decoded, { camera: 90, screen: 0 });
    // As often as a healthy link is measured.
    for (let now = 0; now <= 20_000; now += 2_000) {
      packets.screen += 10;
      decoded.screen! += 1;
      watch(now);
    }
    expect(said).to.deep.equal([]);
    for (let now = 22_000; now <= 32_000; now += 2_000) watch(now);
    expect(said.length, 'nothing goes on').to.be.greaterThan(0);
  });

  it('is requested for as long as packets arrive that cannot be decoded, less and less often', () => {
    const { said, packets, decoded, watch } = connection();
    decoded.camera = 50;
    const askedAt: number[] = [];
    for (let now = 1_000; now <= 61_000; now += 250) {
      packets.camera += 5;
      const before = said.length;
      watch(now);
      if (said.length > before) askedAt.push(now - 1_000);
    }
    expect(askedAt).to.deep.equal([1_750, 5_000, 11_250, 23_500, 35_750, 48_000]);
    for (let now = 61_250; now <= 80_000; now += 250) {
      packets.camera += 5;
      decoded.camera += 1;
      watch(now);
    }
    expect(said).to.have.length(askedAt.length);
  });

  it('is not requested for a slot without a track, in which browsers send a packet or two', () => {
    const { said, packets, decoded, watch } = connection();
    decoded.camera = 0;
    packets.camera = 1;
    for (let now = 0; now <= 20_000; now += 250) watch(now);
    packets.camera = 2;
    for (let now = 20_250; now <= 60_000; now += 250) watch(now);
    expect(said).to.deep.equal([]);
  });

  it('is not requested while it flows, or before the first picture', () => {
    const { said, packets, watch } = connection();
    for (let now = 0; now <= 5_000; now += 250) watch(now);
    for (let now = 5_250; now <= 10_000; now += 250) {
      packets.screen = now;
      watch(now);
    }
    expect(said).to.deep.equal([]);
  });
});

describe('A peer that does not read', () => {
  it('is sent no more when 8 MiB are waiting, and again after it has read', () => {
    const { made, said, channel } = connection();
    channel.bufferedAmount = 9 * 1024 * 1024;
    expect(made.tell({ type: 'heartbeat' })).to.equal(false);
    channel.bufferedAmount = 0;
    expect(made.tell({ type: 'bye' })).to.equal(true);
    expect(said).to.deep.equal(['{"type":"bye"}']);
  });
});

describe('A peer that only takes shorter messages', () => {
  it('does not get a message, and what follows for others goes on', () => {
    const { made, channel } = connection();
    channel.send = () => {
      throw new TypeError('Message size exceeds maxMessageSize');
    };
    expect(made.tell({ type: 'bye' })).to.equal(false);
  });
});

describe('A graceful close', () => {
  it('sends no media any more, and ends the connection when the other side has read our last message', () => {
    const { made, channel, done } = connection();
    made.close(true);
    expect(done).to.deep.equal(['microphone null', 'camera null']);
    channel.onclose();
    expect(done.at(-1)).to.equal('close');
  });

  it('ends the connection soon if the other side does not answer', async () => {
    const { made, done } = connection();
    made.close(true);
    const began = performance.now();
    await until(() => done.includes('close'), 'for its end', 10_000);
    expect(performance.now() - began).to.be.at.least(1_000);
  });

  it('ends the connection at once if it never opened; any other close always does', () => {
    for (const [graceful, readyState] of [
      [true, 'connecting'],
      [false, 'open'],
    ] as const) {
      const { made, channel, done } = connection();
      channel.readyState = readyState;
      made.close(graceful);
      expect(done).to.deep.equal(['close']);
    }
  });
});

describe('A peer with another certificate than the pinned one', () => {
  const all = async (trusts: boolean) => {
    const { channel, rtc, done } = connection(trusts);
    const opening = channel.onopen();
    await channel.onmessage({ data: '{"type":"bye"}' });
    await Promise.all([opening, rtc.onconnectionstatechange()]);
    return done;
  };

  it('is neither sent anything nor heard, from the first message on', async () => {
    expect(new Set(await all(false))).to.deep.equal(new Set(['close']));
  });

  it('does not delay the report that a link has failed', () => {
    const { rtc, done } = connection();
    rtc.connectionState = 'failed';
    void rtc.onconnectionstatechange();
    expect(done).to.deep.equal(['failed']);
  });

  it('is the only one affected: the pinned certificate works', async () => {
    expect(await all(true)).to.have.members(['opened', 'bye', 'connected']);
  });
});
