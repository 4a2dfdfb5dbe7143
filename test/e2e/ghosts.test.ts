/** Nobody is a ghost: pages that are closed, reloaded, duplicated, killed or put to sleep, seen by those who stay. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Driver, openChromium, openFirefox } from '../support/drivers.js';
import { type Pages, startPages } from '../support/pages.js';
import { type Server, startServer } from '../support/party-process.js';
import { Person } from '../support/person.js';

/** No browser asks for a camera here: what counts is who is there. */
const page = (server: Server, room: string, attributes = '') =>
  `<script type="module" src="${server.origin}/video-room.js"></script>
   <video-room room="${room}" audio-only start-audio-off ${attributes}></video-room>`;

/** Milliseconds until `viewer` is with nobody; asked in the page, where no driver is in between. */
async function untilAlone(viewer: Person, end: () => Promise<unknown>, timeout: number): Promise<number> {
  const alone = viewer.tab.evaluate(async (timeout) => {
    const element = document.querySelector('video-room')!;
    const since = Date.now();
    while (element.participants.length && Date.now() - since < timeout) {
      await new Promise((done) => setTimeout(done, 20));
    }
    return Date.now();
  }, timeout);
  const since = Date.now();
  await end();
  return (await alone) - since;
}

describe('nobody is a ghost', { timeout: 300_000 }, () => {
  let server: Server;
  let pages: Pages;
  let chromium: Driver;
  let firefox: Driver;
  const browsers = { chromium: () => chromium, firefox: () => firefox };

  before(async () => {
    [server, pages, chromium, firefox] = await Promise.all([
      startServer(),
      startPages(),
      openChromium(),
      openFirefox(),
    ]);
  });

  after(async () => {
    await Promise.allSettled([chromium?.close(), firefox?.close(), pages?.close(), server?.stop()]);
  });

  async function two(room: string, driver: Driver, attributes = ''): Promise<[Person, Person]> {
    const url = pages.publish(page(server, room, attributes));
    const ada = new Person('Ada', await chromium.newTab());
    const ben = new Person('Ben', await driver.newTab());
    await ada.enter(url);
    await ben.enter(url);
    await Promise.all([ada.sees('Ben', { link: 'live' }), ben.sees('Ada', { link: 'live' })]);
    return [ada, ben];
  }

  for (const name of ['chromium', 'firefox'] as const) {
    it(`a closed tab is gone within 2 s (${name})`, async (t) => {
      const [ada, ben] = await two(`closed-${name}`, browsers[name]());
      const took = await untilAlone(
        ada,
        () => ben.tab.page.close({ runBeforeUnload: name === 'firefox' }),
        20_000,
      );
      t.diagnostic(`${name}: a closed tab was gone after ${took} ms`);
      assert.ok(took <= 2_000, `it took ${took} ms`);
      await ada.tab.close();
    });
  }
});
