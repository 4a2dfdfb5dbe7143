import { expect } from 'chai';
import { LONG_STATES } from '../../demo/gallery-long.js';
import { until } from '../support/until.js';
import { all, clear, part, show } from './gallery-support.js';

const WIDTHS = [240, 320, 390, 480, 559, 600, 680, 720, 760, 761, 800, 900, 1_024, 1_200, 1_600];

/** Texts that are cut off with an ellipsis, or that scroll, have a box of their own. */
const isClipped = (element: Element, frame: Element): boolean => {
  for (let one: Element | null = element; one && one !== frame; one = one.parentElement) {
    if (getComputedStyle(one).overflowX !== 'visible' || one.matches('.hidden')) return true;
  }
  return false;
};

describe('the longest allowed texts', () => {
  afterEach(clear);

  for (const state of LONG_STATES) {
    it(`fit at every width: ${state.name}`, async () => {
      for (const width of WIDTHS) {
        const { root } = show(state, { width, height: 480 });
        const isLater = state.ui?.menu || state.ui?.panel || /waits|another|server/.test(state.name);
        if (isLater) await until(() => root.querySelector('.popover, .chat__list, .knock, .notice'));
        const frame = root.firstElementChild!;
        const box = frame.getBoundingClientRect();
        for (const element of frame.querySelectorAll('*')) {
          if (/auto|scroll/.test(getComputedStyle(element).overflowX))
            expect(element.scrollWidth, `${element.className} at ${width}`).to.be.at.most(
              element.clientWidth,
            );
          const rect = element.getBoundingClientRect();
          if (!rect.width || isClipped(element, frame)) continue;
          const what = `${element.localName}.${element.className} at ${width}`;
          expect(rect.left, what).to.be.at.least(box.left - 1);
          expect(rect.right, what).to.be.at.most(box.right + 1);
        }
        clear();
      }
    });
  }

  it('leave the controls in one row, in the middle', () => {
    for (const width of WIDTHS) {
      const { root } = show('Long texts: call', { width, height: 480 });
      const controls = all(root, '.bar .control').map((one) => one.getBoundingClientRect());
      expect(new Set(controls.map(({ top }) => Math.round(top))).size, `rows at ${width}`).to.equal(1);
      const bar = part(root, 'controls')!.getBoundingClientRect();
      const middle = (controls[0]!.left + controls.at(-1)!.right) / 2;
      expect(middle - (bar.left + bar.right) / 2, `off the middle at ${width}`).to.be.within(-3, 3);
      const name = part(root, 'room-name')!;
      // The visible line of the text beside them.
      const text = document.createRange();
      text.setStartAfter(name.querySelector('bdi')!);
      text.setEndAfter(name.lastChild!);
      for (const part of [...name.children, text]) {
        const { top, right, width: wide } = part.getBoundingClientRect();
        if (wide && top < name.getBoundingClientRect().bottom)
          expect(right, `at ${width}`).to.be.at.most(controls[0]!.left + 1);
      }
      clear();
    }
  });

  it('leave the content that the page puts beside the controls at its width', () => {
    const { root, host } = show('Long texts: call', { width: 900, height: 480 });
    const own = document.createElement('div');
    own.slot = 'controls-end';
    own.style.cssText = 'width:120px;height:20px';
    host.append(own);
    const leave = part(root, 'control-leave')!.getBoundingClientRect();
    expect(own.getBoundingClientRect().width).to.equal(120);
    expect(own.getBoundingClientRect().left).to.be.at.least(leave.right);
  });
});
