import { expect } from 'chai';
import { bitrateStep } from '../../../src/mesh/quality/ladder.js';
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

  it('counts each measurement of a link once, however often it is looked at because of another link', () => {
    const wants = { available: 300_000, sent: 290_000, allowed: 390_000, lost: 0 };
    const twice = run(Array(2).fill(new Map(['a', 'b', 'c'].map((id) => [id, wants])))).at(-1)!;
    const third = (others: UplinkSample) =>
      measured(
        twice,
        new Map([
          ['a', { ...wants, available: 100_000 }],
          ['b', others],
          ['c', others],
        ]),
        3 * EVERY,
      );
    // Twice in a row without growth: together they have reached the limit of the line.
    expect(third(wants).total).to.be.lessThan(twice.total);
    expect(third({ ...wants, isOld: true }).total).to.be.at.least(twice.total);
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

  it('leaves room for what waits in front of a bottleneck when the links have just fallen', () => {
    let state = uplink(0);
    for (let now = EVERY; now <= 12_000; now += EVERY)
      state = measured(state, shared(50e6, state, 200_000), now);
    state = measured(state, shared(500_000, state, 200_000), 14_000);
    expect(state.total).to.equal(0.75 * 500_000);
    state = measured(state, shared(500_000, state, 200_000), 16_000);
    expect(state.total).to.be.at.least(0.75 * 500_000);
  });

  it('climbs also where the next bitrate of the encoders needs much more', () => {
    // Three cameras of 40 kbit/s beside voices of 32; 60 kbit/s each need 303 in all.
    const start: Uplink = { ...uplink(0), total: 300_000, carried: 400_000 };
    const one: UplinkSample = { available: 147_000, sent: 60_000, allowed: 72_000, lost: 0 };
    const three = new Map(['a', 'b', 'c'].map((id) => [id, one]));
    expect(run(Array(3).fill(three), start).at(-1)!.total).to.be.at.least(330_000);
  });

  it('climbs fast where the links carry more for certain, and slowly where it has been too much', () => {
    const known: Uplink = { ...uplink(0), total: 400_000, carried: 400_000 };
    const after = (available: number) => {
      const one: UplinkSample = { available, sent: 60_000, allowed: 100_000, lost: 0 };
      return measured(known, new Map(['a', 'b', 'c', 'd'].map((id) => [id, one])), EVERY).total;
    };
    expect(after(110_000)).to.be.closeTo(480_000, 1);
    expect(after(300_000)).to.be.closeTo(560_000, 1);
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

  it('falls when most links have fallen one after the other, and knows what they carry together', () => {
    let state = uplink(0);
    const allowed = 230_000;
    const step = (available: readonly number[], now: number) => {
      const list = available.map((one, index): [string, UplinkSample] => [
        `p${index}`,
        { available: one, sent: 0.8 * Math.min(one, allowed), allowed, lost: 0 },
      ]);
      state = measured(state, new Map(list), now);
    };
    for (let now = EVERY; now <= 10_000; now += EVERY) step([600_000, 400_000, 900_000], now);
    const { total } = state;
    step([115_000, 400_000, 900_000], 11_000);
    expect(state.total, 'one link is narrow').to.be.at.least(total);
    step([115_000, 105_000, 900_000], 12_000);
    expect(state.carried, 'two of three are narrow').to.equal(1_120_000);
    expect(state.total).to.equal(0.75 * 1_120_000);
    step([116_000, 106_000, 110_000], 13_000);
    expect(state.carried).to.equal(332_000);
    expect(state.total).to.equal(0.75 * 332_000);
  });

  it('does not swing on a narrow uplink: it stays near what it carries, and falls seldom', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 100_000, max: 250_000 }),
        fc.integer({ min: 2, max: 6 }),
        (each, count) => {
          const width = each * count;
          let state = uplink(0);
          let now = 0;
          let falls = 0;
          const pass = (seconds: number, width: number, look: () => void) => {
            for (const end = now + seconds * 1_000; now < end; ) {
              now += EVERY;
              const { total } = state;
              state = measured(state, shared(width, state, 5e5, count), now);
              if (state.total < total) falls += 1;
              look();
            }
          };
          pass(30, 50e6, () => {});
          pass(8, width, () => {});
          falls = 0;
          pass(60, width, () => expect(state.total).to.be.within(width * 0.75, width * 1.5));
          expect(falls).to.be.at.most(7);
        },
      ),
    );
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
    // It grows for the others, until they use about half of it.
    expect(state.total).to.be.at.least(2e6);
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

  describe('where the browser reports nothing, with the bitrates of the encoders', () => {
    const VOICE = 50_000;
    const NEED = 2_000_000;
    /** A camera over one link of this width (bits per second): the bitrate after each measurement. As in Firefox, only large changes count. */
    function climb(width: number, seconds: number, state = uplink(0), talks = 30_000) {
      let bitrate = 300_000;
      const bitrates: number[] = [];
      for (let now = EVERY; now <= seconds * 1_000; now += EVERY) {
        const step = bitrateStep(
          Math.max(0, Math.min(mostOf(state, 'ada'), state.total) - VOICE),
          NEED,
          bitrate,
        );
        if (step < bitrate || step > bitrate * 1.6) bitrate = step;
        const made = bitrate * 0.9 + talks;
        // Congestion control keeps it below the width, so that nothing is lost.
        const sent = Math.min(made, width * 0.95);
        const sample = { available: undefined, sent, allowed: bitrate + VOICE, lost: 0 };
        state = measured(state, new Map([['ada', sample]]), now);
        bitrates.push(bitrate);
      }
      return { bitrates, state };
    }

    it('climbs to what is needed on a wide line', () => {
      expect(climb(50e6, 40).bitrates.at(-1)).to.be.at.least(1_500_000);
    });

    it('stops one step above what a narrow line carries, where congestion control takes over', () => {
      const { bitrates } = climb(500_000, 120);
      const late = bitrates.slice(10);
      expect(late.reduce((sum, one) => sum + one) / late.length).to.be.within(300_000, 1_100_000);
    });

    it('recovers after a burst of loss, also when nothing was sent meanwhile', () => {
      const { state } = climb(50e6, 40);
      const burst: UplinkSample = { available: undefined, sent: 40_000, allowed: 350_000, lost: 0.5 };
      const after = run(Array(3).fill(new Map([['ada', burst]])), state, 40_000).at(-1)!;
      expect(mostOf(after, 'ada')).to.be.at.most(100_000);
      const silent: UplinkSample = { available: undefined, sent: 3_000, allowed: VOICE, lost: 0 };
      const rested = run(Array(12).fill(new Map([['ada', silent]])), after, 46_000).at(-1)!;
      expect(mostOf(rested, 'ada')).to.be.at.least(300_000);
    });
  });
});
