import { expect } from 'chai';
import { Allowance } from '../../src/mesh/allowance.js';
import { plain, type SignalFrame } from '../../src/mesh/box.js';
import { Mailbox } from '../../src/mesh/mailbox.js';
import type { Signal } from '../../src/protocol/peer-messages.js';
import { pack } from '../support/box.js';
import { until } from '../support/until.js';

/** No limit: the time budget has its own test in `test/room/floods.test.ts`. */
const unlimited = Object.assign(new Allowance(), { delay: () => 0 });

function mailbox() {
  const sent: SignalFrame[] = [];
  const read: [Signal, number][] = [];
  const box = new Mailbox(
    (frame) => sent.push(frame),
    async (signal, gen) => void read.push([signal, gen]),
    undefined,
    unlimited,
  );
  return { box, sent, read };
}

describe('The signals of a link', () => {
  it('leave in order and numbered, even if encoding one takes long', async () => {
    const { box, sent } = mailbox();
    for (let gen = 0; gen < 5; gen++) box.post({ type: 'rebuild', gen }, gen);
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
    const close = async (): Promise<string> => {
      calls += 1;
      if (calls === 1) throw new DOMException('no', 'OperationError');
      return 'payload';
    };
    const box = new Mailbox(
      (frame) => sent.push(frame),
      async () => {},
      { ...plain, close },
      unlimited,
    );
    for (let gen = 0; gen < 2; gen++) box.post({ type: 'rebuild', gen }, gen);
    await until(() => sent.length === 1);
    expect(sent).to.deep.equal([{ gen: 1, n: 1, box: 'payload' }]);
  });

  it('are read once, by any number of routes', async () => {
    const { box, read } = mailbox();
    const frame = { gen: 0, n: 3, box: await pack({ type: 'restart' }) };
    box.receive(frame);
    box.receive({ ...frame });
    box.receive({ ...frame, n: 4 });
    await until(() => read.length === 2);
  });

  it('are read although somebody forged one with the same number, or with a much later one', async () => {
    const { box, read } = mailbox();
    const real = await pack({ type: 'rebuild', gen: 1 });
    box.receive({ gen: 0, n: 7, box: await pack({ type: 'restart' }) });
    box.receive({ gen: 0, n: 2 ** 30, box: 'AAAA' });
    box.receive({ gen: 0, n: 7, box: real });
    await until(() => read.length === 2);
    expect(read[1]).to.deep.equal([{ type: 'rebuild', gen: 1 }, 0]);
  });

  it('are not remembered forever', async () => {
    const { box, read } = mailbox();
    const boxed = await pack({ type: 'restart' });
    for (let n = 0; n < 200; n++) box.receive({ gen: 0, n, box: boxed });
    box.receive({ gen: 0, n: 199, box: boxed });
    // So old that the reader must recognise it by other means (`gen`, `neg`).
    box.receive({ gen: 0, n: 0, box: boxed });
    await until(() => read.length === 201);
  });

  it('that arrive in a flood are read up to a limit, and later ones are read again', async () => {
    const { box, read } = mailbox();
    const boxed = await pack({ type: 'restart' });
    for (let n = 0; n < 2_000; n++) box.receive({ gen: 0, n, box: boxed });
    await until(() => read.length === 256);
    box.receive({ gen: 0, n: 5_000, box: boxed });
    await until(() => read.length === 257);
  });

  it('are read on after one that makes the browser throw', async () => {
    const read: number[] = [];
    const box = new Mailbox(
      () => {},
      async (_signal, gen) => {
        read.push(gen);
        if (gen === 1) throw new Error('too many connections');
      },
    );
    const boxed = await pack({ type: 'restart' });
    for (const gen of [1, 2]) box.receive({ gen, n: gen, box: boxed });
    await until(() => read.includes(2));
  });
});
