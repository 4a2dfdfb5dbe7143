import { expect } from 'chai';
import { otherCamera } from '../../src/features/settings/index.js';
import { flipCamera } from '../../src/features/settings/ui/switch-camera.js';
import { participant } from '../support/fake-room.js';
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

  it('have no camera in a call without video, and no complaint about devices with a stream of the page', async () => {
    const { root, room, show: draw } = await open();
    draw({ audioOnly: true });
    expect([!!field(root, 'Camera'), !!field(root, 'Mirror my video')]).to.deep.equal([false, false]);
    expect(!!field(root, 'Data saver')).to.equal(true);
    const { devices } = room.state;
    const list = { microphone: [], camera: [], speaker: devices.list.speaker };
    const says = () => textOf(part(root, 'popover')).includes('can’t find');
    room.set({ devices: { ...devices, list } });
    expect(says()).to.equal(true);
    draw({ hasOwnStream: true });
    expect(says()).to.equal(false);
    expect(!!field(root, 'Microphone')).to.equal(false);
  });

  it('blur the background where the browser lets people choose', async () => {
    const { root, room } = await open('Settings: the background is blurred');
    const blur = () => field<HTMLInputElement>(root, 'Blur background');
    expect(blur()!.checked).to.equal(true);
    blur()!.click();
    expect(room.calls).to.deep.equal([['changeSettings', { backgroundBlur: false }]]);
    expect(blur()!.checked).to.equal(false);
    const withCapabilities = (capabilities: object | undefined) => {
      const track = capabilities ? { getCapabilities: () => capabilities } : {};
      const camera = Object.assign(new MediaStream(), { getVideoTracks: () => [track] });
      room.set({ self: { ...room.state.self, streams: { camera } } });
    };
    withCapabilities({ backgroundBlur: [false, true] });
    expect(!!blur(), 'another camera can do it').to.equal(true);
    withCapabilities({ backgroundBlur: [true] });
    expect(!!blur(), 'the system has decided').to.equal(false);
    withCapabilities({});
    expect(!!blur(), 'the camera cannot').to.equal(false);
    withCapabilities(undefined);
    expect(!!blur(), 'the browser cannot').to.equal(false);
  });

  it('show whether there are sound effects: without a choice the size of the call decides', async () => {
    const { root, room } = await open();
    const sounds = () => field<HTMLInputElement>(root, 'Sound effects')!.checked;
    const people = (count: number) => Array.from({ length: count }, (_, at) => participant({ id: `p${at}` }));
    room.set({ participants: people(6) });
    expect(sounds(), 'seven people').to.equal(true);
    room.set({ participants: people(7) });
    expect(sounds(), 'eight people').to.equal(false);
    room.set({ settings: { sounds: true } });
    expect(sounds(), 'the user has the last word').to.equal(true);
  });

  it('have no switch for sound effects where the page wants none', async () => {
    const { root, show: draw } = await open();
    draw({ withoutSounds: true });
    expect(!!field(root, 'Sound effects')).to.equal(false);
  });

  it('name each language in its own words', async () => {
    const { root } = await open();
    const names = [...field<HTMLSelectElement>(root, 'Language')!.options].map((one) => textOf(one));
    expect(names).to.include.members(['Automatic', 'Deutsch', 'English', 'Français', 'العربية', '日本語']);
  });

  it('change the name in the lobby, with each key', async () => {
    const { root, asked, room } = await open('Lobby: settings');
    const name = field<HTMLInputElement>(root, 'Your name')!;
    name.value = 'Ada';
    name.dispatchEvent(new Event('input'));
    expect(asked).to.deep.equal([['setName', 'Ada']]);
    expect(room.count('setDisplayName')).to.equal(0);
  });

  it('change the name in the call once it is complete, and keep what is typed meanwhile', async () => {
    const { root, asked, room, show: draw } = await open();
    const { self } = room.state;
    room.set({ self: { ...self, name: 'Ada' } });
    draw({ draftName: 'Ada' });
    const name = field<HTMLInputElement>(root, 'Your name')!;
    expect(name.value).to.equal('Ada');
    name.value = 'Ada ';
    name.dispatchEvent(new Event('input'));
    room.set({ self: { ...room.state.self, speaking: true } });
    expect(name.value).to.equal('Ada ');
    name.value = ' Ada L. ';
    name.dispatchEvent(new Event('change'));
    expect(asked).to.deep.equal([['setName', ' Ada L. ']]);
    expect(room.calls).to.deep.equal([['setDisplayName', 'Ada L.']]);
  });

  it('keep the name on Escape, which closes them', async () => {
    const { root } = await open();
    const name = field<HTMLInputElement>(root, 'Your name')!;
    const before = name.value;
    name.value = 'Half of';
    name.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }));
    expect(name.value).to.equal(before);
  });

  it('show a name from a token during a call, which cannot be changed', async () => {
    const { root, room, show: draw } = await open();
    room.set({ self: { ...room.state.self, name: 'Ada of Accounts' }, nameAtParty: 'Ada of Accounts' });
    draw({ draftName: 'Ada' });
    const name = field<HTMLInputElement>(root, 'Your name')!;
    expect([name.value, name.readOnly]).to.deep.equal(['Ada of Accounts', true]);
    expect(textOf(name.closest('label')!)).to.include('This site sets your name.');
    // The party has not answered yet.
    room.set({ self: { ...room.state.self, name: 'Kate' } });
    draw({ draftName: 'Kate' });
    expect(name.readOnly).to.equal(false);
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
    expect(textOf(part(root, 'popover'))).to.contain('We can’t find your camera and microphone');
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
    await until(() => room.calls.length);
    expect(room.calls).to.deep.equal([['setDevice', 'camera', 'c2']]);
    clear();
    expect(button(show('Call: two').root, 'Switch camera')).to.equal(undefined);
  });

  it('switch between them from our own picture on a phone, whose bar has no space for it', async () => {
    const { root, room, show: change } = show('Call: two cameras', { width: 390, height: 780 });
    const own = root.querySelector('.self')!;
    (await until(() => button(own, 'Switch camera'), 'for the button')).click();
    await until(() => room.calls.length);
    expect(room.calls).to.deep.equal([['setDevice', 'camera', 'c2']]);
    expect(all(root, '[part~=tile__switch-camera]')).to.have.length(1);
    change({ controls: ['microphone', 'camera', 'leave'] });
    expect(has(root, 'tile__switch-camera')).to.equal(false);
    change({ controls: ['microphone', 'camera', 'switch-camera', 'leave'] });
    await until(() => has(root, 'tile__switch-camera'));
    room.set({ self: { ...room.state.self, camera: 'off' } });
    expect(has(root, 'tile__switch-camera')).to.equal(false);
  });

  it('keep the button for that under the finger while the camera is switched, and ignore it meanwhile', async () => {
    const { root, room } = show('Call: two cameras', { width: 390, height: 780 });
    const own = root.querySelector('.self')!;
    const before = await until(() => button(own, 'Switch camera'), 'for the button');
    const becomes = (camera: 'starting' | 'off') => room.set({ self: { ...room.state.self, camera } });
    becomes('starting');
    expect(button(own, 'Switch camera') === before).to.equal(true);
    await flipCamera(room);
    becomes('off');
    await flipCamera(room);
    expect(room.calls, 'also if we have left').to.deep.equal([]);
  });

  it('ask a phone for the camera that looks the other way where nothing says which one does, or take the next', async () => {
    const { room } = show('Call: two cameras');
    const cameras = ['c1', 'c2', 'c3'].map((id) => ({ id, label: `Camera ${id}` }));
    const { devices } = room.state;
    const select = (camera: string) =>
      room.set({
        devices: { list: { ...devices.list, camera: cameras }, selected: { ...devices.selected, camera } },
      });
    const opened: MediaStreamTrack[] = [];
    const asked: unknown[] = [];
    /** A browser that opens this camera, or none. */
    const browser = (answer?: MediaTrackSettings) => ({
      async getUserMedia({ video }: MediaStreamConstraints = {}) {
        asked.push((video as MediaTrackConstraints).facingMode);
        if (!answer) throw new DOMException('', 'OverconstrainedError');
        const stream = document.createElement('canvas').captureStream();
        const [track] = stream.getVideoTracks();
        track!.getSettings = () => answer;
        opened.push(track!);
        return stream;
      },
    });
    const flip = async (answer?: MediaTrackSettings) => {
      await flipCamera(room, browser(answer));
      return room.calls.at(-1);
    };
    select('c1');
    expect(await flip({ deviceId: 'c3', facingMode: 'environment' })).to.deep.equal([
      'setDevice',
      'camera',
      'c3',
    ]);
    expect(asked).to.deep.equal([{ exact: 'environment' }]);
    expect(opened[0]!.readyState).to.equal('ended');
    expect(await flip(), 'no such camera').to.deep.equal(['setDevice', 'camera', 'c2']);
    expect(await flip({ deviceId: 'c3' }), 'a browser that ignores the wish').to.deep.equal([
      'setDevice',
      'camera',
      'c2',
    ]);
    select('c3');
    expect(await flip({ deviceId: 'c3', facingMode: 'environment' }), 'the same one').to.deep.equal([
      'setDevice',
      'camera',
      'c1',
    ]);
    // The one that is used looks away from us, and says so now that it is open.
    const rear = document.createElement('canvas').captureStream();
    rear.getVideoTracks()[0]!.getSettings = () => ({ facingMode: 'environment' });
    room.set({ self: { ...room.state.self, streams: { camera: rear } } });
    expect(await flip({ deviceId: 'c1', facingMode: 'user' })).to.deep.equal(['setDevice', 'camera', 'c1']);
    expect(asked.at(-1)).to.deep.equal({ exact: 'user' });
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
