/**
 * The main-thread time that a participant can cost us is limited for every kind of signal: under each flood timers still fire in
 * time, and other links work normally.
 */
import { expect } from 'chai';
import type { Room } from '../../../src/room/room.js';
import { fullMesh, TestCall } from '../../support/call.js';
import { HostileParty, Impostor } from '../../support/hostile-party.js';
import { MemoryNetwork } from '../../support/network.js';
import { pack } from '../../support/payload.js';
import { until } from '../../support/until.js';

/** A timer counts as late after this delay (ms). */
const LATE = 60;
/** How long each flood lasts (ms). */
const FLOOD = 5_000;

interface Lateness {
  /** The share of timers that were late. */
  share: number;
  /** The largest delay, and the second largest one (ms). */
  worst: number;
  second: number;
}

/** Watches timers of 10 ms on the thread that calls it, until its result is called. Must be self-contained: it also runs in a worker. */
function watchTimers(): () => number[] {
  const delays: number[] = [];
  let due = performance.now() + 10;
  const tick = () => {
    delays.push(performance.now() - due);
    due = performance.now() + 10;
    timer = setTimeout(tick, 10);
  };
  let timer = setTimeout(tick, 10);
  return () => {
    clearTimeout(timer);
    return delays;
  };
}

function latenessOf(delays: readonly number[]): Lateness {
  const [worst = 0, second = 0] = delays.toSorted((a, b) => b - a);
  return { share: delays.filter((delay) => delay > LATE).length / delays.length, worst, second };
}

/** The same on a thread that does nothing else: late timers there are the machine's, because of other programs. */
function watchMachine(): () => Promise<number[]> {
  const code = `const stop = (${watchTimers})(); onmessage = () => postMessage(stop());`;
  const url = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
  const worker = new Worker(url);
  URL.revokeObjectURL(url);
  return async () => {
    const delays = new Promise<number[]>((done) => {
      worker.onmessage = ({ data }) => done(data);
    });
    worker.postMessage('stop');
    const result = await delays;
    worker.terminate();
    return result;
  };
}

/** How late timers are while `run` goes on: on our thread, and on another one of the same page. */
async function lateness(run: () => Promise<void>): Promise<{ ours: Lateness; machine: Lateness }> {
  const stopMachine = watchMachine();
  const stop = watchTimers();
  await run();
  const ours = latenessOf(stop());
  return { ours, machine: latenessOf(await stopMachine()) };
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

  /** Sends at this rate for the duration of a flood. */
  async function pour(perSecond: number, send: () => void): Promise<void> {
    const begun = performance.now();
    let sent = 0;
    await until(() => {
      const elapsed = performance.now() - begun;
      for (; sent < (elapsed * perSecond) / 1000; sent++) send();
      return elapsed > FLOOD;
    });
  }
  const signal = (payload: string, gen = 0) =>
    party.tell(ada, party.signal(mallory, { payload, gen, n: n++ }));

  /**
   * Ada's page keeps up, and her link with Ben is still the same one. Resolves with how much longer than {@link FLOOD} all of it took,
   * as a factor: a page that stands still pours, and is allowed, more.
   */
  async function isBorne(flood: () => Promise<void>): Promise<number> {
    const link = call.between(ada, ben);
    const { ours: before } = await lateness(() => pour(10, () => {}));
    const begun = performance.now();
    const { ours, machine } = await lateness(flood);
    const usual = (key: keyof Lateness) => Math.max(before[key], machine[key]);
    expect(ours.share, 'the share of timers that are late').to.be.lessThan(usual('share') + 0.2);
    // A machine that is busy may stop one thread, and not the other, once.
    expect(ours.second, 'the latest timer but one').to.be.lessThan(usual('second') + 1_000);
    expect(ours.worst, 'the latest timer').to.be.lessThan(usual('worst') + 3_000);
    expect(call.between(ada, ben)).to.equal(link);
    await ben.sendMessage('still here?');
    await until(() => ada.state.messages.some(({ text }) => text === 'still here?'));
    return Math.max(1, (performance.now() - begun) / FLOOD);
  }

  it('of restarts', async () => {
    const payload = await pack({ type: 'restart' });
    await isBorne(() => pour(100, () => signal(payload)));
  });

  it('of restarts of a live link', async () => {
    const payload = await pack({ type: 'restart', live: true });
    await isBorne(() => pour(100, () => signal(payload)));
  });

  it('of payloads that inflate enormously', async () => {
    const bomb = new Blob(['[', ' '.repeat(5_500_000), ']']).stream();
    const deflated = new Response(bomb.pipeThrough(new CompressionStream('deflate-raw')));
    const bytes = new Uint8Array(await deflated.arrayBuffer());
    const payload = btoa(String.fromCharCode(...bytes))
      .replace(/\+/g, '-')
      .replace(/\//g, '_')
      .replace(/=/g, '');
    expect(payload.length).to.be.within(6_000, 8_192);
    await isBorne(() => pour(100, () => signal(payload)));
  });

  it('of offers for ever new generations, and of rebuild requests', async () => {
    impostor = new Impostor();
    const offer = await impostor.prepare();
    const payloads = [await pack(offer), await pack({ type: 'rebuild', gen: 0 })];
    const before = call.connections.length;
    let gen = 1;
    const longer = await isBorne(() =>
      pour(60, () => {
        signal(payloads[gen % 2]!, gen % 2 ? 0 : gen);
        gen += 1;
      }),
    );
    expect(call.connections.length - before).to.be.at.most(40 * longer);
  });

  for (const [who, id] of [
    ['many', () => crypto.randomUUID()],
    ['one and the same', () => 'eve'],
  ] as const)
    it(`of joins of ${who}, each with an offer`, async () => {
      impostor = new Impostor();
      const offer = { gen: 0, neg: 1, payload: await pack(await impostor.prepare()) };
      const before = call.connections.length;
      let last: { id: string; sid: string } | undefined;
      const longer = await isBorne(() =>
        pour(15, () => {
          if (last) party.tell(ada, { type: 'left', ...last, reason: 'left' });
          last = { id: id(), sid: crypto.randomUUID() };
          party.tell(ada, { type: 'joined', member: { ...last, seq: n++, name: 'Eve' }, offer });
        }),
      );
      expect(call.connections.length - before).to.be.at.most(20 * longer);
    });

  it('of joins, seen from the lobby', async () => {
    const kate = call.person('Kate');
    await kate.prepare();
    await until(() => kate.state.roster.length === 3);
    const before = call.open(kate).length;
    const made = call.connections.length;
    let last: { id: string; sid: string } | undefined;
    const begun = performance.now();
    await isBorne(() =>
      pour(15, () => {
        if (last) party.tell(kate, { type: 'left', ...last, reason: 'left' });
        last = { id: crypto.randomUUID(), sid: crypto.randomUUID() };
        party.tell(kate, { type: 'joined', member: { ...last, seq: n++, name: 'Eve' } });
      }),
    );
    const seconds = (performance.now() - begun) / 1_000;
    expect(call.connections.length - made).to.be.at.most(12 + 2 * seconds);
    expect(before).to.be.at.most(3);
  });

  it('of a participant who rejoins all the time', async () => {
    const { id, sid } = party.listed(mallory);
    await isBorne(() =>
      pour(60, () => {
        party.tell(ada, { type: 'away', id, sid });
        party.tell(ada, { type: 'back', id, sid });
      }),
    );
  });
});
