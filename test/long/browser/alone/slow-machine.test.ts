/** Calls on machines that cannot keep up: everything is later, but nothing is lost, done twice or removed. */
import { expect } from 'chai';
import type { Room } from '../../../../src/room/room.js';
import { everyoneSeesEveryone, fullMesh, TestCall } from '../../../support/call.js';
import { MemoryNetwork } from '../../../support/network.js';
import { blockPage } from '../../../support/slow-page.js';
import { until } from '../../../support/until.js';

/** For a page that runs a few milliseconds of each second (ms). */
const LONG = 180_000;

/** Resolves like `what`, which may give up too early on such a page: it is asked again until it resolves. */
const inTheEnd = (what: () => Promise<void>, message: string) =>
  until(() => what().then(() => true), message, LONG);
const areLinked = (rooms: readonly Room[]) => inTheEnd(() => fullMesh(rooms), 'until everyone is linked');
const areSeen = (rooms: readonly Room[]) =>
  inTheEnd(() => everyoneSeesEveryone(rooms), 'until everyone is seen');

describe('A call on a slow machine', () => {
  let call: TestCall;
  let unblock: () => void;
  let gone: string[];

  beforeEach(() => {
    call = new TestCall(new MemoryNetwork({ delay: 10 }));
    unblock = () => {};
    gone = [];
  });
  afterEach(() => {
    unblock();
    call.close();
  });

  const watch = (rooms: readonly Room[]) => {
    for (const room of rooms)
      room.addEventListener('participant-left', ({ detail }) =>
        gone.push(`${detail.participant.name} at ${room.state.self.name}`),
      );
    return rooms;
  };

  /** Every pair is linked by the first connections, and nobody was missed meanwhile. */
  async function isWholeAtFirst(rooms: readonly Room[]): Promise<void> {
    await areLinked(rooms);
    await areSeen(rooms);
    expect(call.connections, 'connections made').to.have.length(rooms.length * (rooms.length - 1));
    expect(gone, 'taken for gone').to.deep.equal([]);
  }

  for (const delay of [200, 1_000, 2_000]) {
    it(`of three links everyone once when the page of one is ${delay} ms late`, async () => {
      const rooms = watch([call.person('Ada'), call.person('Grace', {}, {}, delay), call.person('Kate')]);
      await Promise.all(rooms.map((room) => room.join()));
      await isWholeAtFirst(rooms);
    });

    it(`of three links everyone once when all pages are ${delay} ms late`, async () => {
      const rooms = watch(['Ada', 'Grace', 'Kate'].map((name) => call.person(name, {}, {}, delay)));
      await Promise.all(rooms.map((room) => room.join()));
      await isWholeAtFirst(rooms);
    });
  }

  it('of three links everyone once while nothing runs for a second at a time', async () => {
    const rooms = watch(['Ada', 'Grace', 'Kate'].map((name) => call.person(name)));
    unblock = blockPage(1_000);
    await Promise.all(rooms.map((room) => room.join()));
    await isWholeAtFirst(rooms);
  });

  it('removes nobody when it stands still for 15 s in the middle', async () => {
    const rooms = watch(await call.joined('Ada', 'Grace', 'Kate'));
    await areLinked(rooms);
    const end = performance.now() + 15_000;
    while (performance.now() < end);
    await areSeen(rooms);
    await isWholeAtFirst(rooms);
  });
});
