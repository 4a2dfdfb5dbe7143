import { expect } from 'chai';
import { Allowances } from '../../../src/mesh/peer/cpu-allowance.js';
import { plain, type SignalFrame } from '../../../src/mesh/signaling/payload.js';
import { SignalQueue } from '../../../src/mesh/signaling/signal-queue.js';
import type { Signal } from '../../../src/protocol/peer-messages.js';
import { pack } from '../../support/payload.js';
import { until } from '../../support/until.js';

/** No limit: the time budget has its own test in `test/long/browser/floods.test.ts`. */
const unlimited = Object.assign(new Allowances().of('ada'), { delay: () => 0 });

function signalQueue() {
  const sent: SignalFrame[] = [];
  const read: [Signal, number][] = [];
  const queue = new SignalQueue(
    (frame) => sent.push(frame),
    async (signal, gen) => void read.push([signal, gen]),
    unlimited,
  );
  return { queue, sent, read };
}

describe('The signals of a link', () => {
  it('leave in order and numbered, even if encoding one takes long', async () => {
    const { queue, sent } = signalQueue();
    for (let gen = 0; gen < 5; gen++) queue.post({ type: 'rebuild', gen }, gen);
    await until(() => sent.length === 5);
    expect(sent.map(({ gen, n }) => [gen, n])).to.deep.equal([
      [0, 0],
      [1, 1],
      [2, 2],
      [3, 3],
      [4, 4],
    ]);
  });

  it('leave although the one before could not be encrypted', async () => {
    const sent: SignalFrame[] = [];
    let calls = 0;
    const encrypt = async (): Promise<string> => {
      calls += 1;
      if (calls === 1) throw new DOMException('no', 'OperationError');
      return 'payload';
    };
    const queue = new SignalQueue(
      (frame) => sent.push(frame),
      async () => {},
      unlimited,
      { ...plain, encrypt },
    );
    for (let gen = 0; gen < 2; gen++) queue.post({ type: 'rebuild', gen }, gen);
    await until(() => sent.length === 1);
    expect(sent).to.deep.equal([{ gen: 1, n: 1, payload: 'payload' }]);
  });

  it('are read once, by any number of routes', async () => {
    const { queue, read } = signalQueue();
    const frame = { gen: 0, n: 3, payload: await pack({ type: 'restart' }) };
    queue.receive(frame);
    queue.receive({ ...frame });
    queue.receive({ ...frame, n: 4 });
    await until(() => read.length === 2);
  });

  it('are read although somebody forged one with the same number, or with a much later one', async () => {
    const { queue, read } = signalQueue();
    const real = await pack({ type: 'rebuild', gen: 1 });
    queue.receive({ gen: 0, n: 7, payload: await pack({ type: 'restart' }) });
    queue.receive({ gen: 0, n: 2 ** 30, payload: 'AAAA' });
    queue.receive({ gen: 0, n: 7, payload: real });
    await until(() => read.length === 2);
    expect(read[1]).to.deep.equal([{ type: 'rebuild', gen: 1 }, 0]);
  });

  it('are not remembered forever', async () => {
    const { queue, read } = signalQueue();
    const encoded = await pack({ type: 'restart' });
    for (let n = 0; n < 200; n++) queue.receive({ gen: 0, n, payload: encoded });
    queue.receive({ gen: 0, n: 199, payload: encoded });
    // So old that the reader must recognise it by other means (`gen`, `neg`).
    queue.receive({ gen: 0, n: 0, payload: encoded });
    await until(() => read.length === 201);
  });

  it('that arrive in a flood are read up to a limit, and later ones are read again', async () => {
    const { queue, read } = signalQueue();
    const encoded = await pack({ type: 'restart' });
    for (let n = 0; n < 2_000; n++) queue.receive({ gen: 0, n, payload: encoded });
    await until(() => read.length === 256);
    queue.receive({ gen: 0, n: 5_000, payload: encoded });
    await until(() => read.length === 257);
  });

  it('are read on after one that makes the browser throw', async () => {
    const read: number[] = [];
    const queue = new SignalQueue(
      () => {},
      async (_signal, gen) => {
        read.push(gen);
        if (gen === 1) throw new Error('too many connections');
      },
      unlimited,
    );
    const encoded = await pack({ type: 'restart' });
    for (const gen of [1, 2]) queue.receive({ gen, n: gen, payload: encoded });
    await until(() => read.includes(2));
  });
});
