import { expect } from 'chai';
import type { RoomOptions } from '../../src/room/options.js';
import { TestCall } from '../support/call.js';
import { MemoryNetwork } from '../support/network.js';
import { unpack } from '../support/payload.js';
import { until } from '../support/until.js';

describe('a call that may only use TURN', () => {
  let network: MemoryNetwork;
  let call: TestCall;
  beforeEach(() => {
    network = new MemoryNetwork();
    call = new TestCall(network);
  });
  afterEach(() => call.close());

  /** Every address that one participant sent to another through the party. */
  async function candidates(): Promise<string[]> {
    const payloads = network.passed('up').flatMap(({ frame }) => {
      if (frame?.type === 'join') return 'offers' in frame ? frame.offers.map(({ payload }) => payload) : [];
      return frame?.type === 'signal' ? [frame.payload] : [];
    });
    const signals = await Promise.all(payloads.map(unpack));
    return signals.flatMap((signal) => JSON.stringify(signal).match(/candidate:[^"\\]+/g) ?? []);
  }

  /**
   * Ada is in the call. Ben joins, at once or with a click in the lobby after the party's answer. Resolves when both have sent a
   * description.
   */
  async function meet(options: Partial<RoomOptions>, byLobby: boolean): Promise<void> {
    const [ada, ben] = [call.person('Ada', options), call.person('Ben', options)];
    await ada.join();
    if (byLobby) {
      await ben.prepare();
      await until(() => ben.state.signaling === 'connected');
    }
    await ben.join();
    await until(() => call.open().every(({ currentRemoteDescription }) => currentRemoteDescription));
    await until(() => call.open().every(({ iceGatheringState }) => iceGatheringState === 'complete'));
  }

  it('reveals no address of its own, on any route and however late its servers are known', async () => {
    const iceServers = async () => {
      const later = performance.now() + 300;
      await until(() => performance.now() > later);
      return [];
    };
    await meet({ relayOnly: true, iceServers }, true);
    await meet({ relayOnly: true, iceServers, room: 'other' }, false);
    expect(await candidates()).to.deep.equal([]);
    const policies = call.connections.map((one) => one.getConfiguration().iceTransportPolicy);
    expect(new Set(policies)).to.deep.equal(new Set(['relay']));
  });

  it('would reveal them otherwise', async () => {
    await meet({}, true);
    expect(await candidates()).not.to.have.length(0);
  });
});
