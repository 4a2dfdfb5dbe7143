/** Full screen, picture-in-picture, layout and pins in real browsers, in a call of two. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { type Driver, openChromium, openFirefox, type Tab } from '../support/drivers.js';
import { type Pages, startPages } from '../support/pages.js';
import { type Server, startServer } from '../support/party-process.js';
import { Person } from '../support/person.js';
import { until } from '../support/until.js';

let server: Server;
let pages: Pages;
let chromium: Driver;
const open: Tab[] = [];

/** A page with the element. `head`: a script that runs before ours. */
async function personAt(name: string, room: string, head = '', driver = chromium): Promise<Person> {
  const tab = await driver.newTab();
  open.push(tab);
  await tab.open(
    pages.publish(`<!doctype html><title>page</title><body>${head}
      <script type="module" src="${server.origin}/video-room.js"></script>
      <video-room room="${room}" style="block-size: 420px; --video-room-accent: #118844"></video-room>`),
  );
  const person = new Person(name, tab);
  await person.join();
  return person;
}

async function pair(room: string, head = ''): Promise<[Person, Person]> {
  const grace = await personAt('Grace', room);
  const ada = await personAt('Ada', room, head);
  await ada.sees('Grace', { link: 'live', camera: 'on' });
  await ada.tab.page.bringToFront();
  return [ada, grace];
}

/** Presses the middle of what has this selector in the element, as a person does: browsers ask for a real press. */
async function press(person: Person, selector: string, count: 1 | 2 = 1): Promise<void> {
  const { page } = person.tab;
  const handle = await until(() => page.$(`video-room >>> ${selector}`), `for ${selector}`);
  await until(() => handle.isVisible(), `to see ${selector}`);
  await handle.click({ count });
}

const labels = (person: Person, part: string) =>
  person.tab.evaluate(
    (part) =>
      [...document.querySelector('video-room')!.shadowRoot!.querySelectorAll(`[part~=${part}]`)].map(
        (one) => one.ariaLabel ?? one.textContent!.trim(),
      ),
    part,
  );

/** Opens the menu "View" and chooses an entry. */
async function choose(person: Person, entry: string): Promise<void> {
  await press(person, '[part~=control-view]');
  await until(async () => (await labels(person, 'menu-item')).includes(entry), `for the entry ${entry}`);
  const at = (await labels(person, 'menu-item')).indexOf(entry);
  await press(person, `[part~=menu-item]:nth-of-type(${at + 1})`);
}

/** The call is elsewhere, and the page says so. */
const isAway = (person: Person) =>
  person.tab.evaluate(
    () => !!document.querySelector('video-room')!.shadowRoot!.querySelector('[part~=away]'),
  );

before(async () => {
  [server, pages, chromium] = await Promise.all([startServer(), startPages(), openChromium()]);
});
after(() => Promise.allSettled([chromium.close(), pages.close(), server.stop()]));
afterEach(async () => {
  await Promise.all(open.splice(0).map((tab) => tab.close()));
});

describe('the view of a call', { timeout: 240_000 }, () => {
  it('fills the screen by its menu and by a double click, without round corners, and leaves it again', async () => {
    const [ada] = await pair('full');
    const isFull = () =>
      ada.tab.evaluate(() => {
        const one = document.querySelector('video-room')!;
        const { borderRadius } = getComputedStyle(one.shadowRoot!.querySelector('.frame')!);
        return document.fullscreenElement === one && borderRadius === '0px';
      });
    await choose(ada, 'Full screen');
    await until(isFull, 'until it fills the screen');
    await choose(ada, 'Exit full screen');
    await until(async () => !(await isFull()), 'until it is back');
    await press(ada, '[part~=tile]', 2);
    await until(isFull, 'until it fills the screen again');
    await ada.tab.page.keyboard.press('Escape');
    await ada.tab.evaluate(() => document.fullscreenElement && document.exitFullscreen());
    await until(async () => !(await isFull()), 'until it is back again');
  });

  it('shows a shared screen alone in full screen', async () => {
    const [ada, grace] = await pair('screen');
    await grace.switch('toggleScreenShare', true);
    await ada.sees('Grace', { screen: 'on' });
    const full = () =>
      ada.tab.evaluate(() => {
        const root = document.querySelector('video-room')!.shadowRoot!;
        const tile = root.fullscreenElement as HTMLElement | null;
        return tile && `${tile.dataset.source} ${tile.clientWidth === innerWidth}`;
      });
    await press(ada, '[part~=tile__full-screen]');
    await until(async () => (await full()) === 'screen true');
    await until(async () => (await labels(ada, 'tile__full-screen'))[0] === 'Exit full screen');
    await press(ada, '[part~=tile__full-screen]');
    await until(async () => (await full()) === null);
  });

  it('changes its layout, says so to the page, and keeps who is pinned large', async () => {
    const [ada] = await pair('layout');
    await ada.tab.evaluate(() => {
      const one = document.querySelector('video-room')!;
      one.addEventListener('layout-changed', ({ detail }) => {
        one.title = detail.layout;
      });
    });
    const areas = () =>
      ada.tab.evaluate(() =>
        [...document.querySelector('video-room')!.shadowRoot!.querySelectorAll('[part~=tile]')].map(
          (one) => one.clientWidth * one.clientHeight,
        ),
      );
    const isGraceLarge = async () => {
      const [grace, own] = await areas();
      return grace! > 2 * own!;
    };
    assert.equal(await isGraceLarge(), false);
    await choose(ada, 'Speaker');
    await until(isGraceLarge);
    const told = await ada.tab.evaluate(() => {
      const { layout, title } = document.querySelector('video-room')!;
      return `${layout} ${title}`;
    });
    assert.equal(told, 'speaker speaker');
    await choose(ada, 'Grid');
    await until(async () => !(await isGraceLarge()));
    await press(ada, '[part~=tile__pin]');
    await until(isGraceLarge);
    assert.deepEqual(await labels(ada, 'tile__pin'), ['Unpin Grace']);
    await press(ada, '[part~=tile__pin]');
    await until(async () => !(await isGraceLarge()));
  });

  it('is in a window of its own with tiles and controls, and comes back when that is closed', async () => {
    const [ada, grace] = await pair('pip');
    await choose(ada, 'Picture-in-picture');
    const inWindow = () =>
      ada.tab.evaluate(() => {
        const view = (
          globalThis as unknown as {
            documentPictureInPicture: { window: (Window & typeof globalThis) | null };
          }
        ).documentPictureInPicture.window;
        const root = view?.document.body.firstElementChild?.shadowRoot;
        const tile = root?.querySelector<HTMLElement>('[part~=tile]:not([part~=self])');
        if (!view || !tile) return null;
        return {
          controls: [...root!.querySelectorAll('[part~=control]')].map((one) => one.ariaLabel),
          isPlaying: !root!.querySelector('video')!.paused,
          sounds: root!.querySelectorAll('audio').length,
          position: view.getComputedStyle(tile).position,
          accent: view.getComputedStyle(tile).getPropertyValue('--vr-accent').trim(),
        };
      });
    const seen = await until(async () => ((await inWindow())?.isPlaying ? inWindow() : null));
    assert.deepEqual(seen, {
      controls: ['Mute', 'Turn off camera', 'Leave'],
      isPlaying: true,
      sounds: 0,
      position: 'absolute',
      accent: '#118844',
    });
    const pressThere = (part: string) =>
      ada.tab.evaluate((part) => {
        const { documentPictureInPicture } = globalThis as unknown as {
          documentPictureInPicture: { window: Window };
        };
        documentPictureInPicture.window.document.body
          .firstElementChild!.shadowRoot!.querySelector<HTMLElement>(`[part~=${part}]`)!
          .click();
      }, part);
    assert.equal(await isAway(ada), true);
    await pressThere('control-microphone');
    await grace.sees('Ada', { microphone: 'off' });
    // Nobody sees the page: the window still gets the picture, and the page goes on playing the sound.
    await grace.tab.page.bringToFront();
    await ada.watches('Grace');
    await ada.hears('Grace');
    await ada.tab.page.bringToFront();
    await press(ada, '[part~=away__back]');
    await until(async () => !(await isAway(ada)) && !(await inWindow()));
    await ada.watches('Grace');

    await choose(ada, 'Picture-in-picture');
    await until(inWindow);
    await pressThere('control-leave');
    await grace.isWith([]);
    await until(async () => !(await inWindow()), 'until the window is closed');
  });

  it('shows the speaker in the browser’s small window where there is no other', async (t) => {
    const [ada] = await pair('video', '<script>delete window.documentPictureInPicture</script>');
    const isPossible = await ada.tab.evaluate(() => document.pictureInPictureEnabled);
    if (!isPossible) return t.skip('this browser has no picture-in-picture');
    await choose(ada, 'Picture-in-picture');
    const isThere = () => ada.tab.evaluate(() => !!document.pictureInPictureElement);
    await until(isThere);
    await choose(ada, 'Exit picture-in-picture');
    await until(async () => !(await isThere()));
    await ada.watches('Grace');
    await choose(ada, 'Picture-in-picture');
    await until(isThere);
    await ada.leave();
    await until(async () => !(await isThere()), 'until it is closed');
  });
});

describe('the view of a call in Firefox', { timeout: 240_000 }, () => {
  it('has an entry for picture-in-picture only if Firefox can do it', async () => {
    const firefox = await openFirefox();
    try {
      const ada = await personAt('Ada', 'fox', '', firefox);
      await until(async () => (await ada.state()) === 'joined');
      await ada.tab.evaluate(() => {
        document
          .querySelector('video-room')!
          .shadowRoot!.querySelector<HTMLElement>('[part~=control-view]')!
          .click();
      });
      await until(async () => (await labels(ada, 'menu-item')).length);
      const entries = await labels(ada, 'menu-item');
      const isPossible = await ada.tab.evaluate(() => 'documentPictureInPicture' in window);
      assert.equal(entries.includes('Full screen'), true);
      assert.equal(entries.includes('Picture-in-picture'), isPossible);
    } finally {
      // Its tabs close with it.
      open.length = 0;
      await firefox.close();
    }
  });
});
