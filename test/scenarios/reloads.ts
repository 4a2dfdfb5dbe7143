/**
 * A page that is reloaded again and again stays one participant under one id. The number of reloads is a parameter: `npm test`
 * reloads a few times, `npm run test:long` many times.
 */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { meetingOfTwo, recordPresence } from '../support/presence.js';
import type { Venue } from '../support/venue.js';

/** Declares the tests; `times`: how often the page is reloaded, by browser. */
export function testReloads(venue: () => Venue, times: Record<'chromium' | 'firefox', number>): void {
  for (const name of ['chromium', 'firefox'] as const) {
    it(`a page that is reloaded ${times[name]} times is one tile under one id (${name})`, async (t) => {
      const [ada, ben] = await meetingOfTwo(venue(), `reload-${name}`, venue()[name]);
      const seen = await recordPresence(ada.tab);
      const since = Date.now();
      for (let n = 0; n < times[name]; n++) {
        await ben.tab.reload();
        await ben.join();
      }
      t.diagnostic(`${name}: ${times[name]} reloads took ${Date.now() - since} ms`);
      await Promise.all([ada.sees('Ben', { link: 'live' }), ben.sees('Ada', { link: 'live' })]);
      const { most, ids } = await seen();
      assert.deepEqual([most, ids.length], [1, 1]);
      await Promise.all([ada.tab.close(), ben.tab.close()]);
    });
  }
}
