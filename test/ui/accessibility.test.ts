import { expect } from 'chai';
import { person } from '../../demo/gallery-people.js';
import { GALLERY_STATES } from '../../demo/gallery-states.js';
import { axeFindings } from '../scenarios/axe.js';
import { until } from '../support/until.js';
import { all, clear, part, show, textOf } from './gallery-support.js';

declare const emulateMediaFeature: (name: string, value: string) => Promise<void>;

/** Cases that axe could not decide, mostly contrast over a picture; printed at the end for manual review. */
const undecided = new Set<string>();

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
    const theirs = '[data-participant] .avatar';
    const hues = new Set<string>();
    for (let index = 0; index < 200; index++) {
      room.set({ participants: [person(`${index}`, 'Ada', 0, { camera: 'off' })] });
      hues.add(root.querySelector<HTMLElement>(theirs)!.style.cssText);
      expect(onWhiteText(theirs), `id ${index}`).to.be.at.least(4.5);
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

  it('moves nothing for people who want less motion', async () => {
    await emulateMediaFeature('prefers-reduced-motion', 'reduce');
    try {
      const { root } = show('Call: chat');
      const chat = await until(() => part(root, 'chat'));
      const [speaker] = all(root, '[part~=tile]');
      const { animationDuration } = getComputedStyle(chat);
      const { transitionDuration } = getComputedStyle(speaker!);
      expect(`${animationDuration}, ${transitionDuration}`).to.match(/^0s(, 0s)+$/);
    } finally {
      await emulateMediaFeature('prefers-reduced-motion', 'no-preference');
    }
  });

  it('has a heading for the call, which has the name of the room, and below it those of its panels', async () => {
    const { root } = show('People: of a host, two wait');
    await until(() => part(root, 'people__here'));
    const headings = all(root, 'h1, h2, h3, h4, h5, h6, [role=heading]').map(
      (heading) => `${heading.localName} ${textOf(heading)}`,
    );
    expect(headings).to.deep.equal(['h2 standup', 'h3 People', 'h4 Waiting to join 2', 'h4 In the call 3']);
    const { width, height } = root.querySelector('h2')!.getBoundingClientRect();
    expect([width <= 1, height > 0], 'out of sight, but not of the accessibility tree').to.deep.equal([
      true,
      true,
    ]);
  });

  for (const { name } of GALLERY_STATES) {
    it(`has no violations in "${name}"`, async () => {
      // The long tests have every look, and small boxes.
      const { violations, incomplete } = await axeFindings(name, {});
      for (const finding of incomplete) undecided.add(finding);
      expect(violations).to.deep.equal([]);
    });
  }
});
