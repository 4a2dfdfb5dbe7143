import { expect } from 'chai';
import { otherCamera } from '../../src/features/settings/index.js';
import { until } from '../support/until.js';
import { all, button, clear, focused, has, part, press, SMALL, show, textOf } from '../ui/gallery-support.js';

/** The field or switch with this label. */
function field<T extends HTMLElement>(root: ParentNode, label: string): T | undefined {
  return all(root, '.popover label')
    .find((one) => textOf(one.querySelector('span')) === label)
    ?.querySelector<T>('input, select') as T | undefined;
}

function choose(select: HTMLSelectElement, value: string): void {
  select.value = value;
  select.dispatchEvent(new Event('change'));
}

describe('the settings', () => {
  afterEach(clear);

  const open = async (state = 'Call: settings', box?: { width: number; height: number }) => {
    const stage = show(state, box);
    await until(() => stage.root.activeElement?.closest('.popover'));
    return stage;
  };

  it('choose devices', async () => {
    const { root, room } = await open();
    const microphone = field<HTMLSelectElement>(root, 'Microphone')!;
    expect(microphone.value).to.equal('m1');
    choose(microphone, 'm2');
    expect(room.calls).to.deep.equal([['setDevice', 'microphone', 'm2']]);
    expect(textOf(field(root, 'Camera')!)).to.equal('FaceTime HD Camera');
    expect(textOf(field(root, 'Speaker')!), 'a device without a label').to.equal('Speaker 1');
  });

  it('show what is set, and apply each change at once', async () => {
    const { root, room } = await open('Settings: the camera first');
    const [mirror, noise, sounds] = ['Mirror my video', 'Reduce background noise', 'Sound effects'].map(
      (label) => field<HTMLInputElement>(root, label)!,
    );
    expect([mirror!.checked, noise!.checked, sounds!.checked]).to.deep.equal([false, false, false]);
    for (const one of [mirror!, noise!, sounds!]) one.click();
    choose(field(root, 'Data saver')!, 'audio-only');
    choose(field(root, 'Language')!, 'pt-BR');
    expect(room.calls).to.deep.equal([
      ['changeSettings', { mirror: true }],
      ['changeSettings', { noiseSuppression: true }],
      ['changeSettings', { sounds: true }],
      ['setDataSaver', 'audio-only'],
      ['changeSettings', { language: 'pt-BR' }],
    ]);
  });

  it('name each language in its own words', async () => {
    const { root } = await open();
    const names = [...field<HTMLSelectElement>(root, 'Language')!.options].map((one) => textOf(one));
    expect(names).to.include.members(['Automatic', 'Deutsch', 'English', 'Français', 'العربية', '日本語']);
  });

  it('change the name in the lobby only', async () => {
    const { root, asked } = await open('Lobby: settings');
    const name = field<HTMLInputElement>(root, 'Your name')!;
    name.value = 'Ada';
    name.dispatchEvent(new Event('input'));
    expect(asked).to.deep.equal([['setName', 'Ada']]);
    clear();
    expect(field((await open()).root, 'Your name')).to.equal(undefined);
  });

  it('are one press away from the microphone and the camera, and begin with that one', async () => {
    for (const [label, name] of [
      ['Microphone settings', 'Microphone'],
      ['Camera settings', 'Camera'],
    ] as const) {
      const { root } = show('Call: two');
      const trigger = button(root, label)!;
      trigger.click();
      await until(() => root.activeElement?.localName === 'select');
      expect(textOf(root.activeElement!.closest('label')!.querySelector('span'))).to.equal(name);
      expect(trigger.ariaExpanded).to.equal('true');
      press(root, 'Escape');
      expect(focused(root)).to.equal(label);
      clear();
    }
  });

  it('fit into the smallest box, and scroll there', async () => {
    const { root, host } = await open('Call: settings', SMALL);
    const popover = part(root, 'popover')!;
    await until(() => popover.getAnimations().length === 0);
    const [inner, outer] = [popover.getBoundingClientRect(), host.getBoundingClientRect()];
    expect(inner.top >= outer.top && inner.bottom <= outer.bottom, 'in the box').to.equal(true);
    expect(inner.left >= outer.left && inner.right <= outer.right, 'in the box').to.equal(true);
    expect(popover.scrollHeight > popover.clientHeight).to.equal(true);
    expect(popover.scrollWidth).to.be.at.most(popover.clientWidth);
  });

  it('say so where there is no device, and have the rest', async () => {
    const { root } = await open('Settings: no devices');
    expect(textOf(part(root, 'popover'))).to.contain('No camera and microphone found');
    expect(field(root, 'Language') !== undefined).to.equal(true);
  });

  it('have no devices for people who only watch', async () => {
    const { root } = await open('Settings: we only watch');
    expect([field(root, 'Microphone'), field(root, 'Mirror my video')]).to.deep.equal([undefined, undefined]);
    expect(has(root, 'settings__test')).to.equal(true);
  });

  it('switch between two cameras of a phone', async () => {
    const { root, room } = show('Call: two cameras');
    button(root, 'Switch camera')!.click();
    expect(room.calls).to.deep.equal([['setDevice', 'camera', 'c2']]);
    clear();
    expect(button(show('Call: two').root, 'Switch camera')).to.equal(undefined);
  });

  it('find the camera that looks the other way', () => {
    const front = { id: 'f', label: '', facing: 'user' } as const;
    const back = { id: 'b', label: '', facing: 'environment' } as const;
    const usb = { id: 'u', label: 'USB' };
    expect(otherCamera([front, back], 'f')).to.equal(back);
    expect(otherCamera([front, back], 'b')).to.equal(front);
    expect(otherCamera([usb, back], 'u')).to.equal(back);
    expect(otherCamera([usb, front], 'u')).to.equal(undefined);
    expect(otherCamera([front, usb], 'f')).to.equal(undefined);
  });
});
