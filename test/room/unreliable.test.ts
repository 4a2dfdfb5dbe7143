/** Calls with real connections over a bad network: signals are lost, doubled, late, or held. */
import { expect } from 'chai';
import type { Room } from '../../src/room/room.js';
import { everyoneSeesEveryone, TestCall } from '../support/call.js';
import { type Faults, MemoryNetwork } from '../support/network.js';
import { until } from '../support/until.js';

/** Repeating values instead of random ones: the same in every run. */
function chances(...values: number[]): () => number {
  let next = 0;
  return () => values[next++ % values.length]!;
}

describe('A call over an unreliable network', () => {
  let network: MemoryNetwork;
  let call: TestCall;
  beforeEach(() => {
    network = new MemoryNetwork({ delay: 10 });
    call = new TestCall(network);
  });
  afterEach(() => call.close());

  /** Resolves when all is well: a live link and one open connection per pair and side, and pictures of everyone. */
  async function isWhole(rooms: readonly Room[]): Promise<void> {
    const live = ({ state }: Room) => state.participants.filter(({ link }) => link === 'live').length;
    await until(() => {
      const links = rooms.map(live);
      expect(links.join(), 'live links').to.equal(rooms.map(() => rooms.length - 1).join());
      expect(call.open(), 'open connections').to.have.length(rooms.length * (rooms.length - 1));
      return true;
    }, 'until everyone is linked with everyone');
    await everyoneSeesEveryone(rooms);
    for (const { state } of rooms) expect(state.participants).to.have.length(rooms.length - 1);
  }

  const CASES: Record<string, Faults> = {
    'every third signal is lost': { lost: 0.5, random: chances(0.2, 0.9, 0.9) },
    'every signal comes twice': { doubled: 1 },
    'most signals are late, and overtake each other': { late: 0.8, random: chances(0.9, 0.1, 0.7, 0.3, 0.5) },
    'signals are lost, doubled and late at once': {
      lost: 0.2,
      doubled: 0.3,
      late: 0.5,
      random: chances(0.4, 0.25, 0.9, 0.45, 0.1, 0.6, 0.3, 0.8, 0.05, 0.35, 0.7),
    },
  };
  for (const [what, faults] of Object.entries(CASES)) {
    it(`of three connects although ${what}`, async () => {
      network.disturb(faults);
      const rooms = ['Ada', 'Grace', 'Kate'].map((name) => call.person(name));
      await Promise.all(rooms.map((room) => room.join()));
      await isWhole(rooms);
      expect(network.passed('up', 'signal')).not.to.have.length(0);
    });
  }

  it('connects although signals are held for longer than an offer waits', async () => {
    const [ada, grace] = (await call.joined('Ada', 'Grace')) as [Room, Room];
    network.hold(({ frame }) => frame?.type === 'signal');
    const kate = call.person('Kate');
    await kate.join();
    await until(() => grace.state.participants.length === 2);
    grace.leave();
    await grace.join();
    // By now Grace has sent her offers more than once, and none has arrived.
    const offered = call.connections.length;
    await until(() => call.connections.length > offered + 1, 'until offers are made anew');
    network.flush();
    await isWhole([ada, grace, kate]);
  });
});
