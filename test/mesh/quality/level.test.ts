import { expect } from 'chai';

import {
  type LevelState,
  type LinkLevel,
  levelAfter,
  levelBetween,
  UNKNOWN_LEVEL,
} from '../../../src/mesh/quality/level.js';
import type { LinkStats } from '../../../src/mesh/quality/stats.js';
import fc from '../../support/property.js';

const link = (packetsReceived: number, packetsLost: number, roundTripTime = 20, at = 0): LinkStats => ({
  at,
  path: 'direct',
  roundTripTime,
  sources: { camera: { packetsReceived, packetsLost } },
});

/** The levels that are shown after measurements of these. */
function shown(measurements: readonly LinkLevel[], from: LevelState = UNKNOWN_LEVEL): LinkLevel[] {
  let [state, received, lost, at] = [
    from,
    from.base?.sources.camera?.packetsReceived ?? 0,
    0,
    from.base?.at ?? 0,
  ];
  lost = from.base?.sources.camera?.packetsLost ?? 0;
  return measurements.map((level) => {
    received += 100;
    lost += { good: 0, fair: 4, poor: 20, lost: 0, unknown: 0 }[level];
    at += 2_000;
    state = levelAfter(state, link(received, lost, 20, at), level === 'lost');
    return state.level;
  });
}

describe('The level of a link', () => {
  const rows: [string, LinkStats, LinkStats | undefined, LinkLevel | undefined][] = [
    ['cannot be told from nothing', { at: 0, path: 'unknown', sources: {} }, undefined, undefined],
    ['cannot be told from a few packets', link(20, 1), undefined, undefined],
    ['is good with little loss and delay', link(100, 1), undefined, 'good'],
    ['is fair from 2 % loss', link(97, 3), undefined, 'fair'],
    ['is fair from a round trip of 300 ms', link(99, 0, 350), undefined, 'fair'],
    ['is poor from 8 % loss', link(90, 10), undefined, 'poor'],
    ['is poor from a round trip of 600 ms', link(99, 0, 650), undefined, 'poor'],
    ['counts only the time since the last measurement', link(1100, 50), link(1000, 50), 'good'],
  ];
  for (const [name, now, before, level] of rows)
    it(name, () => expect(levelBetween(before, now)).to.equal(level));

  it('is shown at once, and as lost at once, and then changes only after several measurements', () => {
    expect(shown(['good', 'poor', 'good', 'poor', 'poor'])).to.deep.equal([
      'good',
      'good',
      'good',
      'good',
      'poor',
    ]);
    expect(shown(['poor', 'good', 'good', 'good'])).to.deep.equal(['poor', 'poor', 'poor', 'good']);
    expect(shown(['good', 'lost', 'good'])).to.deep.equal(['good', 'lost', 'good']);
  });

  it('counts from zero over a new connection', () => {
    let state = levelAfter(UNKNOWN_LEVEL, link(30_000, 0, 20, 1_000), false);
    state = levelAfter(state, link(30_000, 0, 20, 2_000), true);
    expect(state.level).to.equal('lost');
    state = levelAfter(state, link(50, 0, 20, 3_000), false);
    state = levelAfter(state, link(150, 0, 20, 4_000), false);
    expect(state.level).to.equal('good');
  });

  it('does not change while the measurements stay the same, and never more often than they do', () => {
    const level = fc.constantFrom<LinkLevel>('good', 'fair', 'poor', 'lost');
    const changes = (list: readonly LinkLevel[]) =>
      list.filter((one, at) => at > 0 && one !== list[at - 1]).length;
    fc.assert(
      fc.property(fc.array(level, { minLength: 1, maxLength: 60 }), (list) => {
        expect(changes(shown(list))).to.be.at.most(changes(list));
        const last = list.at(-1)!;
        expect(shown([...list, ...Array(4).fill(last)]).at(-1)).to.equal(last);
      }),
    );
  });
});
