import { expect } from 'chai';
import { person } from '../../demo/gallery-people.js';
import { GALLERY_STATES } from '../../demo/gallery-states.js';
import { axeFindings } from '../scenarios/axe.js';
import { clear, SMALL, show, WIDE } from './gallery-support.js';

/** Cases that axe could not decide, mostly contrast over a picture; printed at the end for manual review. */
const undecided = new Set<string>();

async function check(name: string, theme: 'light' | 'dark', box: typeof WIDE): Promise<void> {
  const { violations, incomplete } = await axeFindings(name, { theme, box });
  for (const finding of incomplete) undecided.add(finding);
  expect(violations, `${name}, ${theme}, ${box.width} pixels wide`).to.deep.equal([]);
}

const context = new OffscreenCanvas(1, 1).getContext('2d')!;
/** The luminance of a color over white, the worst possible picture, as defined by WCAG. */
function luminanceOf(color: string): number {
  for (const fill of ['#fff', color]) {
    context.fillStyle = fill;
    context.fillRect(0, 0, 1, 1);
  }
  const [red, green, blue] = [...context.getImageData(0, 0, 1, 1).data].map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

describe('accessibility', () => {
  afterEach(clear);
  after(() => {
    if (undecided.size) console.log(`axe could not decide:\n  ${[...undecided].sort().join('\n  ')}`);
  });

  it('keeps names readable on any picture, and initials on any colour', () => {
    const { root, room } = show('Call: two');
    const onWhiteText = (selector: string) =>
      1.05 / (luminanceOf(getComputedStyle(root.querySelector(selector)!).backgroundColor) + 0.05);
    expect(onWhiteText('.pill')).to.be.at.least(4.5);
    const hues = new Set<string>();
    for (let index = 0; index < 200; index++) {
      room.set({ participants: [person(`${index}`, 'Ada', 0, { camera: 'off' })] });
      hues.add(root.querySelector<HTMLElement>('.avatar')!.style.cssText);
      expect(onWhiteText('.avatar'), `id ${index}`).to.be.at.least(4.5);
    }
    expect(hues.size, 'different colours').to.be.greaterThan(100);
  });

  it('keeps the numbers on buttons readable', () => {
    for (const theme of ['light', 'dark']) {
      const { host, root } = show('Call: two');
      host.setAttribute('theme', theme);
      const badge = root.querySelector('.badge.count')!;
      for (const kind of ['badge count', 'badge']) {
        badge.className = kind;
        const { color, backgroundColor } = getComputedStyle(badge);
        const [darker, lighter] = [luminanceOf(color), luminanceOf(backgroundColor)].sort((a, b) => a - b);
        expect((lighter! + 0.05) / (darker! + 0.05), `${kind}, ${theme}`).to.be.at.least(4.5);
      }
      clear();
    }
  });

  for (const { name } of GALLERY_STATES) {
    it(`has no violations in "${name}"`, async () => {
      // The long tests have every look.
      await check(name, 'light', WIDE);
      clear();
      await check(name, 'dark', SMALL);
    });
  }
});
