/** The script for script tags, as built, on a page of another origin. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type Driver, openChromium, type Tab } from '../support/drivers.js';
import { type Pages, startPages } from '../support/pages.js';
import { type Server, startServer } from '../support/party-process.js';
import { Person } from '../support/person.js';
import { SUITE_TIMEOUT, until } from '../support/until.js';
import { allOf } from '../support/venue.js';

const dist = resolve(import.meta.dirname, '../../dist');
// The answer must be a plain value: an element that Lit has drawn into refers to itself and would come back as undefined.
const inShadow = (selector: string) =>
  !!document.querySelector('video-room')!.shadowRoot!.querySelector(selector);

describe('the script tag', { timeout: SUITE_TIMEOUT }, () => {
  let server: Server;
  let pages: Pages;
  let chromium: Driver;
  /** A browser that prompts for every use of a device. */
  let asking: Driver;
  let embed: (rest?: string) => string;

  before(async () => {
    [server, pages, chromium, asking] = await allOf([
      startServer(),
      startPages(),
      openChromium(),
      openChromium({ without: ['--use-fake-ui-for-media-stream'] }),
    ]);
    embed = (rest = '') =>
      pages.publish(
        `<!doctype html><script type="module" src="${server.origin}/video-room.js"></script>
         <video-room room="embedded"></video-room>${rest}`,
      );
  });

  after(async () => {
    await Promise.allSettled([chromium?.close(), asking?.close(), pages?.close(), server?.stop()]);
  });

  const drawn = (tab: Tab) =>
    until(() => tab.evaluate(inShadow, '[part~=lobby], [part~=problem]'), 'for the element to draw');

  it('shows a lobby, and a call after a click on Join', async () => {
    const tab = await chromium.newTab();
    await tab.open(embed());
    const join = await until(() => tab.page.$('>>> [part~=lobby__join]'), 'for the button');
    await join.click();
    await until(
      () => tab.evaluate(() => document.querySelector('video-room')!.state === 'joined'),
      'to be in',
    );
    assert.ok(
      tab.sockets.some((url) =>
        url.startsWith(`${server.origin.replace('http', 'ws')}/parties/main/embedded`),
      ),
    );
    assert.deepEqual(tab.errors, []);
    // A participant who is muted during a call must be silent even if a new version has replaced this one's files.
    const sources = (url: string): string[] => {
      const map = resolve(dist, 'chunks', `${basename(url)}.map`);
      return existsSync(map) ? JSON.parse(readFileSync(map, 'utf8')).sources : [];
    };
    const fetched = () => tab.fetched.filter((url) => url.includes('/chunks/')).flatMap(sources);
    await until(
      () => fetched().some((file) => file.endsWith('src/features/moderation/controller.ts')),
      'for what obeys moderators',
    );
    assert.ok(
      !fetched().some((file) => file.endsWith('src/features/moderation/client.ts')),
      'without their actions',
    );
    await tab.close();
  });

  it('comes in one request, and loads nothing more before it is used', async () => {
    const tab = await asking.newTab();
    await tab.open(embed());
    await drawn(tab);
    const scripts = tab.fetched.filter((url) => url.endsWith('.js'));
    assert.deepEqual(scripts, [`${server.origin}/video-room.js`]);
    await tab.close();
  });

  it('is loaded once, whatever it loads later', async () => {
    const tab = await chromium.newTab();
    await tab.open(embed());
    await new Person('Ada', tab).join();
    await until(() => tab.fetched.some((url) => url.includes('/chunks/')), 'for a part that is loaded later');
    const scripts = tab.fetched.filter((url) => url.endsWith('.js'));
    assert.deepEqual(scripts, [...new Set(scripts)]);
    await tab.close();
  });

  it('asks for nothing and connects to nothing before the user touches it', async () => {
    const tab = await asking.newTab();
    // Observed, not replaced: the real function is called.
    await tab.page.evaluateOnNewDocument(() => {
      const devices = navigator.mediaDevices;
      const real = devices.getUserMedia.bind(devices);
      devices.getUserMedia = (constraints) => {
        document.documentElement.dataset.asked = 'yes';
        return real(constraints);
      };
    });
    await tab.open(embed());
    await drawn(tab);
    // Once the page is idle and three frames have passed, everything automatic has happened.
    await tab.evaluate(async () => {
      for (let i = 0; i < 3; i++) await new Promise((done) => requestIdleCallback(done));
    });
    const asked = () => tab.evaluate(() => document.documentElement.dataset.asked);
    assert.equal(await asked(), undefined);
    assert.deepEqual(tab.sockets, []);
    assert.equal(await tab.evaluate(() => document.querySelector('video-room')!.state), 'idle');

    const start = await until(() => tab.page.$('>>> [part~=lobby__setup]'), 'for the button');
    await start.click();
    await until(asked, 'to be asked for devices');
    await until(() => tab.sockets.length > 0, 'for a socket');
    await tab.close();
  });

  it('does no harm when it is loaded twice', async () => {
    const tab = await chromium.newTab();
    await tab.open(embed(`<script type="module" src="${server.origin}/video-room.js?again"></script>`));
    await drawn(tab);
    await until(() => tab.fetched.some((url) => url.endsWith('?again')), 'for the second copy');
    assert.deepEqual(tab.errors, []);
    await tab.close();
  });

  it('says what is missing without a room', async () => {
    const tab = await chromium.newTab();
    await tab.open(
      pages.publish(
        `<!doctype html><script type="module" src="${server.origin}/video-room.js"></script><video-room></video-room>`,
      ),
    );
    await until(() => tab.evaluate(inShadow, '[part~=problem]'), 'for a sentence');
    assert.deepEqual(tab.sockets, []);
    await tab.close();
  });

  it('reports server-missing and opens no socket when no party has served it', async () => {
    const copy = pages.publish(readFileSync(`${dist}/video-room.single.js`, 'utf8'), {
      'content-type': 'text/javascript',
    });
    const tab = await chromium.newTab();
    await tab.open(
      pages.publish(
        `<!doctype html><script type="module" src="${copy}"></script>
         <video-room room="embedded" token="secret" without-lobby></video-room>`,
      ),
    );
    const problem = () =>
      tab.evaluate(
        () => document.querySelector('video-room')!.shadowRoot!.querySelector('[role=alert]')?.textContent,
      );
    await until(async () => (await problem())?.includes('server-missing'), 'for a sentence');
    assert.deepEqual(tab.sockets, []);
    await tab.close();
  });

  it('can be pinned as one file with integrity', async () => {
    const hash = createHash('sha384')
      .update(readFileSync(`${dist}/video-room.single.js`))
      .digest('base64');
    const tab = await chromium.newTab();
    await tab.open(
      pages.publish(
        `<!doctype html><script type="module" crossorigin integrity="sha384-${hash}"
           src="${server.origin}/video-room.single.js"></script><video-room room="pinned"></video-room>`,
      ),
    );
    const person = new Person('Ada', tab);
    await person.join();
    const scripts = tab.fetched.filter((url) => url.endsWith('.js'));
    assert.deepEqual(scripts, [`${server.origin}/video-room.single.js`]);
    assert.deepEqual(tab.errors, []);
    await tab.close();
  });

  it('hangs up when it is removed, even in a hidden tab', async () => {
    const url = embed();
    const ada = new Person('Ada', await chromium.newTab());
    const ben = new Person('Ben', await chromium.newTab());
    await ada.enter(url);
    await ben.enter(url);
    await ada.isWith(['Ben']);
    // A second tab in Ben's window hides the first, which then has no animation frames.
    const cover = await ben.tab.page.browserContext().newPage();
    await cover.bringToFront();
    await until(() => ben.tab.evaluate(() => document.visibilityState === 'hidden'), 'to be hidden');
    await ben.tab.evaluate(() => document.querySelector('video-room')!.remove());
    await ada.isWith([]);
    await Promise.all([ada.tab.close(), ben.tab.close()]);
  });
});
