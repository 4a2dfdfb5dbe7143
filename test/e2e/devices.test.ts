/** A permission that is revoked during a call and granted again, in a real browser. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Driver, openChromium } from '../support/drivers.js';
import { type Pages, startPages } from '../support/pages.js';
import { type Server, startServer } from '../support/party-process.js';
import { allMeet, Person } from '../support/person.js';
import { SUITE_TIMEOUT } from '../support/until.js';
import { allOf } from '../support/venue.js';

describe('permissions in a call, in Chromium', { timeout: SUITE_TIMEOUT }, () => {
  let server: Server;
  let pages: Pages;
  let chromium: Driver;
  let url: string;
  let ada: Person;
  let ben: Person;

  /** Sets the permissions of Ada's page, like a user beside the address bar. */
  async function decide(setting: 'granted' | 'denied', ...names: ('camera' | 'microphone')[]): Promise<void> {
    const browser = await chromium.browser.target().createCDPSession();
    const { origin } = new URL(url);
    for (const { tab } of setting === 'granted' ? [ada, ben] : [ada]) {
      const browserContextId = tab.page.browserContext().id;
      for (const name of names) {
        await browser.send('Browser.setPermission', {
          permission: { name },
          setting,
          origin,
          browserContextId,
        });
      }
    }
  }

  before(async () => {
    [server, pages, chromium] = await allOf([
      startServer(),
      startPages(),
      openChromium({ without: ['--use-fake-ui-for-media-stream'] }),
    ]);
    url = pages.publish(
      `<script type="module" src="${server.origin}/video-room.js"></script>
       <video-room room="standup"></video-room>`,
    );
    ada = new Person('Ada', await chromium.newTab());
    ben = new Person('Ben', await chromium.newTab());
  });

  after(async () => {
    await Promise.allSettled([chromium?.close(), pages?.close(), server?.stop()]);
  });

  it('block a source when revoked, and bring it back when granted again', async () => {
    await decide('granted', 'camera', 'microphone');
    await Promise.all([ada.enter(url), ben.enter(url)]);
    await allMeet([ada, ben]);
    await decide('denied', 'camera');
    await ben.sees('Ada', { camera: 'blocked', microphone: 'on' });
    await decide('granted', 'camera');
    await ben.sees('Ada', { camera: 'on' });
    await ben.watches('Ada');
    await ben.hears('Ada');
    assert.deepEqual(ada.tab.errors, []);
  });
});
