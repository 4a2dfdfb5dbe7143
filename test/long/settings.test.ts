/** Settings, shortcuts and popovers with a real party, in Chromium and Firefox. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { SerializedAXNode } from 'puppeteer-core';
import { type Driver, openChromium, openFirefox, type Tab } from '../support/drivers.js';
import { type Pages, startPages } from '../support/pages.js';
import { type Server, startServer } from '../support/party-process.js';
import { allMeet, Person } from '../support/person.js';
import { SUITE_TIMEOUT, until } from '../support/until.js';
import { allOf } from '../support/venue.js';

/** Runs in the page: a part of the element. */
const inRoot = <T>(tab: Tab, work: (root: ShadowRoot) => T): Promise<T> =>
  tab.evaluate(
    (code: string) =>
      // The function itself, which is without anything around it.
      new Function('root', `return (${code})(root)`)(document.querySelector('video-room')!.shadowRoot!) as T,
    String(work),
  ) as Promise<T>;

const press = (tab: Tab, part: string) =>
  tab.evaluate((part: string) => {
    const root = document.querySelector('video-room')!.shadowRoot!;
    const button = root.querySelector<HTMLElement>(`[part~=${part}]`)!;
    button.focus();
    button.click();
  }, part);

const isOpen = (tab: Tab) =>
  inRoot(tab, (root) => !!root.querySelector('.popover')?.contains(root.activeElement));

/** Changes a picker or a switch of the settings; `value` null: presses the switch. */
const change = (tab: Tab, label: string, value: string | null) =>
  tab.evaluate(
    ({ label, value }) => {
      const root = document.querySelector('video-room')!.shadowRoot!;
      const field = [...root.querySelectorAll('.popover label')]
        .find((one) => one.querySelector('span')?.textContent?.trim() === label)!
        .querySelector<HTMLSelectElement | HTMLInputElement>('select, input')!;
      if (value === null) return field.click();
      field.value = value;
      field.dispatchEvent(new Event('change'));
    },
    { label, value },
  );

describe('settings and shortcuts', { timeout: SUITE_TIMEOUT }, () => {
  let server: Server;
  let pages: Pages;
  let chromium: Driver;
  let firefox: Driver;
  let ada: Person;
  let eve: Person;
  let url: string;

  before(async () => {
    [server, pages, chromium, firefox] = await allOf([
      startServer(),
      startPages(),
      openChromium(),
      openFirefox(),
    ]);
    url = pages.publish(
      `<!doctype html><html lang="en"><script type="module" src="${server.origin}/video-room.js"></script>
       <style>video-room::part(popover) { animation: none }</style>
       <video-room room="standup" remember style="inline-size: 800px; block-size: 500px"></video-room>`,
    );
    ada = new Person('Ada', await chromium.newTab());
    eve = new Person('Eve', await firefox.newTab());
    await Promise.all([ada.enter(url), eve.enter(url)]);
    await allMeet([ada, eve]);
  });

  after(async () => {
    await Promise.allSettled([chromium?.close(), firefox?.close(), pages?.close(), server?.stop()]);
  });

  it('take the focus and give it back where the page has switched off animations', async () => {
    for (const { name, tab } of [ada, eve]) {
      await press(tab, 'control-settings');
      await until(() => isOpen(tab), `for the focus at ${name}`);
      await tab.page.keyboard.press('Escape');
      await until(
        () =>
          inRoot(
            tab,
            (root) =>
              !root.querySelector('.popover') &&
              root.activeElement?.getAttribute('part')?.includes('settings'),
          ),
        `for the focus to be back at ${name}`,
      );
    }
  });

  it('open beside their button, inside the element', async () => {
    for (const { name, tab } of [ada, eve]) {
      await press(tab, 'safety-mark');
      await until(() => isOpen(tab), `for the popover at ${name}`);
      const distances = () =>
        inRoot(tab, (root) => {
          const box = (selector: string) => root.querySelector(selector)!.getBoundingClientRect();
          const [popover, trigger, frame] = [box('.popover'), box('[part~=safety-mark]'), box('.frame')];
          const isInside =
            popover.left >= frame.left && popover.top >= frame.top && popover.right <= frame.right;
          return [
            Math.round(trigger.top - popover.bottom),
            Math.round(popover.left - trigger.left),
            isInside,
          ].join();
        });
      // The numbers to compare are loaded a moment later.
      await until(async () => (await distances()) === '8,0,true', `for its place at ${name}`);
      await tab.page.keyboard.press('Escape');
      await until(() => inRoot(tab, (root) => !root.querySelector('.popover')));
    }
  });

  it('have names and roles for everything', async () => {
    const { page } = ada.tab;
    await press(ada.tab, 'control-settings');
    await until(() => isOpen(ada.tab));
    const dialog = await page.evaluateHandle(
      () => document.querySelector('video-room')!.shadowRoot!.querySelector('.popover')!,
    );
    const snapshot = await page.accessibility.snapshot({ root: dialog as never });
    const lines: string[] = [];
    const walk = (node: SerializedAXNode): void => {
      if (!['StaticText', 'option', 'MenuListPopup', 'generic', 'group'].includes(node.role))
        lines.push(`${node.role} ${node.name ?? ''}`.trim());
      // The options of a picker are its own.
      if (node.role !== 'combobox') for (const child of node.children ?? []) walk(child);
    };
    walk(snapshot!);
    assert.deepEqual(lines, [
      'dialog Settings',
      'heading Settings',
      'button Close',
      'heading Audio',
      'combobox Microphone',
      'meter Microphone level',
      'switch Reduce background noise',
      'combobox Speaker',
      'button Play test sound',
      'heading Video',
      'combobox Camera',
      'switch Mirror my video',
      'combobox Data saver',
      'heading General',
      'textbox Your name',
      'combobox Language',
      'switch Sound effects',
      'button Keyboard shortcuts',
      'button Encrypted',
    ]);
    await page.keyboard.press('Escape');
  });

  it('change a name that the others see; Escape leaves it as it was', async () => {
    const { page } = ada.tab;
    await eve.tab.evaluate(() => {
      const call = document.querySelector('video-room')!;
      const names: string[] = [];
      call.addEventListener('participant-updated', ({ detail }) => names.push(detail.participant.name));
      Object.assign(globalThis, { names });
    });
    const seen = () => eve.tab.evaluate(() => (globalThis as unknown as { names: string[] }).names);
    const write = async (text: string, key: 'Tab' | 'Escape') => {
      await press(ada.tab, 'control-settings');
      await until(() => isOpen(ada.tab));
      await page.evaluate(() =>
        document
          .querySelector('video-room')!
          .shadowRoot!.querySelector<HTMLInputElement>('.popover input[autocomplete=name]')!
          .select(),
      );
      await page.keyboard.type(text);
      await page.keyboard.press(key);
      if (key === 'Tab') await page.keyboard.press('Escape');
      await until(async () => !(await isOpen(ada.tab)));
    };
    await write('Nobody', 'Escape');
    await write('Ada L.', 'Tab');
    await until(async () => (await seen()).includes('Ada L.'));
    await write('Ada', 'Tab');
    await until(async () => (await seen()).at(-1) === 'Ada');
    assert.ok(!(await seen()).includes('Nobody'));
  });

  it('let people talk while they hold Space, and mute them afterwards', async () => {
    for (const [one, other] of [
      [ada, eve],
      [eve, ada],
    ] as const) {
      const { keyboard } = one.tab.page;
      assert.equal(await one.switch('toggleMicrophone', false), false);
      await other.sees(one.name, { microphone: 'off' });
      await other.hearsNothingOf(one.name);
      await inRoot(one.tab, (root) => root.querySelector<HTMLElement>('.stage')!.focus());
      const talk = async () => {
        await keyboard.down(' ');
        await other.sees(one.name, { microphone: 'on' });
        await other.hears(one.name);
        await keyboard.up(' ');
        await other.sees(one.name, { microphone: 'off' });
        await other.hearsNothingOf(one.name);
      };
      await talk();
      // The browser presses the button that has the focus when the key comes up.
      await inRoot(one.tab, (root) => root.querySelector<HTMLElement>('[part~=control-microphone]')!.focus());
      await talk();
      for (const microphone of ['on', 'off'] as const) {
        await keyboard.press(' ');
        await other.sees(one.name, { microphone });
      }
      assert.equal(await one.switch('toggleMicrophone', true), true);
    }
  });

  it('switch the language during the call, and nothing begins afresh', async () => {
    await ada.tab.evaluate(() => {
      const begun: string[] = [];
      Object.assign(globalThis, { begun });
      for (const media of document.querySelector('video-room')!.shadowRoot!.querySelectorAll('video,audio'))
        media.addEventListener('emptied', () => begun.push(media.localName));
    });
    await press(ada.tab, 'control-settings');
    await until(() => isOpen(ada.tab));
    await change(ada.tab, 'Language', 'de');
    const labels = () =>
      inRoot(ada.tab, (root) => [
        root.querySelector<HTMLElement>('.frame')!.lang,
        root.querySelector('[part~=control-leave]')!.ariaLabel,
        root.querySelector('.popover')!.ariaLabel,
      ]);
    await until(async () => `${await labels()}` === 'de,Verlassen,Einstellungen', 'for German');
    await ada.watches('Eve');
    assert.deepEqual(await ada.tab.evaluate(() => (globalThis as unknown as { begun: string[] }).begun), []);
    await ada.tab.page.keyboard.press('Escape');
  });

  it('are remembered over a reload', async () => {
    for (const { name, tab } of [ada, eve]) {
      const open = async () => {
        await until(() => inRoot(tab, (root) => !!root.querySelector('[part~=control-settings]')));
        await press(tab, 'control-settings');
        await until(() => isOpen(tab), `for the settings of ${name}`);
      };
      /** The language, and the switches by their position. */
      const shown = () =>
        inRoot(tab, (root) => [
          root.querySelector('.popover')!.ariaLabel,
          ...[...root.querySelectorAll<HTMLInputElement>('.switch input')].map(({ checked }) => checked),
        ]);
      await open();
      if (name === 'Eve') await change(tab, 'Language', 'de');
      await until(async () => (await shown())[0] === 'Einstellungen', `for German at ${name}`);
      const [, noise, isMirrored, hasSounds] = await shown();
      const wanted = `${['Einstellungen', noise, !isMirrored, !hasSounds]}`;
      await change(tab, 'Signaltöne', null);
      await change(tab, 'Eigenes Video spiegeln', null);
      await until(async () => `${await shown()}` === wanted, `for the choices of ${name}`);
      await tab.reload();
      // The lobby asks for devices when it is used, or at once where the browser still allows them.
      await until(() =>
        inRoot(tab, (root) => !!root.querySelector('[part~=lobby__setup], [part~=control-settings]')),
      );
      await inRoot(tab, (root) => root.querySelector<HTMLElement>('[part~=lobby__setup]')?.click());
      await open();
      await until(async () => `${await shown()}` === wanted, `for the memory of ${name}`);
    }
  });
});

describe('a phone with two cameras that do not say where they look', { timeout: SUITE_TIMEOUT }, () => {
  it('switches between them by one button, and a computer has none', async () => {
    const [server, pages, chromium] = await allOf([
      startServer(),
      startPages(),
      openChromium({
        without: ['--use-fake-device-for-media-stream'],
        args: ['--use-fake-device-for-media-stream=device-count=2'],
      }),
    ]);
    try {
      const url = pages.publish(
        `<!doctype html><script type="module" src="${server.origin}/video-room.js"></script>
         <video-room room="phone" style="block-size: 600px"></video-room>`,
      );
      const [phone, computer] = [await chromium.newTab(), await chromium.newTab()];
      await phone.page.setViewport({ width: 390, height: 780, hasTouch: true, isMobile: true });
      const [ada, ben] = [new Person('Ada', phone), new Person('Ben', computer)];
      await Promise.all([ada.enter(url), ben.enter(url)]);
      await allMeet([ada, ben]);
      /** The camera that is sent. */
      const camera = () =>
        phone.evaluate(() => {
          const { camera } = document.querySelector('video-room')!.localParticipant!.streams;
          return camera?.getVideoTracks()[0]?.label;
        });
      const first = await until(camera);
      const button = '[part~=control-switch-camera]';
      // The first one at the end: pictures of Chromium's second (Y16) cannot be sent.
      for (const wanted of ['fake_device_0', 'fake_device_1', 'fake_device_0'].filter(
        (label, index) => index || label !== first,
      )) {
        await press(phone, 'control-switch-camera');
        await until(async () => (await camera()) === wanted, `for ${wanted}`);
      }
      // Nobody sends to a page that is not in front.
      await computer.page.bringToFront();
      await ben.watches('Ada');
      assert.equal(await computer.page.$(`video-room >>> ${button}`), null);
    } finally {
      await Promise.allSettled([chromium.close(), pages.close(), server.stop()]);
    }
  });
});
