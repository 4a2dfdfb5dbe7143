import { expect } from 'chai';
import { hearSpeakers } from '../../src/features/active-speaker/controller.js';
import type { FeatureContext } from '../../src/room/feature.js';
import { until } from '../support/until.js';

describe('Speech detection', () => {
  it('never starts for a session that ended before its code was loaded', async () => {
    let looks = 0;
    let looksOfTheEnded = 0;
    const hear = (look: () => unknown, signal: AbortSignal) => {
      const state = () => {
        look();
        return { phase: 'lobby' };
      };
      hearSpeakers({ state, signal } as unknown as FeatureContext);
    };
    const stay = new AbortController();
    hear(() => looksOfTheEnded++, AbortSignal.abort());
    hear(() => looks++, stay.signal);
    await until(() => looks === 2);
    stay.abort();
    expect(looksOfTheEnded).to.equal(0);
  });
});
