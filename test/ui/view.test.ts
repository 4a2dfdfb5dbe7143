import { expect } from 'chai';
import { ENGLISH } from '../../demo/gallery-states.js';
import { participant } from '../support/fake-room.js';
import { mount, unmountAll } from '../support/test-element.js';
import { until } from '../support/until.js';
import { all, button, clear, focused, part, press, show, textOf, tileNames } from './gallery-support.js';

const entries = (root: ParentNode) => all(root, '[part~="menu-item"]').map(textOf);
const checked = (root: ParentNode) => all(root, '[aria-checked="true"]').map(textOf);
const shownTiles = (root: ParentNode) =>
  all(root, '[part~="tile"]')
    .filter((one) => one.checkVisibility())
    .map((one) => one.ariaLabel);
const PHONE = { width: 320, height: 640 };

describe('the menu "View"', () => {
  afterEach(() => {
    clear();
    unmountAll();
  });

  it('has layouts, our own picture, and what this browser can do', async () => {
    const { root } = show('View: menu');
    await until(() => entries(root).length);
    expect(entries(root)).to.include.members([
      'Auto',
      'Grid',
      'Speaker',
      'In the grid',
      'Floating',
      'Hidden',
    ]);
    expect(entries(root).includes('Full screen')).to.equal(document.fullscreenEnabled);
    expect(checked(root)).to.deep.equal(['Auto', 'In the grid']);
  });

  it('changes the layout of the element, and tells the page', async () => {
    const { element, room } = await mount({ controls: 'view leave' });
    room.set({ phase: 'joined', self: participant({ id: 'me' }), participants: [participant()] });
    const told: string[] = [];
    element.addEventListener('layout-changed', ({ detail }) => told.push(detail.layout));
    const root = element.shadowRoot!;
    const choose = async (entry: string) => {
      (await until(() => button(root, 'View'))).click();
      (await until(() => all(root, '[part~="menu-item"]').find((one) => textOf(one) === entry))).click();
    };
    await choose('Speaker');
    expect(element.layout).to.equal('speaker');
    await choose('Speaker');
    expect(told, 'no change').to.deep.equal(['speaker']);
    element.layout = 'grid';
    await element.updateComplete;
    (await until(() => button(root, 'View'))).click();
    await until(() => checked(root).includes('Grid'), 'the page has the last word');
    await choose('Hidden');
    await until(() => tileNames(root).length === 2 && shownTiles(root).length === 1);
    expect(shownTiles(root)).to.deep.equal(['Ada']);
  });
});

describe('pages of tiles', () => {
  afterEach(clear);

  it('are turned by buttons and keys, keep the focus, and are told to screen readers', async () => {
    const { root } = show('View: four pages, the first', PHONE);
    const next = await until(() => button(root, 'Next page'));
    const [first] = shownTiles(root);
    next.focus();
    next.click();
    expect(shownTiles(root)).to.not.include(first);
    expect(textOf(part(root, 'grid')!.querySelector('[role=status]'))).to.match(/^Page 2 of \d$/);
    press(root, 'Home');
    expect(shownTiles(root)).to.include(first);
    press(root, 'ArrowRight');
    expect(shownTiles(root)).to.not.include(first);
    press(root, 'End');
    expect(focused(root)).to.equal('Next page');
    expect(next.ariaDisabled).to.equal('true');
    const last = shownTiles(root);
    next.click();
    expect(shownTiles(root)).to.deep.equal(last);
  });

  it('are turned by the arrow that points to them, also from right to left', async () => {
    const { root } = show('View: four pages, the first', PHONE, { ...ENGLISH, dir: 'rtl' });
    (await until(() => button(root, 'Next page'))).focus();
    const [first] = shownTiles(root);
    press(root, 'ArrowRight');
    expect(shownTiles(root)).to.include(first);
    press(root, 'ArrowLeft');
    expect(shownTiles(root)).to.not.include(first);
  });

  it('have buttons that cover no tile, in any box', async () => {
    for (const [width, height] of [
      [240, 180],
      [320, 240],
      [240, 320],
      [200, 360],
      [320, 480],
      [800, 200],
    ] as const) {
      const { root } = show('View: four pages, the first', { width, height });
      const next = await until(() => button(root, 'Next page'));
      const buttons = [next, button(root, 'Previous page')!].map((one) => one.getBoundingClientRect());
      expect(next.querySelector('svg')!.getBoundingClientRect().width, 'its icon').to.be.greaterThan(10);
      const tiles = all(root, '[part~="tile"]').filter((one) => one.checkVisibility());
      for (const tile of tiles) {
        const { left, right, top, bottom } = tile.getBoundingClientRect();
        const covered = buttons.some(
          (one) => one.left < right && one.right > left && one.top < bottom && one.bottom > top,
        );
        expect(covered, `${tile.ariaLabel} at ${width} × ${height}`).to.equal(false);
      }
      clear();
    }
  });

  it('keep the sound of everyone', () => {
    const { root, room } = show('View: four pages, the first', PHONE);
    const [somebody] = room.state.participants.slice(-1);
    const microphone = new MediaStream();
    room.set({
      participants: [...room.state.participants.slice(0, -1), { ...somebody!, streams: { microphone } }],
    });
    const audio = [...root.querySelectorAll('audio')].find((one) => one.srcObject === microphone);
    expect(audio?.isConnected).to.equal(true);
    expect(audio!.checkVisibility()).to.equal(false);
  });
});

describe('a tile', () => {
  afterEach(clear);

  it('shows all of a picture that it would crop by more than a third', async () => {
    const { root } = show('View: phones and computers', { width: 800, height: 500 });
    const fits = () => all(root, '[part~="tile__video"]').map((video) => getComputedStyle(video).objectFit);
    await until(() => `${fits()}` === 'contain,cover,contain,cover', 'for the first pictures');
  });

  it('can be pinned by its menu', async () => {
    const { root, room } = show('Call: two');
    button(root, 'Actions for Ada Lovelace')!.click();
    (
      await until(() => all(root, '.popover button').find((one) => textOf(one) === 'Pin Ada Lovelace'))
    ).click();
    expect(room.state.pinned).to.deep.equal(['ada']);
  });

  it('shows the call in full screen when it is double-clicked, and a screen alone', () => {
    const { root, host } = show('View: shared screen');
    const asked: string[] = [];
    host.requestFullscreen = async () => void asked.push('call');
    const screen = root.querySelector<HTMLElement>('[data-source="screen"]')!;
    screen.requestFullscreen = async () => void asked.push('screen');
    const twice = (element: Element) =>
      element.dispatchEvent(new MouseEvent('dblclick', { bubbles: true, composed: true }));
    twice(screen.querySelector('video')!);
    twice(root.querySelector('[data-source="camera"]')!);
    twice(part(root, 'tile__pin')!);
    expect(asked).to.deep.equal(['screen', 'call']);
  });

  it('shows a screen alone also when the call already fills the screen, and then goes back to the call', async () => {
    const { root } = show('View: shared screen');
    const asked: string[] = [];
    const screen = root.querySelector<HTMLElement>('[data-source="screen"]')!;
    screen.requestFullscreen = async () => void asked.push('screen');
    const fills = (where: Document | ShadowRoot, element: Element | null) =>
      Object.defineProperty(where, 'fullscreenElement', { configurable: true, value: element });
    fills(document, root.host);
    fills(root, null);
    document.exitFullscreen = async () => void asked.push('back');
    try {
      const button = await until(() => part(screen, 'tile__full-screen'));
      button.click();
      expect(asked).to.deep.equal(['screen']);
      fills(root, screen);
      button.click();
      expect(asked).to.deep.equal(['screen', 'back']);
    } finally {
      for (const name of ['fullscreenElement', 'exitFullscreen'] as const)
        delete (document as Partial<Document>)[name];
    }
  });
});
