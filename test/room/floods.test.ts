/**
 * What a participant can make our page do is bounded in time on our main thread, whatever kind of signal it is: under each flood timers still
 * come in time, and what nobody floods goes on.
 */
import { expect } from 'chai';
import type { Room } from '../../src/room/room.js';
import { pack } from '../support/box.js';
import { fullMesh, TestCall } from '../support/call.js';
import { HostileParty, Impostor } from '../support/hostile-party.js';
import { MemoryNetwork } from '../support/network.js';
import { until } from '../support/until.js';

/** A timer is late when it comes so long after its time (ms). */
const LATE = 60;
/** How long each flood lasts (ms). */
const FLOOD = 5_000;

/** How late timers of 10 ms come while `run` goes on: the share of those that are late, and the latest. */
async function lateness(run: () => Promise<void>): Promise<{ share: number; worst: number }> {
  const delays: number[] = [];
  let due = performance.now() + 10;
  let timer: ReturnType<typeof setTimeout>;
  const tick = () => {
    delays.push(performance.now() - due);
    due = performance.now() + 10;
    timer = setTimeout(tick, 10);
  };
  timer = setTimeout(tick, 10);
  await run();
  clearTimeout(timer);
  return { share: delays.filter((delay) => delay > LATE).length / delays.length, worst: Math.max(...delays) };
}

describe('A flood', () => {
  let network: MemoryNetwork;
  let call: TestCall;
  let party: HostileParty;
  let ada: Room;
  let ben: Room;
  let mallory: Room;
  let n = 50_000;
  let impostor: Impostor | undefined;

  beforeEach(async () => {
    network = new MemoryNetwork();
    call = new TestCall(network);
    party = new HostileParty(network);
    [ada, ben, mallory] = (await call.joined('Ada', 'Ben', 'Mallory')) as [Room, Room, Room];
    await fullMesh([ada, ben, mallory]);
  });
  afterEach(() => {
    call.close();
    impostor?.close();
    impostor = undefined;
  });

  /** Sends so many a second, for as long as a flood lasts. */
  async function pour(perSecond: number, send: () => void): Promise<void> {
    const begun = performance.now();
    let sent = 0;
    await until(() => {
      const elapsed = performance.now() - begun;
      for (; sent < (elapsed * perSecond) / 1000; sent++) send();
      return elapsed > FLOOD;
    });
  }
  const signal = (box: string, gen = 0) => party.tell(ada, party.signal(mallory, { box, gen, n: n++ }));

  /** Ada's page keeps up, and her link with Ben is the one that she had. */
  async function isBorne(flood: () => Promise<void>): Promise<void> {
    const link = call.between(ada, ben);
    const before = await lateness(() => pour(10, () => {}));
    const { share, worst } = await lateness(flood);
    expect(share, 'the share of timers that are late').to.be.lessThan(before.share + 0.2);
    expect(worst, 'the latest timer').to.be.lessThan(before.worst + 1_000);
    expect(call.between(ada, ben)).to.equal(link);
    await ben.sendMessage('still here?');
    await until(() => ada.state.messages.some(({ text }) => text === 'still here?'));
  }

  it('of restarts', async () => {
    const box = await pack({ type: 'restart' });
    await isBorne(() => pour(100, () => signal(box)));
  });

  it('of restarts of a link that lives', async () => {
    const box = await pack({ type: 'restart', live: true });
    await isBorne(() => pour(100, () => signal(box)));
  });

  it('of boxes that explode', async () => {
    const bomb = new Blob(['[', ' '.repeat(5_500_000), ']']).stream();
    const deflated = new Response(bomb.pipeThrough(new CompressionStream('deflate-raw')));
    const bytes = new Uint8Array(await deflated.arrayBuffer());
    const box = btoa(String.fromCharCode(...bytes))
      .replace(/\+/g, '-')
      .replace(/\//g, '_')
      .replace(/=/g, '');
    expect(box.length).to.be.within(6_000, 8_192);
    await isBorne(() => pour(100, () => signal(box)));
  });

  it('of offers of ever new generations, and of wishes for them', async () => {
    impostor = new Impostor();
    const offer = await impostor.prepare();
    const boxes = [await pack(offer), await pack({ type: 'rebuild', gen: 0 })];
    const before = call.connections.length;
    let gen = 1;
    await isBorne(() =>
      pour(60, () => {
        signal(boxes[gen % 2]!, gen % 2 ? 0 : gen);
        gen += 1;
      }),
    );
    expect(call.connections.length - before).to.be.at.most(40);
  });

  for (const [who, id] of [
    ['many', () => crypto.randomUUID()],
    ['one and the same', () => 'eve'],
  ] as const)
    it(`of joins of ${who}, each with an offer`, async () => {
      impostor = new Impostor();
      const offer = { gen: 0, neg: 1, box: await pack(await impostor.prepare()) };
      const before = call.connections.length;
      let last: { id: string; sid: string } | undefined;
      await isBorne(() =>
        pour(15, () => {
          if (last) party.tell(ada, { type: 'left', ...last, reason: 'left' });
          last = { id: id(), sid: crypto.randomUUID() };
          party.tell(ada, { type: 'joined', member: { ...last, seq: n++, name: 'Eve' }, offer });
        }),
      );
      expect(call.connections.length - before).to.be.at.most(20);
    });

  it('of joins, seen from the lobby', async () => {
    const kate = call.person('Kate');
    await kate.prepare();
    await until(() => kate.state.roster.length === 3);
    const before = call.open(kate).length;
    const made = call.connections.length;
    let last: { id: string; sid: string } | undefined;
    await isBorne(() =>
      pour(15, () => {
        if (last) party.tell(kate, { type: 'left', ...last, reason: 'left' });
        last = { id: crypto.randomUUID(), sid: crypto.randomUUID() };
        party.tell(kate, { type: 'joined', member: { ...last, seq: n++, name: 'Eve' } });
      }),
    );
    expect(call.connections.length - made).to.be.at.most(12 + 2 * (FLOOD / 1_000));
    expect(before).to.be.at.most(3);
  });

  it('of somebody who comes back all the time', async () => {
    const { id, sid } = party.listed(mallory);
    await isBorne(() =>
      pour(60, () => {
        party.tell(ada, { type: 'away', id, sid });
        party.tell(ada, { type: 'back', id, sid });
      }),
    );
  });
});
