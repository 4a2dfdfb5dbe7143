import { expect } from 'chai';
import {
  measured,
  mostOf,
  type Uplink,
  type UplinkSample,
  uplink,
} from '../../../src/mesh/quality/uplink.js';
import fc from '../../support/property.js';

/** Interval of measurements (ms). */
const EVERY = 2_000;

const sample: fc.Arbitrary<UplinkSample> = fc.record({
  available: fc.option(fc.integer({ min: 0, max: 20_000_000 }), { nil: undefined }),
  sent: fc.integer({ min: 0, max: 20_000_000 }),
  allowed: fc.integer({ min: 40_000, max: 5_000_000 }),
  lost: fc.double({ min: 0, max: 1, noNaN: true }),
});
const samples = fc
  .array(sample, { minLength: 1, maxLength: 15 })
  .map((list) => new Map(list.map((one, index) => [`p${index}`, one])));

/** The estimates after each of these measurements, one every two seconds. */
function run(list: readonly ReadonlyMap<string, UplinkSample>[], from = uplink(0), start = 0): Uplink[] {
  let state = from;
  return list.map((one, index) => {
    state = measured(state, one, start + (index + 1) * EVERY);
    return state;
  });
}

/** Four links behind an uplink of this width (bits per second), as congestion control would report them. */
function shared(width: number, state: Uplink, need: number, count = 4): Map<string, UplinkSample> {
  const allowed = Math.min(need, state.total / count, mostOf(state, 'p0'));
  const carried = Math.min(allowed, width / count);
  // Congestion control knows what it has sent and half as much again, but no more than there is.
  const available = allowed > width / count ? width / count : Math.min(width / count, allowed * 1.5 + 10_000);
  return new Map(
    Array.from({ length: count }, (_, n) => [`p${n}`, { available, sent: carried, allowed, lost: 0 }]),
  );
}

describe('The estimate of the uplink', () => {
  it('stays within limits, with room for sound and a small picture for everyone', () => {
    fc.assert(
      fc.property(fc.array(samples, { minLength: 1, maxLength: 40 }), (list) => {
        for (const [index, state] of run(list).entries()) {
          expect(state.total).to.be.within(65_000 * list[index]!.size, 12_000_000);
          for (const id of list[index]!.keys()) expect(mostOf(state, id)).to.be.at.least(65_000);
        }
      }),
    );
  });

  it('does not oscillate while the measurements stay the same', () => {
    fc.assert(
      fc.property(samples, (same) => {
        const totals = run(Array(60).fill(same)).map(({ total }) => total);
        const signs = totals.slice(1).map((total, index) => Math.sign(total - totals[index]!));
        // It falls at once, if at all, and then it rises, if at all: no second turn.
        const turns = signs
          .filter((sign) => sign !== 0)
          .filter((sign, index, all) => index > 0 && sign !== all[index - 1]);
        expect(turns.length).to.be.at.most(1);
        expect(totals.at(-1)).to.equal(totals.at(-2));
      }),
    );
  });

  it('climbs to what is needed within 12 s on a wide uplink', () => {
    let state = uplink(0);
    for (let now = EVERY; now <= 12_000; now += EVERY) state = measured(state, shared(50e6, state, 1e6), now);
    expect(state.total).to.be.at.least(4e6);
  });

  it('falls within 6 s when the uplink becomes narrow, and is back within 20 s', () => {
    let state = uplink(0);
    let now = 0;
    const pass = (seconds: number, width: number) => {
      for (const end = now + seconds * 1_000; now < end; ) {
        now += EVERY;
        state = measured(state, shared(width, state, 5e5), now);
      }
    };
    pass(30, 50e6);
    expect(state.total).to.be.at.least(1.9e6);
    pass(6, 5e5);
    expect(state.total).to.be.at.most(6e5);
    pass(60, 5e5);
    expect(state.total).to.be.at.most(1.2e6);
    pass(20, 50e6);
    expect(state.total).to.be.at.least(1.9e6);
  });

  it('takes a narrow link for that of one person, not for our uplink', () => {
    const wide: UplinkSample = { available: 2e6, sent: 4e5, allowed: 5e5, lost: 0 };
    const narrow: UplinkSample = { available: 1e5, sent: 1e5, allowed: 1.3e5, lost: 0 };
    const list = new Map([
      ['ada', narrow],
      ['ben', wide],
      ['cleo', wide],
    ]);
    const state = run(Array(10).fill(list)).at(-1)!;
    expect(state.total).to.be.at.least(1.5e6);
    expect(mostOf(state, 'ada')).to.be.at.most(1.4e5);
    expect(mostOf(state, 'ben')).to.be.at.least(2e6);
  });

  it('guesses from what arrives where the browser reports nothing', () => {
    const of = (lost: number) =>
      new Map([['ada', { available: undefined, sent: 3e5, allowed: 3.5e5, lost }]]);
    const clean = run(Array(5).fill(of(0))).at(-1)!;
    expect(mostOf(clean, 'ada')).to.be.at.least(4e5);
    expect(mostOf(run([of(0.5)], clean, 10_000).at(-1)!, 'ada')).to.be.at.most(2e5);
  });
});
