import { expect } from 'chai';
import { scaleOf } from '../../src/ui/scale.js';
import { mount, unmountAll } from '../support/test-element.js';
import { until } from '../support/until.js';
import { part } from './gallery-support.js';

describe('the text size of the reader', () => {
  afterEach(() => {
    document.documentElement.style.fontSize = '';
    unmountAll();
  });

  it('scales the interface as far as its box has space for it, and never makes it smaller', () => {
    const large = { width: 1280, height: 720 };
    expect([10, 16, 24, 64].map((size) => scaleOf(size, large))).to.deep.equal([1, 1, 1.5, 4]);
    expect(scaleOf(64, { width: 320, height: 480 })).to.equal(2);
    expect(scaleOf(32, { width: 240, height: 180 })).to.equal(1);
  });

  it('scales buttons, text and layout together, also when it changes during a call', async () => {
    const { element, room } = await mount();
    // Wide enough to have the same layout at twice the size.
    element.style.cssText = 'inline-size:1500px;block-size:900px';
    room.set({ phase: 'joined' });
    const root = element.shadowRoot!;
    // It may be drawn before its box was measured, with fewer controls.
    await until(() => part(root, 'control-leave') && !part(root, 'control-more'), 'for all controls');
    const width = () => part(root, 'control-leave')!.getBoundingClientRect().width;
    const usual = width();
    document.documentElement.style.fontSize = '32px';
    await until(() => width() === 2 * usual, 'for the button to be twice as wide');
    document.documentElement.style.fontSize = '';
    await until(() => width() === usual, 'for the button to have its usual width');
  });

  it('leaves the content of the page in slots as it is', async () => {
    const { element } = await mount();
    element.style.cssText = 'inline-size:800px;block-size:500px';
    const own = Object.assign(document.createElement('div'), { slot: 'header' });
    own.style.inlineSize = '100px';
    element.append(own);
    document.documentElement.style.fontSize = '32px';
    await until(() => part(element.shadowRoot!, 'stage')?.currentCSSZoom === 2, 'for the stage to be scaled');
    expect(own.getBoundingClientRect().width).to.equal(100);
  });
});
