/** The front page of the site: what a visitor sees, can press and can copy, on a phone and on a desktop. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { StaticFiles } from '../../party/adapters/static-files.js';
import { root } from '../support/documents.js';
import { type Driver, openChromium, type Tab } from '../support/drivers.js';
import { SUITE_TIMEOUT, until } from '../support/until.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

describe('the front page', { timeout: SUITE_TIMEOUT }, () => {
  let server: Server;
  let origin: string;
  let chromium: Driver;
  let tab: Tab;

  before(async () => {
    const files = new StaticFiles();
    files.add(join(root, 'dist/site'));
    server = createServer((request, response) => {
      const { pathname } = new URL(request.url ?? '/', 'http://localhost');
      if (!files.serve(pathname, request, response)) response.writeHead(404).end();
    });
    await new Promise<void>((done) => server.listen(0, done));
    origin = `http://localhost:${(server.address() as AddressInfo).port}`;
    chromium = await openChromium();
    tab = await chromium.newTab();
    await tab.before(() => {
      const writeText = async (text: string) => void Object.assign(globalThis, { copied: text });
      Object.defineProperty(navigator, 'clipboard', { value: { writeText } });
    });
  });
  after(async () => {
    await chromium.close();
    server.close();
    server.closeAllConnections();
  });

  /** Opens it and waits until the demo is drawn. */
  const open = async (width: number, scheme: 'light' | 'dark' = 'light') => {
    await tab.page.setViewport({ width, height: 800 });
    await tab.page.emulateMediaFeatures([
      { name: 'prefers-color-scheme', value: scheme },
      { name: 'prefers-reduced-motion', value: 'reduce' },
    ]);
    await tab.open(`${origin}/`);
    await until(
      () => tab.evaluate(() => !!document.querySelector('#demo > div')?.shadowRoot?.querySelector('.tile')),
      'for the demo to be drawn',
    );
  };
  const copied = () => tab.evaluate(() => (globalThis as unknown as { copied?: string }).copied);
  const axe = () =>
    tab.page.evaluate(async () => {
      const { violations } = await (globalThis as unknown as { axe: typeof import('axe-core') }).axe.run(
        document,
      );
      return violations.map(
        ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
      );
    });

  for (const scheme of ['light', 'dark'] as const) {
    for (const width of [320, 800, 1280]) {
      it(`is accessible and not wider than its window: ${width} pixels, ${scheme}`, async () => {
        await open(width, scheme);
        const wide = await tab.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(wide <= width, `${wide} pixels wide`);
        await tab.page.addScriptTag({ content: AXE });
        assert.deepEqual(await axe(), []);
      });
    }
  }

  it('shows people in a call at once, and asks nobody else for anything', async () => {
    await open(1280);
    const tiles = await tab.evaluate(() => {
      const root = document.querySelector('#demo > div')!.shadowRoot!;
      return [...root.querySelectorAll('.tile')].filter((tile) => tile.getBoundingClientRect().width > 100)
        .length;
    });
    assert.equal(tiles, 4);
    assert.deepEqual(
      tab.fetched.filter((url) => !url.startsWith(origin) && !/^(data|blob):/.test(url)),
      [],
    );
    assert.deepEqual([tab.errors, tab.sockets], [[], []]);
  });

  it('has a demo whose buttons work', async () => {
    await open(1280);
    const label = () =>
      tab.evaluate(() =>
        document
          .querySelector('#demo > div')!
          .shadowRoot!.querySelector('[part~=control-microphone]')!
          .getAttribute('aria-label'),
      );
    assert.equal(await label(), 'Mute');
    await (await tab.page.$('#demo > div >>> [part~=control-microphone]'))!.click();
    await until(async () => (await label()) === 'Unmute', 'for the microphone to be off');
  });

  it('copies the two lines', async () => {
    await open(1280);
    await tab.page.click('#copy-snippet');
    await until(() => tab.page.$eval('.code-section [role=status]', (said) => said.textContent === 'Copied'));
    assert.equal(
      await copied(),
      `<script type="module" src="${origin}/video-room.js"></script>\n<video-room room="standup"></video-room>`,
    );
  });

  it('starts a call with the keyboard alone: a lobby in a room of its own, whose address can be shared', async () => {
    await open(1280);
    const focused = () => tab.evaluate(() => document.activeElement?.id);
    for (let count = 0; count < 12 && (await focused()) !== 'start'; count++)
      await tab.page.keyboard.press('Tab');
    await tab.page.keyboard.press('Enter');
    const room = await until(() =>
      tab.evaluate(() => document.querySelector('video-room')?.getAttribute('room')),
    );
    assert.match(room!, /^[a-z]+-[a-z]+-[0-9a-f]{6}$/);
    assert.equal(new URL(tab.page.url()).searchParams.get('room'), room);
    assert.equal(await tab.evaluate(() => document.activeElement?.localName), 'video-room');
    await tab.page.click('#copy-link');
    assert.equal(await copied(), tab.page.url());
  });

  it('opens the room of its address at once', async () => {
    await tab.open(`${origin}/?room=standup`);
    await until(() =>
      tab.evaluate(() => document.querySelector('video-room')?.getAttribute('room') === 'standup'),
    );
    assert.equal(await tab.page.$('#demo'), null);
  });
});
