/** One call by keyboard alone, from opening the page to leaving it: where the focus is after each step. */
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { type Driver, openChromium, openFirefox, type Tab } from '../support/drivers.js';
import { type Pages, startPages } from '../support/pages.js';
import { type Server, startServer } from '../support/party-process.js';
import { until } from '../support/until.js';
import { allOf } from '../support/venue.js';

/** More presses of Tab than the interface has places for the focus. */
const MOST_TABS = 30;

let server: Server;
let pages: Pages;
let chromium: Driver;
let firefox: Driver;
/** The page of the person with the keyboard. */
let tab: Tab;

before(async () => {
  [server, pages, chromium, firefox] = await allOf([
    startServer(),
    startPages(),
    openChromium(),
    openFirefox(),
  ]);
});
after(() => Promise.allSettled([chromium?.close(), firefox?.close(), pages?.close(), server?.stop()]));

const pageOf = (room: string) =>
  pages.publish(
    `<!doctype html><title>page</title><button>before</button><script type="module" src="${server.origin}/video-room.js"></script><video-room room="${room}"></video-room><button>after</button>`,
  );

interface Focused {
  /** The parts of the element that has the focus, or its name. */
  readonly part: string;
  readonly label: string;
  /** It is visible, and so is the ring around it. */
  readonly isVisible: boolean;
}

/** What has the focus inside the element; `undefined` for the rest of the page. */
const focused = (): Promise<Focused | undefined> =>
  tab.evaluate(() => {
    const root = document.querySelector('video-room')!.shadowRoot!;
    const element = root.activeElement as HTMLElement | null;
    // The page keeps it while Tab goes through the browser's own buttons.
    if (!element || !document.hasFocus()) return undefined;
    const { outlineStyle } = getComputedStyle(element);
    const field = element.closest('.chat__field');
    const ring = outlineStyle !== 'none' || (field && getComputedStyle(field).outlineStyle !== 'none');
    return {
      part: element.getAttribute('part') ?? element.localName,
      label:
        element.ariaLabel ??
        (element as HTMLInputElement).labels?.[0]?.textContent?.trim() ??
        element.textContent?.trim() ??
        '',
      isVisible: element.checkVisibility() && (!!ring || element.localName === 'h2'),
    };
  });

/** Waits until the part with this name has the focus. */
const hasFocus = (part: string) =>
  until(async () => {
    const now = await focused();
    if (now?.part.split(' ').includes(part)) return now;
    throw new Error(`${now?.part} has it`);
  }, `for ${part} to have the focus`);

/** Waits until the focus is inside a part with this selector. */
const isInside = (selector: string) =>
  until(
    () =>
      tab.evaluate(
        (selector) => !!document.querySelector('video-room')!.shadowRoot!.activeElement?.closest(selector),
        selector,
      ),
    `for the focus to be in ${selector}`,
  );

/** Goes to this button, opens with Enter what it opens, and closes that with Escape: the focus goes in and comes back. */
async function openAndClose(button: string, opened: string): Promise<void> {
  await tabTo(button);
  await tab.page.keyboard.press('Enter');
  await isInside(opened);
  await tab.page.keyboard.press('Escape');
  await hasFocus(button);
}

/** Presses Tab until this part has the focus. Everything on the way has a label and can be seen. */
async function tabTo(part: string): Promise<void> {
  if ((await focused())?.part.split(' ').includes(part)) return;
  for (let count = 0; count < MOST_TABS; count++) {
    await tab.page.keyboard.press('Tab');
    const now = await focused();
    if (!now) continue;
    assert.ok(now.label, `${now.part} has no label`);
    assert.ok(now.isVisible, `${now.part} ("${now.label}") has the focus, and nobody sees it`);
    if (now.part.split(' ').includes(part)) return;
  }
  assert.fail(`Tab never reaches ${part}`);
}

const stateIs = (state: string) =>
  until(
    () => tab.evaluate((state) => document.querySelector('video-room')!.state === state, state),
    `for the call to be ${state}`,
  );

const walk = async (driver: Driver, room: string) => {
  const other = await driver.newTab();
  await other.open(pageOf(room));
  await other.evaluate(async () => {
    await customElements.whenDefined('video-room');
    await document.querySelector('video-room')!.join();
  });
  tab = await driver.newTab();
  await tab.open(pageOf(room));
  await tab.page.bringToFront();
  await until(() =>
    tab.evaluate(() => !!document.querySelector('video-room')!.shadowRoot?.querySelector('.lobby')),
  );

  // Into the element, to the name, and on to Join. Chromium says that devices are allowed; in Firefox typing opens the lobby.
  if (tab.browser === 'chromium') await stateIs('lobby');
  await tabTo('input');
  await tab.page.keyboard.type('Grace');
  await stateIs('lobby');
  await tabTo('lobby__join');
  await tab.page.keyboard.press('Enter');
  await stateIs('joined');
  await hasFocus('control');

  // Mute and unmute: the focus stays on the button.
  await tab.page.keyboard.down('Shift');
  await tabTo('control-microphone');
  await tab.page.keyboard.up('Shift');
  const isMuted = (muted: boolean) =>
    until(
      () =>
        tab.evaluate(
          (source) => document.querySelector('video-room')!.localParticipant?.microphone === source,
          muted ? 'off' : 'on',
        ),
      muted ? 'to be muted' : 'to be heard',
    );
  await isMuted(false);
  await tab.page.keyboard.press(' ');
  await isMuted(true);
  await hasFocus('control-microphone');
  await tab.page.keyboard.press(' ');
  await isMuted(false);

  // Into the chat, where the field has the focus; Escape leads back.
  await tabTo('control-chat');
  await tab.page.keyboard.press('Enter');
  await hasFocus('chat__input');
  await tab.page.keyboard.type('Hello');
  await tab.page.keyboard.press('Enter');
  await until(
    () =>
      tab.evaluate(
        () =>
          document.querySelector('video-room')!.shadowRoot!.querySelector('[part=chat__text]')
            ?.textContent === 'Hello',
      ),
    'for the message to be in the chat',
  );
  await hasFocus('chat__input');
  await tab.page.keyboard.press('Escape');
  await hasFocus('control-chat');

  // The menu about the other participant, which opens from their tile; the list of people; the settings.
  await until(
    () =>
      tab.evaluate(
        () => !!document.querySelector('video-room')!.shadowRoot!.querySelector('[part~=tile__actions]'),
      ),
    'for the tile of the other participant',
  );
  await tab.page.keyboard.down('Shift');
  await tabTo('tile__actions');
  await tab.page.keyboard.up('Shift');
  await tab.page.keyboard.press('Enter');
  await isInside('.popover');
  await tab.page.keyboard.press('Escape');
  await hasFocus('tile__actions');
  await openAndClose('control-people', '[part~=people]');
  await openAndClose('control-view', '[role=menu]');
  await openAndClose('control-settings', 'dialog');

  // Leave, and in again.
  await tabTo('control-leave');
  await tab.page.keyboard.press('Enter');
  await stateIs('left');
  await until(
    async () => (await focused()) !== undefined,
    'for something of the last screen to have the focus',
  );
  await tab.page.keyboard.down('Shift');
  await tab.page.keyboard.press('Tab');
  await tab.page.keyboard.up('Shift');
  await tabTo('problem__again');
  await tab.page.keyboard.press('Enter');
  await stateIs('joined');
  await hasFocus('control');

  // Out of the element: nothing holds the keyboard.
  await tabTo('control-leave');
  await tab.page.keyboard.press('Tab');
  assert.equal(await tab.evaluate(() => document.activeElement?.textContent), 'after');
  assert.deepEqual(tab.errors, []);
};

for (const [browser, driver] of [
  ['Chromium', () => chromium],
  ['Firefox', () => firefox],
] as const)
  it(`a person with a keyboard joins, writes, mutes, opens menus, panels and dialogs, leaves, joins again, and never loses the focus, in ${browser}`, () =>
    walk(driver(), `keyboard-${browser.toLowerCase()}`));
