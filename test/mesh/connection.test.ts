import { expect } from 'chai';
import { Connection } from '../../src/mesh/connection.js';

/** A connection whose pictures are stamped by the test, and what it says on its control channel. */
function connection() {
  const said: string[] = [];
  const stamps = { camera: 0, screen: 0 };
  const channel = { readyState: 'open', bufferedAmount: 0, send: (text: string) => said.push(text) };
  const receiver = (source?: keyof typeof stamps) => ({
    receiver: {
      getSynchronizationSources: () => (source && stamps[source] ? [{ timestamp: stamps[source] }] : []),
    },
    sender: {},
  });
  const rtc = {
    createDataChannel: () => channel,
    getTransceivers: () => [receiver(), receiver('camera'), receiver('screen'), receiver()],
  } as unknown as RTCPeerConnection;
  const nothing = () => {};
  const made = new Connection({
    rtc,
    polite: true,
    tracks: {},
    send: nothing,
    trusts: () => true,
    stateChanged: nothing,
    slotsReady: nothing,
    opened: nothing,
    received: nothing,
    ended: nothing,
  });
  return { made, said, stamps, channel };
}

describe('Pictures that stop although the link lives', () => {
  it('are asked for anew, three times, and again once they have come and stopped again', () => {
    const { made, said, stamps } = connection();
    stamps.camera = 100;
    for (let now = 0; now <= 20_000; now += 250) made.watchPictures(now);
    expect(said).to.deep.equal(Array(3).fill('{"type":"refresh"}'));
    stamps.camera = 200;
    for (let now = 20_250; now <= 22_000; now += 250) made.watchPictures(now);
    expect(said).to.have.length(4);
  });

  it('are not asked for while they come, or before the first', () => {
    const { made, said, stamps } = connection();
    for (let now = 0; now <= 5_000; now += 250) made.watchPictures(now);
    for (let now = 5_250; now <= 10_000; now += 250) {
      stamps.screen = now;
      made.watchPictures(now);
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
