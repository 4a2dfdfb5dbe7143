import { expect } from 'chai';
import { due, linkOf, type PeerState } from '../../../src/mesh/peer/watchdog.js';

const waits = {
  inState: 0,
  lost: false,
  isChannelOpen: true,
  sinceRestart: 0,
  tries: 0,
  rebuilds: 0,
  hadPath: true,
  isChecking: false,
  wasLive: true,
  restartsOnce: false,
  delay: 0,
};

describe('A link that waits', () => {
  const table: [PeerState, Partial<typeof waits>, ReturnType<typeof due>][] = [
    ['live', { inState: 60_000 }, undefined],
    ['live', { lost: true }, 'stall'],
    // There is a path, but the control channel does not open.
    ['live', { isChannelOpen: false, inState: 19_900 }, undefined],
    ['live', { isChannelOpen: false, inState: 20_100 }, 'rebuild'],
    ['live', { isChannelOpen: false, inState: 20_100, rebuilds: 1 }, undefined],
    ['live', { isChannelOpen: false, inState: 20_100, delay: 2_000 }, undefined],
    ['stalled', { sinceRestart: 60_000 }, 'restart'],
    ['stalled', { tries: 1, sinceRestart: 1_900 }, undefined],
    ['stalled', { tries: 1, sinceRestart: 2_100 }, 'restart'],
    ['stalled', { tries: 2, sinceRestart: 3_900 }, undefined],
    ['stalled', { tries: 2, sinceRestart: 4_100 }, 'restart'],
    ['stalled', { tries: 3, sinceRestart: 5_900 }, undefined],
    ['stalled', { tries: 3, sinceRestart: 6_100 }, 'rebuild'],
    // Only one restart is possible.
    ['stalled', { tries: 1, sinceRestart: 2_100, restartsOnce: true }, 'restart'],
    ['stalled', { tries: 2, sinceRestart: 3_900, restartsOnce: true }, undefined],
    ['stalled', { tries: 2, sinceRestart: 4_100, restartsOnce: true }, 'rebuild'],
    ['idle', { inState: 3_900 }, undefined],
    ['idle', { inState: 4_100 }, 'rebuild'],
    ['offered', { inState: 3_900 }, undefined],
    ['offered', { inState: 4_100 }, 'resend'],
    ['offered', { tries: 1, inState: 7_900 }, undefined],
    ['offered', { tries: 1, inState: 8_100 }, 'resend'],
    ['offered', { tries: 2, inState: 12_100 }, 'rebuild'],
    ['connecting', { inState: 4_100 }, undefined],
    ['connecting', { inState: 11_900 }, undefined],
    ['connecting', { inState: 12_100 }, 'rebuild'],
    // The browser checks candidates, and reports by itself when it has given up.
    ['connecting', { inState: 19_900, isChecking: true }, undefined],
    ['connecting', { inState: 20_100, isChecking: true }, 'rebuild'],
    ['connecting', { inState: 6_100, isChecking: true, rebuilds: 1 }, undefined],
    ['connecting', { inState: 5_900, isChecking: true, rebuilds: 1, restartsOnce: true }, undefined],
    ['connecting', { inState: 6_100, isChecking: true, rebuilds: 1, restartsOnce: true }, 'rebuild'],
    ['connecting', { inState: 12_100, isChecking: true, rebuilds: 2, restartsOnce: true }, 'rebuild'],
    ['connecting', { inState: 19_900, isChecking: true, wasLive: false, restartsOnce: true }, undefined],
    // The browser gave up a connection that was never up: a restart would find nothing to restart.
    ['stalled', { hadPath: false, inState: 400 }, undefined],
    ['stalled', { hadPath: false, inState: 600 }, 'rebuild'],
    ['stalled', { hadPath: false, inState: 3_900, rebuilds: 3 }, undefined],
    ['stalled', { hadPath: false, inState: 16_100, rebuilds: 9 }, 'rebuild'],
    // Event loops that are 2 s late add 8 s to every limit.
    ['idle', { inState: 11_900, delay: 2_000 }, undefined],
    ['offered', { inState: 11_900, delay: 2_000 }, undefined],
    ['offered', { inState: 12_100, delay: 2_000 }, 'resend'],
    ['connecting', { inState: 19_900, delay: 2_000 }, undefined],
    ['connecting', { inState: 20_100, delay: 2_000 }, 'rebuild'],
    ['stalled', { tries: 1, sinceRestart: 9_900, delay: 2_000 }, undefined],
    ['stalled', { tries: 1, sinceRestart: 10_100, delay: 2_000 }, 'restart'],
    ['stalled', { sinceRestart: 100, delay: 2_000 }, 'restart'],
    ['prepared', { inState: 1e6, lost: true, sinceRestart: 1e6 }, undefined],
    ['closed', { inState: 1e6, lost: true, sinceRestart: 1e6 }, undefined],
  ];
  for (const [state, waited, action] of table) {
    it(`${state} with ${JSON.stringify(waited)}: ${action ?? 'keeps waiting'}`, () => {
      expect(due(state, { ...waits, ...waited })).to.equal(action);
    });
  }

  it('waits twice as long after each failed rebuild, up to a limit', () => {
    const patience = (state: PeerState, rebuilds: number, tries = 9) => {
      let inState = 0;
      while (!due(state, { ...waits, inState, tries, rebuilds })) inState += 1_000;
      return inState;
    };
    expect([0, 1, 2, 3, 9].map((rebuilds) => patience('connecting', rebuilds))).to.deep.equal([
      13_000, 25_000, 49_000, 97_000, 97_000,
    ]);
    expect(patience('offered', 1)).to.equal(25_000);
    expect(patience('offered', 1, 0), 'and until it says its offer again').to.equal(9_000);
  });
});

describe('The public state of a link', () => {
  it('is connecting, live or reconnecting', () => {
    expect(linkOf('offered', false, 5_000)).to.equal('connecting');
    expect(linkOf('live', true, 0)).to.equal('live');
    expect(linkOf('stalled', true, 5_000)).to.equal('reconnecting');
    // A link that is being rebuilt was live before.
    expect(linkOf('offered', true, 15_000)).to.equal('reconnecting');
  });

  it('is unreachable after 20 s without a path', () => {
    expect(linkOf('stalled', true, 20_000)).to.equal('unreachable');
    expect(linkOf('connecting', false, 20_000)).to.equal('unreachable');
    expect(linkOf('live', true, 20_000)).to.equal('live');
  });
});
