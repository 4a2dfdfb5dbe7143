import { expect } from 'chai';
import { Connection } from '../../src/mesh/connection.js';

/** A connection whose packets of pictures are counted by the test, and what it says on its control channel. */
function connection(trusts = true) {
  const said: string[] = [];
  const done: string[] = [];
  const packets = { camera: 0, screen: 0 };
  const channel = {
    readyState: 'open',
    bufferedAmount: 0,
    send: (text: string) => said.push(text),
    onopen: async () => {},
    onmessage: async (_: { data: string }) => {},
  };
  const rtc = {
    createDataChannel: () => channel,
    close: () => done.push('close'),
    connectionState: 'connected',
    onconnectionstatechange: async () => {},
    sctp: { transport: { getRemoteCertificates: () => [new ArrayBuffer(8)] } },
    getTransceivers: () => [],
  };
  const nothing = () => {};
  const made = new Connection({
    rtc: rtc as unknown as RTCPeerConnection,
    polite: true,
    tracks: {},
    encoding: () => ({ lines: 180, frameRate: 15, maxBitrate: 200_000 }),
    send: nothing,
    trusts: () => trusts,
    stateChanged: (state) => done.push(state),
    slotsReady: nothing,
    opened: () => done.push('opened'),
    received: ({ type }) => done.push(type),
    ended: nothing,
  });
  const watch = (now: number) =>
    made.watchPictures(
      {
        sources: {
          camera: { packetsReceived: packets.camera },
          screen: { packetsReceived: packets.screen },
        },
      },
      now,
    );
  return { made, said, packets, watch, channel, rtc, done };
}

describe('Pictures that stop although the link lives', () => {
  it('are asked for anew, three times, and again once they have come and stopped again', () => {
    const { said, packets, watch } = connection();
    packets.camera = 100;
    for (let now = 0; now <= 20_000; now += 250) watch(now);
    expect(said).to.deep.equal(Array(3).fill('{"type":"refresh"}'));
    packets.camera = 200;
    for (let now = 20_250; now <= 22_000; now += 250) watch(now);
    expect(said).to.have.length(4);
  });

  it('are not asked for while they come, or before the first', () => {
    const { said, packets, watch } = connection();
    for (let now = 0; now <= 5_000; now += 250) watch(now);
    for (let now = 5_250; now <= 10_000; now += 250) {
      packets.screen = now;
      watch(now);
    }
    expect(said).to.deep.equal([]);
  });
});

describe('Somebody who does not read', () => {
  it('is told no more when 8 MiB wait for them, and again when they have read', () => {
    const { made, said, channel } = connection();
    channel.bufferedAmount = 9 * 1024 * 1024;
    expect(made.tell('a')).to.equal(false);
    channel.bufferedAmount = 0;
    expect(made.tell('b')).to.equal(true);
    expect(said).to.deep.equal(['b']);
  });
});

describe('Whoever has another certificate than was pinned', () => {
  const all = async (trusts: boolean) => {
    const { channel, rtc, done } = connection(trusts);
    const opening = channel.onopen();
    await channel.onmessage({ data: '{"type":"bye"}' });
    await Promise.all([opening, rtc.onconnectionstatechange()]);
    return done;
  };

  it('is neither told anything nor heard, from the first word on', async () => {
    expect(new Set(await all(false))).to.deep.equal(new Set(['close']));
  });

  it('does not hold up the news that a link has failed', () => {
    const { rtc, done } = connection();
    rtc.connectionState = 'failed';
    void rtc.onconnectionstatechange();
    expect(done).to.deep.equal(['failed']);
  });

  it('is nobody who has the right one', async () => {
    expect(await all(true)).to.have.members(['opened', 'bye', 'connected']);
  });
});
