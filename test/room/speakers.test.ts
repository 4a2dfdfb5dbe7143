import { expect } from 'chai';
import type { LocalMedia } from '../../src/media/local-media.js';
import type { Mesh } from '../../src/mesh/mesh.js';
import type { SessionContext } from '../../src/room/session-context.js';
import { hearSpeakers } from '../../src/room/speakers.js';
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
      hearSpeakers({ state } as unknown as SessionContext, {} as Mesh, {} as LocalMedia, signal);
    };
    const stay = new AbortController();
    hear(() => looksOfTheEnded++, AbortSignal.abort());
    hear(() => looks++, stay.signal);
    await until(() => looks === 2);
    stay.abort();
    expect(looksOfTheEnded).to.equal(0);
  });
});
