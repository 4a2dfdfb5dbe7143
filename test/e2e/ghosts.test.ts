/** Nobody is a ghost: pages that are closed, reloaded, duplicated, killed or put to sleep, seen by those who stay. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'puppeteer-core';
import { type Driver, openChromium, openFirefox, type Tab } from '../support/drivers.js';
import { type Pages, startPages } from '../support/pages.js';
import { type Server, startServer } from '../support/party-process.js';
import { Person } from '../support/person.js';

/** What counts here is who is there: no cameras. */
const html = (server: Server, room: string) =>
  `<script type="module" src="${server.origin}/video-room.js"></script>
   <video-room room="${room}" audio-only start-audio-off></video-room>`;

/** Watches the others in a page, where no driver is in between, until `stop()`. */
async function watch(tab: Tab) {
  await tab.evaluate(() => {
    const element = document.querySelector('video-room')!;
    const seen = { most: 0, ids: [] as string[], aloneAt: 0, away: 0 };
    Object.assign(globalThis, { seen });
    const look = () => {
      const { participants } = element;
      seen.most = Math.max(seen.most, participants.length);
      for (const { id } of participants) if (!seen.ids.includes(id)) seen.ids.push(id);
      if (participants.length) seen.aloneAt = 0;
      else seen.aloneAt ||= Date.now();
    };
    for (const name of ['participant-joined', 'participant-left']) element.addEventListener(name, look);
    look();
  });
  return () =>
    tab.evaluate(
      () => (globalThis as unknown as { seen: { most: number; ids: string[]; aloneAt: number } }).seen,
    );
}

/** Milliseconds from the beginning of `end` until `viewer` is with nobody. */
async function untilAlone(viewer: Person, end: () => unknown, timeout: number): Promise<number> {
  const seen = await watch(viewer.tab);
  const since = Date.now();
  await end();
  await viewer.isWith([], timeout);
  return (await seen()).aloneAt - since;
}

const join = (page: Page, name: string) =>
  page.evaluate(async (name) => {
    await customElements.whenDefined('video-room');
    const element = document.querySelector('video-room')!;
    element.displayName = name;
    await element.join();
    return element.localParticipant?.id;
  }, name);

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

  /** Ada, who stays, in Chromium, and Ben. */
  async function two(room: string, driver: Driver): Promise<[ada: Person, ben: Person, url: string]> {
    const url = pages.publish(html(server, room));
    const ada = new Person('Ada', await chromium.newTab());
    const ben = new Person('Ben', await driver.newTab());
    await ada.enter(url);
    await ben.enter(url);
    await Promise.all([ada.sees('Ben', { link: 'live' }), ben.sees('Ada', { link: 'live' })]);
    return [ada, ben, url];
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

    const times = { chromium: 50, firefox: 10 }[name];
    it(`a page that is reloaded ${times} times is one tile under one id (${name})`, async (t) => {
      const [ada, ben] = await two(`reload-${name}`, browsers[name]());
      const seen = await watch(ada.tab);
      const since = Date.now();
      for (let n = 0; n < times; n++) {
        await ben.tab.reload();
        await ben.join();
      }
      t.diagnostic(`${name}: ${times} reloads took ${Date.now() - since} ms`);
      await Promise.all([ada.sees('Ben', { link: 'live' }), ben.sees('Ada', { link: 'live' })]);
      const { most, ids } = await seen();
      assert.deepEqual([most, ids.length], [1, 1]);
      await Promise.all([ada.tab.close(), ben.tab.close()]);
    });
  }

  it('a duplicated tab is a second person, and stays one over reloads', async () => {
    const [ada, ben, url] = await two('twins', chromium);
    const opened = new Promise<Page>((done) => ben.tab.page.once('popup', (page) => done(page!)));
    // A tab opened by script starts with a copy of sessionStorage, as a duplicated one does.
    await ben.tab.evaluate((url) => void window.open(url), url);
    const twin = await opened;
    const ids = [ada, ben].map(
      async (person) =>
        await person.tab.evaluate(() => document.querySelector('video-room')!.localParticipant!.id),
    );
    const id = await join(twin, 'Twin');
    await ada.isWith(['Ben', 'Twin']);
    assert.ok(!(await Promise.all(ids)).includes(id!));
    await twin.reload();
    assert.equal(await join(twin, 'Twin'), id);
    await ada.isWith(['Ben', 'Twin']);
    assert.equal(await ben.state(), 'joined');
    await Promise.all([ada.tab.close(), ben.tab.close()]);
  });

  it('a killed browser is gone within 15 s', async (t) => {
    const doomed = await openChromium();
    const [ada] = await two('killed', doomed);
    const took = await untilAlone(ada, () => doomed.browser.process()!.kill('SIGKILL'), 30_000);
    t.diagnostic(`a killed browser was gone after ${took} ms`);
    assert.ok(took <= 15_000, `it took ${took} ms`);
    await ada.tab.close();
  });

  it('a page that went into the memory of the browser is gone at once, and is its lobby when it is back', async (t) => {
    const [ada, ben] = await two('memory', chromium);
    const seen = await watch(ada.tab);
    const id = await ben.tab.evaluate(() => {
      Object.assign(globalThis, { kept: true });
      return document.querySelector('video-room')!.localParticipant!.id;
    });
    const since = Date.now();
    await ben.tab.open(pages.publish('Another page'));
    await ada.isWith([], 2_000);
    t.diagnostic(`a page that was left was gone after ${(await seen()).aloneAt - since} ms`);
    await ben.tab.page.goBack();
    assert.equal(await ben.tab.evaluate(() => 'kept' in globalThis), true, 'the page is in bfcache');
    assert.ok(['idle', 'lobby'].includes(await ben.state()));
    await ben.join();
    assert.equal(
      await ben.tab.evaluate(() => document.querySelector('video-room')!.localParticipant!.id),
      id,
    );
    await ada.sees('Ben', { link: 'live' });
    await Promise.all([ada.tab.close(), ben.tab.close()]);
  });
});
