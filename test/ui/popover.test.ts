import { expect } from 'chai';
import { type Bounds, placeIn } from '../../src/ui/extras/place.js';
import { participant } from '../support/fake-room.js';
import fc from '../support/property.js';
import { mount, unmountAll } from '../support/test-element.js';
import { until } from '../support/until.js';
import { button, clear, focused, has, part, press, SMALL, show } from './gallery-support.js';

const rect = (left: number, top: number, width: number, height: number): Bounds => ({
  left,
  top,
  width,
  height,
});
const BOX = rect(0, 0, 800, 500);

describe('the place of a popover', () => {
  it('is above a trigger in the lower half, and below one in the upper half, in line with its start', () => {
    const size = { width: 200, height: 100 };
    const low = placeIn(BOX, rect(300, 440, 44, 44), size);
    expect([low.left, low.top]).to.deep.equal([300, 440 - 8 - 100]);
    const high = placeIn(BOX, rect(300, 10, 44, 44), size);
    expect([high.left, high.top]).to.deep.equal([300, 54 + 8]);
  });

  it('is mirrored from right to left', () => {
    const { left } = placeIn(BOX, rect(300, 440, 44, 44), { width: 200, height: 100 }, true);
    expect(left + 200).to.equal(344);
  });

  it('is flipped where there is no room', () => {
    const atEnd = placeIn(BOX, rect(740, 440, 44, 44), { width: 200, height: 100 });
    expect(atEnd.left + 200).to.equal(784);
    const atStart = placeIn(BOX, rect(10, 440, 44, 44), { width: 200, height: 100 }, true);
    expect(atStart.left).to.equal(10);
    const tall = placeIn(BOX, rect(300, 220, 44, 22), { width: 200, height: 400 });
    expect([tall.top, tall.maxHeight], 'it scrolls where there is more room').to.deep.equal([250, 242]);
    const tiny = placeIn(rect(0, 0, 240, 180), rect(100, 130, 44, 44), { width: 200, height: 400 });
    expect([tiny.top, tiny.maxHeight], 'over the trigger').to.deep.equal([8, 164]);
  });

  it('is inside the box, whatever the trigger', () => {
    const number = (min: number, max: number) => fc.integer({ min, max });
    const property = fc.property(
      fc.tuple(number(-50, 50), number(-50, 50), number(240, 900), number(180, 900)),
      fc.tuple(number(-50, 900), number(-50, 900), number(20, 300), number(20, 60)),
      fc.tuple(number(20, 224), number(20, 2000)),
      fc.boolean(),
      (inner, own, [width, height], isRightToLeft) => {
        const box = rect(...inner);
        const placed = placeIn(box, rect(...own), { width, height }, isRightToLeft);
        const shown = Math.min(height, placed.maxHeight);
        expect(placed.left).to.be.at.least(box.left);
        expect(placed.left + width).to.be.at.most(box.left + box.width);
        expect(placed.top).to.be.at.least(box.top);
        expect(placed.top + shown).to.be.at.most(box.top + box.height);
        expect(shown).to.be.at.least(Math.min(height, 160, box.height - 16));
      },
    );
    fc.assert(property);
  });
});

describe('a popover', () => {
  afterEach(() => {
    clear();
    unmountAll();
  });

  it('is in the top layer, next to the button that opened it', async () => {
    const { root } = show('Call: two');
    const trigger = part(root, 'safety-mark')!;
    trigger.click();
    const popover = await until(() => part(root, 'popover'));
    await until(() => popover.matches(':popover-open') && popover.getAnimations().length === 0);
    const rects = () => [popover.getBoundingClientRect(), trigger.getBoundingClientRect()] as const;
    // Content that is loaded later makes it larger, and it is placed again.
    await until(() => Math.round(rects()[1].top - rects()[0].bottom) === 8, 'for it to be above the button');
    const [shown, from] = rects();
    expect(Math.round(shown.left)).to.equal(Math.round(from.left));
  });

  it('follows its trigger when the box changes or the page is scrolled', async () => {
    const { root, host } = show('Call: two');
    const around = document.createElement('div');
    around.style.cssText = 'height: 300px; overflow: auto';
    host.replaceWith(around);
    around.append(host);
    const trigger = part(root, 'safety-mark')!;
    trigger.click();
    const popover = await until(() => part(root, 'popover'));
    const distance = () =>
      Math.round(trigger.getBoundingClientRect().top - popover.getBoundingClientRect().bottom);
    await until(() => popover.matches(':popover-open') && popover.getAnimations().length === 0);
    await until(() => distance() === 8, 'for it to be above the button');
    around.scrollTop = 120;
    await until(() => distance() === 8, 'for it to follow a scroll');
    const { bottom } = popover.getBoundingClientRect();
    host.style.blockSize = '420px';
    await until(
      () => popover.getBoundingClientRect().bottom !== bottom && distance() === 8,
      'for the new size',
    );
    around.remove();
  });

  it('covers nothing of the page: it is inside the element even when the page styles its parts', async () => {
    const { root, host } = show('Call: more open', SMALL);
    const popover = await until(() => part(root, 'popover'));
    await until(() => popover.matches(':popover-open') && popover.getAnimations().length === 0);
    const [inner, outer] = [popover.getBoundingClientRect(), host.getBoundingClientRect()];
    expect(inner.left >= outer.left && inner.right <= outer.right).to.equal(true);
    expect(inner.top >= outer.top && inner.bottom <= outer.bottom).to.equal(true);
  });

  it('keeps the focus where it is when its words come in another language', async () => {
    const { element, room } = await mount();
    room.set({ phase: 'joined', signaling: 'connected' });
    const root = element.shadowRoot!;
    (await until(() => part(root, 'control-settings'))).click();
    const popover = await until(() => part(root, 'popover'));
    const languages = await until(() =>
      [...popover.querySelectorAll('label')]
        .find((label) => label.textContent!.includes('Language'))
        ?.querySelector('select'),
    );
    await until(() => root.activeElement, 'for the dialog to take the focus');
    languages.focus();
    element.lang = 'de';
    await until(() => popover.ariaLabel === 'Einstellungen');
    await element.updateComplete;
    expect(root.activeElement === languages).to.equal(true);
  });

  it('has the focus and gives it back, even where the page has switched off its animation', async () => {
    const sheet = document.createElement('style');
    sheet.textContent = 'test-video-room::part(popover) { animation: none }';
    document.head.append(sheet);
    const { element, room } = await mount();
    room.set({
      phase: 'joined',
      signaling: 'connected',
      participants: [participant({ id: 'ada', name: 'Ada' })],
    });
    const root = element.shadowRoot!;
    const trigger = await until(() => part(root, 'control-settings'));
    trigger.focus();
    trigger.click();
    const popover = await until(() => part(root, 'popover'));
    await until(() => popover.contains(root.activeElement), 'for the focus to be in the popover');
    expect(getComputedStyle(popover).animationName).to.equal('none');
    press(root, 'Escape');
    await until(() => !has(root, 'popover'));
    expect(root.activeElement === trigger).to.equal(true);
    sheet.remove();
  });

  it('is open again after the element has moved', async () => {
    const { root, host } = show('Call: two');
    part(root, 'safety-mark')!.click();
    const popover = await until(() => part(root, 'popover'));
    await until(() => popover.matches(':popover-open'));
    const around = document.createElement('div');
    document.body.append(around);
    around.append(host);
    expect(popover.matches(':popover-open')).to.equal(false);
    // The element draws again when it is on the page again.
    part(root, 'safety-mark')!.click();
    await until(() => popover.matches(':popover-open'));
    around.remove();
  });

  it('takes the focus again when it is opened again at once', async () => {
    const { element, room } = await mount();
    room.set({ phase: 'joined', signaling: 'connected' });
    const root = element.shadowRoot!;
    const trigger = await until(() => part(root, 'control-settings'));
    const isInside = () => part(root, 'popover')?.contains(root.activeElement);
    trigger.focus();
    trigger.click();
    await until(isInside);
    press(root, 'Escape');
    expect(root.activeElement === trigger).to.equal(true);
    trigger.click();
    await until(isInside, 'for the focus to be back in the popover');
  });

  it('closes when the page around the element is pressed', async () => {
    const { root } = show('Call: two');
    part(root, 'safety-mark')!.click();
    await until(() => part(root, 'popover')?.matches(':popover-open'));
    document.body.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, composed: true }));
    expect(has(root, 'popover')).to.equal(false);
  });

  it('leaves Escape to the page only when it is closed', async () => {
    const { root } = show('Call: two');
    button(root, 'Settings')!.click();
    await until(() => root.activeElement?.localName === 'select');
    const heard: string[] = [];
    const hear = ({ key }: KeyboardEvent) => heard.push(key);
    document.addEventListener('keydown', hear);
    press(root, 'Escape');
    expect(heard).to.deep.equal([]);
    press(root, 'Escape');
    expect(heard).to.deep.equal(['Escape']);
    document.removeEventListener('keydown', hear);
  });

  it('keeps the keys when its text is pressed', async () => {
    const { root } = show('Safety code: two to compare');
    const body = await until(() => root.querySelector<HTMLElement>('.popover__body'));
    await until(() => part(root, 'popover')!.contains(root.activeElement));
    body.focus();
    expect(has(root, 'popover')).to.equal(true);
    press(root, 'Escape');
    expect(has(root, 'popover')).to.equal(false);
  });

  it('is a menu that Tab leaves from its trigger', async () => {
    const { root } = show('Call: two', SMALL);
    button(root, 'More')!.click();
    await until(() => root.activeElement?.role === 'menuitem');
    press(root, 'Tab');
    expect([has(root, 'popover'), focused(root)]).to.deep.equal([false, 'More']);
  });
});
