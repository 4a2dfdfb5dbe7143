import { expect } from 'chai';
import { type Candidate, lastN } from '../../../src/mesh/quality/last-n.js';
import fc from '../../support/property.js';

const candidates = fc
  .array(fc.record({ isFirst: fc.boolean(), speaks: fc.boolean() }), { maxLength: 16 })
  .map((list) => list.map((one, index): Candidate => ({ key: `p${index}`, ...one })));
const most = fc.integer({ min: 1, max: 16 });
const before = fc.subarray(Array.from({ length: 16 }, (_, n) => `p${n}`)).map((keys) => new Set(keys));
const plain = (count: number, patch: Record<string, Partial<Candidate>> = {}): Candidate[] =>
  Array.from({ length: count }, (_, n) => ({
    key: `p${n}`,
    isFirst: false,
    speaks: false,
    ...patch[`p${n}`],
  }));

describe('The videos that we receive', () => {
  it('are all, or exactly as many as the machine decodes', () => {
    fc.assert(
      fc.property(candidates, most, before, (list, n, old) => {
        const chosen = lastN(list, n, old);
        expect(chosen.size).to.equal(Math.min(n, list.length));
      }),
    );
  });

  it('never leave out a speaker, or a large video, for one that is neither', () => {
    fc.assert(
      fc.property(candidates, most, before, (list, n, old) => {
        const chosen = lastN(list, n, old);
        const rank = (one: Candidate) => (one.isFirst ? 2 : one.speaks ? 1 : 0);
        const out = list.filter(({ key }) => !chosen.has(key)).map(rank);
        const inside = list.filter(({ key }) => chosen.has(key)).map(rank);
        if (out.length) expect(Math.max(...out)).to.be.at.most(Math.min(...inside));
      }),
    );
  });

  it('stay the same while nothing changes', () => {
    fc.assert(
      fc.property(candidates, most, before, (list, n, old) => {
        const chosen = lastN(list, n, old);
        expect([...lastN(list, n, chosen)].sort()).to.deep.equal([...chosen].sort());
      }),
    );
  });

  it('are more, and include the earlier ones, when the machine decodes more', () => {
    fc.assert(
      fc.property(candidates, most, before, (list, n, old) => {
        const [fewer, more] = [lastN(list, n, old), lastN(list, n + 1, old)];
        for (const key of fewer) expect(more.has(key)).to.equal(true);
      }),
    );
  });

  it('keep a place for who has just stopped speaking, until another one needs it', () => {
    const spoke = lastN(plain(6, { p5: { speaks: true } }), 3, new Set());
    expect([...spoke]).to.deep.equal(['p5', 'p0', 'p1']);
    expect(lastN(plain(6), 3, spoke).has('p5')).to.equal(true);
    const others = plain(6, { p2: { speaks: true }, p3: { speaks: true }, p4: { isFirst: true } });
    expect(lastN(others, 3, spoke).has('p5')).to.equal(false);
  });
});
