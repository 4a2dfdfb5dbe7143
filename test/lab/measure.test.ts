import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isSteady, judge, longestGap, median, reachedAfter } from './measure.js';
import type { Recording, Sighting } from './probe.js';

/** Pictures every 50 ms from `from` to `to`. */
const pictures = (from: number, to: number) =>
  Array.from({ length: (to - from) / 50 + 1 }, (_, i) => from + i * 50);
const live = (at: number, link = 'live'): Sighting => ({ at, id: 'a', link, path: 'direct' });

describe('the measures of the lab', () => {
  it('find the longest time without a picture, even if it is not over', () => {
    const frames = [...pictures(0, 1_000), ...pictures(4_000, 5_000)];
    assert.deepEqual(longestGap(frames, 900, 5_050), { from: 1_000, to: 4_000 });
    assert.deepEqual(longestGap(frames, 4_500, 9_000), { from: 5_000, to: 9_000 });
    assert.deepEqual(longestGap([], 100, 300), { from: 100, to: 300 });
  });

  it('find out when pictures come at a rate, for good', () => {
    const frames = [...pictures(0, 1_000), ...pictures(4_000, 8_000)];
    assert.equal(reachedAfter(frames, 10, 1_000, 8_000), 2_000, 'two seconds with half of them full');
    assert.equal(reachedAfter(frames, 20, 1_000, 8_000), 3_000);
    assert.equal(reachedAfter(frames, 30, 1_000, 8_000), undefined);
    assert.equal(reachedAfter(pictures(0, 3_000), 10, 0, 20_000), undefined, 'not if they stop again');
  });

  it('call pictures steady when they have come without a gap for a while over a live link', () => {
    const record = { packetsLost: 0, freezes: 0, samples: 0, concealed: 0, messages: [] };
    const frames = [...pictures(0, 1_000), ...pictures(4_000, 8_000)];
    const states = [live(0)];
    assert.equal(isSteady({ ...record, frames, states }, 3_500, 5_000), false);
    assert.equal(isSteady({ ...record, frames, states }, 3_500, 7_000), true);
    assert.equal(isSteady({ ...record, frames, states: [live(0, 'stalled')] }, 3_500, 7_000), false);
    assert.equal(isSteady({ ...record, frames: pictures(0, 3_000), states }, 3_500, 7_000), false);
  });

  it('report what a participant experienced', () => {
    const recording = (packetsLost: number, frames: number[], messages: number[]): Recording => ({
      people: {
        Ben: {
          frames,
          messages,
          packetsLost,
          freezes: 0,
          samples: packetsLost * 1_000,
          concealed: packetsLost * 10,
          states: [live(0), live(2_000, 'reconnecting'), live(4_200)],
        },
      },
      signaling: [],
      events: [],
      sent: [1_500, 2_500, 4_500],
    });
    const before = recording(3, pictures(0, 1_000), []);
    const after = recording(10, [...pictures(0, 1_000), ...pictures(4_500, 8_000)], [0, 2]);
    const found = judge('Ben', 'chromium', before, after, after, {
      faultAt: 1_000,
      healedAt: 4_000,
      end: 8_000,
    });
    assert.equal(found.concealed, 0.01);
    assert.equal(found.recovery, 500);
    assert.equal(found.gap, 3_500);
    assert.equal(found.packetsLost, 7);
    assert.equal(found.messagesLost, 1);
    assert.deepEqual(found.states, ['live', 'reconnecting', 'live']);
  });

  it('have a median', () => {
    assert.equal(median([3, 1, 2]), 2);
    assert.equal(median([4, 1, 2, 3]), 2.5);
  });
});
