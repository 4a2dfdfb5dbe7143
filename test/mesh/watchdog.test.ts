import { expect } from 'chai';
import { due, type PeerState } from '../../src/mesh/watchdog.js';

describe('A link that waits', () => {
  const table: [PeerState, number, number | undefined, number, ReturnType<typeof due>][] = [
    ['live', 60_000, 1_000, 60_000, undefined],
    ['live', 60_000, undefined, 60_000, undefined],
    ['live', 60_000, 4_100, 60_000, 'stall'],
    ['stalled', 1_000, 5_000, 1_000, undefined],
    ['stalled', 5_000, 9_000, 4_100, 'restart'],
    ['stalled', 12_100, 16_000, 1_000, 'rebuild'],
    ['offered', 5_900, undefined, 0, undefined],
    ['offered', 6_100, undefined, 0, 'rebuild'],
    ['connecting', 11_900, undefined, 0, undefined],
    ['connecting', 12_100, undefined, 0, 'rebuild'],
    ['prepared', 1e6, undefined, 1e6, undefined],
    ['idle', 1e6, undefined, 1e6, undefined],
    ['closed', 1e6, 1e6, 1e6, undefined],
  ];
  for (const [state, inState, sinceHeard, sinceRestart, action] of table) {
    it(`${state} for ${inState} ms, heard ${sinceHeard ?? 'never'} ms ago: ${action ?? 'goes on waiting'}`, () => {
      expect(due(state, { inState, sinceHeard, sinceRestart, rebuilds: 0 })).to.equal(action);
    });
  }

  it('waits twice as long after each rebuild in vain, but not for ever', () => {
    const waits = { sinceHeard: undefined, sinceRestart: 0 };
    const patience = (state: PeerState, rebuilds: number) => {
      let inState = 0;
      while (!due(state, { ...waits, inState, rebuilds })) inState += 1_000;
      return inState;
    };
    expect([0, 1, 2, 3, 9].map((rebuilds) => patience('offered', rebuilds))).to.deep.equal([
      7_000, 13_000, 25_000, 49_000, 49_000,
    ]);
    expect(patience('connecting', 1)).to.equal(25_000);
  });
});
