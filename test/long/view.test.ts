/** Full screen, picture-in-picture, layout and pins in real browsers, in a call of two. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { ElementHandle } from 'puppeteer-core';
import { type Driver, openChromium, openFirefox, type Tab } from '../support/drivers.js';
import { type Pages, startPages } from '../support/pages.js';
import { type Server, startServer } from '../support/party-process.js';
import { Person } from '../support/person.js';
import { SUITE_TIMEOUT, until } from '../support/until.js';
import { allOf } from '../support/venue.js';

let server: Server;
let pages: Pages;
let chromium: Driver;
let firefox: Driver;
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

async function pair(room: string, head = '', driver = chromium): Promise<[Person, Person]> {
  const grace = await personAt('Grace', room);
  const ada = await personAt('Ada', room, head, driver);
  await ada.sees('Grace', { link: 'live', camera: 'on' });
  await ada.tab.page.bringToFront();
  return [ada, grace];
}

/**
 * Clicks an element in its middle with a real press, as browsers demand for what follows. If the interface replaces the element
 * before the click, this looks for it again.
 */
const pressFound = (find: () => Promise<ElementHandle | null>, what: string, count: 1 | 2 = 1) =>
  until(async () => {
    const handle = await find();
    if (!(await handle?.isVisible())) return false;
    await handle!.click({ count });
    return true;
  }, `to press ${what}`);

/** The same for what has this selector in the element. */
const press = (person: Person, selector: string, count: 1 | 2 = 1) =>
  pressFound(() => person.tab.page.$(`video-room >>> ${selector}`), selector, count);

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
  const find = async () => {
    const handle = await person.tab.page.evaluateHandle(
      (entry) =>
        [...document.querySelector('video-room')!.shadowRoot!.querySelectorAll('[part~=menu-item]')].find(
          (one) => (one.ariaLabel ?? one.textContent!.trim()) === entry,
        ),
      entry,
    );
    return handle.asElement() as ElementHandle | null;
  };
  await pressFound(find, `the entry ${entry}`);
}

/** Rules of a page that give everything corners and borders. */
const CORNERS = `<style>
  video-room { border-radius: 40px !important; border: 6px solid red !important; overflow: hidden }
  video-room::part(stage), video-room::part(tile), video-room::part(tile__video) { border-radius: 40px !important }
  video-room::part(tile) { border: 6px solid red !important }
</style>`;

/** The call is elsewhere, and the page says so. */
const isAway = (person: Person) =>
  person.tab.evaluate(
    () => !!document.querySelector('video-room')!.shadowRoot!.querySelector('[part~=away]'),
  );

before(async () => {
  [server, pages, chromium, firefox] = await allOf([
    startServer(),
    startPages(),
    openChromium(),
    openFirefox(),
  ]);
});
after(() => Promise.allSettled([chromium?.close(), firefox?.close(), pages?.close(), server?.stop()]));
afterEach(async () => {
  await Promise.all(open.splice(0).map((tab) => tab.close()));
});

describe('the view of a call', { timeout: SUITE_TIMEOUT }, () => {
  it('fills the screen by its menu and by a double click, without corners or borders, also those that the page forces, and leaves it again', async () => {
    const [ada] = await pair('full', CORNERS);
    /** Also in full screen: all of the window, to its corners. */
    const isFull = () =>
      ada.tab.evaluate(() => {
        const one = document.querySelector('video-room')!;
        const root = one.shadowRoot!;
        if (document.fullscreenElement !== one) return false;
        const parts = [one, ...root.querySelectorAll<HTMLElement>('.frame, .stage')];
        const looks = parts.map((part) => {
          const { borderRadius, borderWidth } = getComputedStyle(part);
          return `${borderRadius} ${borderWidth} ${part.clientWidth === innerWidth}`;
        });
        return looks.every((look) => look === '0px 0px true');
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
    const [ada, grace] = await pair('screen', CORNERS);
    await grace.switch('toggleScreenShare', true);
    await ada.sees('Grace', { screen: 'on' });
    const full = () =>
      ada.tab.evaluate(() => {
        const root = document.querySelector('video-room')!.shadowRoot!;
        const tile = root.fullscreenElement as HTMLElement | null;
        const styles = tile && [tile, tile.querySelector('video')!].map((part) => getComputedStyle(part));
        const looks = styles?.map(({ borderRadius, borderWidth }) => `${borderRadius} ${borderWidth}`);
        return tile && `${tile.dataset.source} ${tile.clientWidth === innerWidth} ${looks}`;
      });
    await press(ada, '[part~=tile__full-screen]');
    await until(async () => (await full()) === 'screen true 0px 0px,0px 0px');
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

  it('keeps two pinned people large together, and unpins each', async () => {
    const [ada] = await pair('pins');
    await personAt('Hedy', 'pins');
    await personAt('Mary', 'pins');
    for (const name of ['Hedy', 'Mary']) await ada.sees(name, { link: 'live', camera: 'on' });
    await ada.tab.page.bringToFront();
    /** The names on the tiles that are at least half as large as the largest. */
    const large = () =>
      ada.tab.evaluate(() => {
        const tiles = [...document.querySelector('video-room')!.shadowRoot!.querySelectorAll('[part~=tile]')];
        const areaOf = (one: Element) => one.clientWidth * one.clientHeight;
        const most = Math.max(...tiles.map(areaOf));
        const names = tiles.filter((one) => areaOf(one) > most / 2).map(({ ariaLabel }) => ariaLabel);
        return `${names.sort()}`;
      });
    const press = (label: string) =>
      ada.tab.evaluate(
        (label) =>
          document
            .querySelector('video-room')!
            .shadowRoot!.querySelector<HTMLElement>(`[part~=tile__pin][aria-label="${label}"]`)!
            .click(),
        label,
      );
    const areLarge = (names: string) =>
      until(async () => {
        assert.equal(await large(), names);
        return true;
      });
    await press('Pin Grace');
    await areLarge('Grace');
    await press('Pin Mary');
    await areLarge('Grace,Mary');
    for (const name of ['Grace', 'Mary', 'Hedy']) await ada.watches(name);
    await press('Unpin Grace');
    await areLarge('Mary');
    await press('Unpin Mary');
    await areLarge('Grace,Hedy,Mary,You');
  });
});

const WITHOUT_WINDOW = `<script>delete window.documentPictureInPicture</script>`;
/** An older browser. */
const WITHOUT_ANY = `${WITHOUT_WINDOW}<script>
  Object.defineProperty(Document.prototype, 'pictureInPictureEnabled', { get() {} });
</script>`;

/** Both have a window for a whole call; Firefox since 2026. */
for (const [browser, driver] of [
  ['Chromium', () => chromium],
  ['Firefox', () => firefox],
] as const)
  describe(`the view of a call in ${browser}`, { timeout: SUITE_TIMEOUT }, () => {
    it('is in a window of its own with tiles and controls, and comes back when that is closed', async () => {
      const [ada, grace] = await pair('pip', '', driver());
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
      const height = await ada.tab.evaluate(() => {
        const { documentPictureInPicture } = globalThis as unknown as {
          documentPictureInPicture: { window: Window };
        };
        const root = documentPictureInPicture.window.document.body.firstElementChild!.shadowRoot!;
        return root.querySelector('[part~=tile]:not([part~=self])')!.clientHeight;
      });
      // The sizes to choose from are less than one and a half times as large as the one before.
      await until(async () => {
        const lines = (await grace.statsOf('Ada'))?.sources.camera?.sentFrameHeight ?? 0;
        if (lines > 0 && lines <= height * 1.5) return true;
        throw new Error(`${lines} lines for ${height} pixels`);
      }, 'for Grace to send no more than the small window shows');
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
      // The window has the focus, and the shortcuts of the controls that it shows.
      const keyThere = (type: 'keydown' | 'keyup', key: string, code: string) =>
        ada.tab.evaluate(
          ({ type, init }) => {
            const { documentPictureInPicture } = globalThis as unknown as {
              documentPictureInPicture: { window: Window };
            };
            const { activeElement } =
              documentPictureInPicture.window.document.body.firstElementChild!.shadowRoot!;
            activeElement!.dispatchEvent(new KeyboardEvent(type, init));
          },
          { type, init: { key, code, bubbles: true, composed: true, cancelable: true } },
        );
      await keyThere('keydown', ' ', 'Space');
      await grace.sees('Ada', { microphone: 'on' });
      await keyThere('keyup', ' ', 'Space');
      await grace.sees('Ada', { microphone: 'off' });
      await keyThere('keydown', 'c', 'KeyC');
      await keyThere('keydown', 'm', 'KeyM');
      await grace.sees('Ada', { microphone: 'on' });
      assert.equal(
        await ada.tab.evaluate(
          () => !!document.querySelector('video-room')!.shadowRoot!.querySelector('[part~=chat]'),
        ),
        false,
        'the chat, which the window does not have, stays closed',
      );
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

    it('shows the speaker in the browser’s small window where there is no other', async () => {
      const [ada] = await pair('video', WITHOUT_WINDOW, driver());
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

    it('has no entry for picture-in-picture where the browser cannot do it', async () => {
      const [ada] = await pair('none', WITHOUT_ANY, driver());
      await press(ada, '[part~=control-view]');
      const entries = await until(async () => {
        const found = await labels(ada, 'menu-item');
        return found.length ? found : null;
      });
      assert.equal(entries.includes('Full screen'), true);
      assert.equal(entries.includes('Picture-in-picture'), false);
    });
  });
