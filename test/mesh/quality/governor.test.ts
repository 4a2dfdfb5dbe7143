import { expect } from 'chai';
import { START } from '../../../src/mesh/quality/encoding.js';
import {
  type Governor,
  govern,
  governor,
  LEVELS,
  type Level,
  type LoadSample,
} from '../../../src/mesh/quality/governor.js';
import fc from '../../support/property.js';

/** Interval of the governor's decisions (ms). */
const EVERY = 2_000;

const idle: LoadSample = {
  encoded: 1,
  isCpuLimited: false,
  dropped: 0,
  delay: 2,
  encoding: 0.02,
  pressure: 'nominal',
};

const anySample: fc.Arbitrary<LoadSample> = fc.record({
  encoded: fc.double({ min: 0, max: 1, noNaN: true }),
  isCpuLimited: fc.boolean(),
  dropped: fc.double({ min: 0, max: 1, noNaN: true }),
  delay: fc.integer({ min: 0, max: 5_000 }),
  encoding: fc.double({ min: 0, max: 2, noNaN: true }),
  pressure: fc.constantFrom('nominal', 'fair', 'serious', 'critical'),
});

/** The governor's states after each of these samples, one every two seconds. */
function run(samples: readonly LoadSample[], from: Governor = governor(0), start = 0): Governor[] {
  let now = start;
  let state = from;
  return samples.map((sample) => {
    now += EVERY;
    state = govern(state, sample, now);
    return state;
  });
}

const levels = (states: readonly Governor[]) => states.map(({ level }) => level);
const changesIn = (list: readonly Level[]) =>
  list.filter((level, at) => at > 0 && level !== list[at - 1]).length;

/** The measurements of a machine that can encode this many pixels a second, while other programs use `other` of it (0 to 1). */
function machine(capacity: number, level: Level, other = 0): LoadSample {
  const { lines, frameRate } = LEVELS[level];
  const used = (lines * lines * (16 / 9) * frameRate) / capacity + other;
  return {
    encoded: Math.min(1, 1 / used),
    isCpuLimited: used > 1.3,
    dropped: used > 1 ? 0.2 : 0,
    delay: used > 1 ? 800 : used > 0.8 ? 60 : 5,
    encoding: used - other,
    pressure: used > 0.9 ? 'critical' : used > 0.75 ? 'serious' : used > 0.6 ? 'fair' : 'nominal',
  };
}

describe('The load governor', () => {
  it('starts small, and grows to the most within 20 s on an idle machine, size by size', () => {
    expect(START).to.include({ lines: 180, frameRate: 15 });
    const seen = levels(run(Array(10).fill(idle)));
    expect(seen[0]).to.equal(3);
    expect(seen.at(-1)).to.equal(0);
    expect(changesIn(seen)).to.equal(3);
  });

  it('is back at the most within 20 idle seconds, from any earlier state', () => {
    fc.assert(
      fc.property(fc.array(anySample, { maxLength: 60 }), (before) => {
        const state = run(before).at(-1) ?? governor(0);
        const after = run(Array(10).fill(idle), state, before.length * EVERY);
        expect(after.at(-1)!.level).to.equal(0);
      }),
    );
  });

  it('changes by one level at a time, and never beyond the first and the last', () => {
    fc.assert(
      fc.property(fc.array(anySample, { minLength: 2, maxLength: 100 }), (samples) => {
        const seen = levels(run(samples));
        for (const [at, level] of seen.entries()) {
          expect(level).to.be.within(0, 4);
          if (at > 0) expect(Math.abs(level - seen[at - 1]!)).to.be.at.most(1);
        }
      }),
    );
  });

  it('does not oscillate while the input stays the same', () => {
    fc.assert(
      fc.property(anySample, (sample) => {
        const seen = levels(run(Array(300).fill(sample)));
        // In one direction only.
        expect(changesIn(seen)).to.be.at.most(4);
        expect([...seen].sort().join()).to.be.oneOf([seen.join(), [...seen].reverse().join()]);
      }),
    );
  });

  it('settles on a machine of any size at the highest possible level, with ever rarer retries', () => {
    const capacities = fc.double({ min: 1e5, max: 1e9, noNaN: true });
    fc.assert(
      fc.property(capacities, fc.double({ min: 0, max: 0.7 }), (capacity, other) => {
        const seen: Level[] = [];
        let state = governor(0);
        for (let now = 0; now < 30 * 60_000; now += EVERY) {
          state = govern(state, machine(capacity, state.level, other), now);
          seen.push(state.level);
        }
        // The last twenty minutes of half an hour: one trial every four minutes, each a step up and a step down.
        expect(changesIn(seen.slice(-600))).to.be.at.most(12);
      }),
    );
  });

  it('shrinks within 4 s of an overload, and at once if the page freezes', () => {
    const state = run(Array(10).fill(idle)).at(-1)!;
    const short = { ...idle, encoded: 0.7 };
    expect(levels(run([short, short], state, 20_000))).to.deep.equal([0, 1]);
    expect(levels(run([{ ...idle, delay: 2_000 }], state, 20_000))).to.deep.equal([1]);
    expect(levels(run([{ ...idle, isCpuLimited: true }, idle], state, 20_000))).to.deep.equal([0, 0]);
  });

  it('does not go below the start level because the machine is busy, as long as the page keeps up', () => {
    const busy: LoadSample = { ...idle, pressure: 'critical' };
    expect(levels(run(Array(20).fill(busy))).at(-1)).to.equal(3);
    expect(levels(run(Array(20).fill({ ...busy, encoded: 0.7 }))).at(-1)).to.equal(4);
  });

  it('is back at the start level when the page keeps up again, however busy the machine is', () => {
    const busy: LoadSample = { ...idle, delay: 60, pressure: 'critical' };
    const fallen = run(Array(5).fill({ ...busy, delay: 800 }));
    expect(levels(fallen).at(-1)).to.equal(4);
    const later = levels(run(Array(10).fill(busy), fallen.at(-1), 5 * EVERY));
    expect(later.slice(4)).to.deep.equal(Array(6).fill(3));
  });
});
