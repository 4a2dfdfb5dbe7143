/** With forced colors, as in the contrast themes of Windows, colours say nothing: what they say elsewhere is still visible. */
import { expect } from 'chai';
import { finished } from '../../scenarios/finished.js';
import { all, clear, part, show } from '../../ui/gallery-support.js';

declare const emulateMediaFeature: (name: string, value: string) => Promise<void>;

describe('forced colors', () => {
  before(() => emulateMediaFeature('forced-colors', 'active'));
  after(() => emulateMediaFeature('forced-colors', 'none'));
  afterEach(clear);

  const tile = (root: ShadowRoot, name: string) =>
    all(root, '[part~="tile"]').find(({ ariaLabel }) => ariaLabel?.includes(name))!;

  it('show who speaks: a ring that nobody else has, in a colour of the system', async () => {
    const stage = show('Call: three, one without camera');
    await finished(stage);
    const { root } = stage;
    const ring = (name: string) => getComputedStyle(tile(root, name), '::after');
    expect(ring('Grace').opacity).to.equal('1');
    expect(ring('Ada').opacity).to.equal('0');
    const { borderTopColor, borderTopWidth } = ring('Grace');
    expect(Number.parseFloat(borderTopWidth)).to.be.at.least(3);
    expect(borderTopColor).to.equal(systemColor('Highlight'));
  });

  it('show the level of the microphone', async () => {
    const stage = show('Lobby');
    await finished(stage);
    const { root } = stage;
    const level = part(root, 'lobby__level')!;
    const bar = getComputedStyle(level.querySelector('i')!);
    expect(bar.backgroundColor).to.equal(systemColor('CanvasText'));
    expect(bar.backgroundColor).not.to.equal(getComputedStyle(level).backgroundColor);
  });

  it('show the badge as a box with text of its own', async () => {
    const stage = show('Call: unread messages');
    await finished(stage);
    const { root } = stage;
    const badge = getComputedStyle(root.querySelector('.badge')!);
    expect(Number.parseFloat(badge.borderTopWidth)).to.be.at.least(1);
    expect(badge.color).not.to.equal(badge.backgroundColor);
  });

  it('show which controls are off or on: by their icon and by a thicker border', async () => {
    const stage = show('Call: everything off, hand up');
    await finished(stage);
    const { root } = stage;
    const borderOf = (name: string) => Number.parseFloat(getComputedStyle(part(root, name)!).borderTopWidth);
    expect(part(root, 'control-microphone')!.querySelector('.struck') !== null).to.equal(true);
    expect(borderOf('control-hand')).to.be.greaterThan(borderOf('control-leave'));
  });
});

/** What the browser makes of a system colour. */
function systemColor(name: string): string {
  const probe = document.createElement('i');
  probe.style.color = name;
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
