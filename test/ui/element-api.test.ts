import { expect } from 'chai';
import { registerLocale } from '../../src/locale/index.js';
import { participant } from '../support/fake-room.js';
import { mount, TestPlatform, TestVideoRoom, unmountAll } from '../support/test-element.js';
import { until } from '../support/until.js';

const part = (element: TestVideoRoom, name: string) =>
  element.shadowRoot!.querySelector<HTMLElement>(`[part~="${name}"]`);

describe('properties and methods of <video-room>', () => {
  afterEach(unmountAll);

  it('shows the state of the room', async () => {
    const { element, room } = await mount();
    const grace = participant({ id: 'grace' });
    room.set({ phase: 'joined', signaling: 'reconnecting', participants: [grace] });
    expect(element.state).to.equal('joined');
    expect(element.signaling).to.equal('reconnecting');
    expect(element.participants).to.deep.equal([grace]);
    expect(element.localParticipant).to.equal(room.state.self);
  });

  it('answers before it is on a page', () => {
    const element = document.createElement('test-video-room');
    expect(element.state).to.equal('idle');
    expect(element.signaling).to.equal('idle');
    expect(element.participants).to.deep.equal([]);
    expect(element.localParticipant).to.equal(null);
    element.leave();
    element.pin(null);
  });

  it('passes every action on, and its answer back', async () => {
    const { element, room } = await mount();
    expect(await element.toggleMicrophone(false)).to.equal(false);
    expect(await element.toggleCamera()).to.equal(true);
    expect(await element.toggleScreenShare(true)).to.equal(true);
    expect(await element.toggleHand(false)).to.equal(false);
    await element.setDevice('speaker', 's1');
    element.pin('grace');
    element.pin('mary', true);
    expect(await element.getStats()).to.deep.equal({});
    expect(await element.report()).to.deep.equal({ phase: 'idle' });
    expect(room.calls).to.deep.equal([
      ['toggleMicrophone', false],
      ['toggleCamera', undefined],
      ['toggleScreenShare', true],
      ['toggleHand', false],
      ['setDevice', 'speaker', 's1'],
      ['pin', 'grace', undefined],
      ['pin', 'mary', true],
      ['getStats'],
      ['report'],
    ]);
  });

  it('accepts actions in the same tick in which it is put on a page', async () => {
    TestVideoRoom.platform = new TestPlatform();
    const element = document.createElement('test-video-room');
    Object.assign(element, { room: 'standup', server: 'rtc.example' });
    document.body.append(element);
    expect(await element.toggleHand(true)).to.equal(true);
  });

  it('joins from code, without any gesture', async () => {
    const { element, room } = await mount({ 'display-name': 'Ada' });
    await element.join();
    expect(element.state).to.equal('joined');
    expect(room.calls).to.deep.equal([['setDisplayName', 'Ada'], ['join']]);
  });

  it('rejects join() with the error of the room', async () => {
    const { element, room } = await mount();
    const full = new Error('room-full');
    room.joining = () => Promise.reject(full);
    expect(await element.join().catch((error) => error)).to.equal(full);
  });

  it('waits with join() until it is on a page', async () => {
    TestVideoRoom.platform = new TestPlatform();
    const element = document.createElement('test-video-room');
    Object.assign(element, { room: 'standup', server: 'rtc.example' });
    const joined = element.join();
    document.body.append(element);
    await joined;
    expect(element.state).to.equal('joined');
  });

  it('rejects join() after it was taken off the page', async () => {
    const { element, platform } = await mount();
    element.remove();
    platform.clock.advance(100);
    expect(await element.join().catch((error) => error)).to.include({ code: 'not-joined' });
  });

  it('joins at once where there is no lobby', async () => {
    const { element, room } = await mount({ 'without-lobby': true });
    await until(() => element.state === 'joined');
    expect(room.count('join')).to.equal(1);
  });

  it('goes straight back in with "Join again", and to the lobby after an error', async () => {
    for (const attributes of [{ 'without-lobby': true as const }, undefined]) {
      const { element, room } = await mount(attributes);
      await element.join();
      element.leave();
      room.calls.length = 0;
      (await until(() => part(element, 'problem__again'))).click();
      await until(() => element.state === 'joined');
      expect([room.count('join'), room.count('prepare')]).to.deep.equal([1, 0]);
      unmountAll();
    }
    const { element, room } = await mount();
    await element.join();
    room.calls.length = 0;
    room.set({ phase: 'left', fault: { code: 'room-ended', fatal: true, phase: 'joined' } });
    (await until(() => part(element, 'problem__again'))).click();
    await until(() => room.count('prepare') > 0);
    expect(room.count('join')).to.equal(0);
  });

  it('joins with the typed name', async () => {
    const { element, room } = await mount({ 'display-name': 'Ada' });
    const input = element.shadowRoot!.querySelector('input')!;
    expect(input.value).to.equal('Ada');
    input.value = ' Grace ';
    input.dispatchEvent(new InputEvent('input', { bubbles: true }));
    element.shadowRoot!.querySelector('form')!.requestSubmit();
    await until(() => element.state === 'joined');
    expect(room.calls).to.deep.include(['setDisplayName', 'Grace']);
  });

  it('says where to look when the device prompt is not answered, in the lobby and in the call', async () => {
    const { element, platform, room } = await mount();
    const says = async () => {
      await element.updateComplete;
      return !!element.shadowRoot!.textContent?.includes(
        'Your browser is asking for your camera and microphone.',
      );
    };
    const starts = (camera: 'starting' | 'on') => room.set({ self: { ...room.state.self, camera } });
    const pass = async (milliseconds: number) => {
      platform.clock.advance(milliseconds);
      await new Promise((done) => setTimeout(done));
    };
    for (const phase of ['lobby', 'joined'] as const) {
      room.set({ phase });
      starts('starting');
      await pass(2_900);
      expect(await says()).to.equal(false);
      await pass(100);
      await until(says, `in the ${phase}`);
      starts('on');
      expect(await says()).to.equal(false);
    }
    // There is no prompt: the camera is only slow.
    platform.permitted = ['camera', 'microphone'];
    starts('starting');
    await pass(5_000);
    expect(await says()).to.equal(false);
  });

  it('offers the remembered name', async () => {
    const platform = new TestPlatform();
    platform.prepareRoom = (room) => room.set({ self: participant({ name: 'Hedy' }) });
    const { element } = await mount({}, platform);
    expect(element.shadowRoot!.querySelector('input')!.value).to.equal('Hedy');
  });

  it('survives a failed join: the lobby stays, nothing is thrown', async () => {
    const { element, room } = await mount();
    room.joining = () => Promise.reject(new Error('no'));
    element.shadowRoot!.querySelector('form')!.requestSubmit();
    await until(() => room.count('join') === 1);
    expect(part(element, 'lobby')).to.not.equal(null);
  });

  it('says by :state() when it is joined and when it is reconnecting', async () => {
    const { element, room } = await mount();
    expect(element.matches(':state(joined)')).to.equal(false);
    room.set({ phase: 'joined', signaling: 'reconnecting' });
    await element.updateComplete;
    expect(element.matches(':state(joined)')).to.equal(true);
    expect(element.matches(':state(reconnecting)')).to.equal(true);
    room.set({ signaling: 'connected' });
    await element.updateComplete;
    expect(element.matches(':state(reconnecting)')).to.equal(false);
    room.set({ phase: 'left' });
    await element.updateComplete;
    expect(element.matches(':state(joined)')).to.equal(false);
  });

  it('closes an open menu when the call ends, and does not reopen it in the next one', async () => {
    const { element, room } = await mount();
    room.set({ phase: 'joined' });
    await element.updateComplete;
    await until(() => part(element, 'control-settings'));
    part(element, 'control-settings')!.click();
    await until(() => part(element, 'popover'));
    element.leave();
    await until(() => !part(element, 'popover'));
    room.set({ phase: 'joined' });
    const button = await until(() => part(element, 'control-settings'));
    expect(button.ariaExpanded).to.equal('false');
  });

  it('is as wide as its container and 16:10, no higher than the window, unless the page says otherwise', async () => {
    const { element } = await mount();
    document.body.style.cssText = 'display: grid; grid-template-columns: var(--place)';
    const sizeIn = (place: string, style = '') => {
      document.body.style.setProperty('--place', place);
      element.style.cssText = style;
      return [element.offsetWidth, element.offsetHeight];
    };
    expect(sizeIn('400px')).to.deep.equal([400, 250]);
    expect(sizeIn('4000px')).to.deep.equal([4000, innerHeight]);
    expect(sizeIn('4000px', 'width: 500px; height: 200px')).to.deep.equal([500, 200]);
    document.body.style.cssText = '';
  });

  it('is upright on phones', async () => {
    const phone = document.createElement('iframe');
    phone.style.cssText = 'width: 390px; height: 800px; border: 0';
    phone.srcdoc =
      '<body style="margin: 0"><video-room></video-room><script type="module" src="/src/index.ts"></script>';
    document.body.append(phone);
    const shape = () => {
      const { offsetWidth, offsetHeight } = phone.contentDocument!.querySelector('video-room')!;
      return [offsetWidth, offsetHeight];
    };
    await until(() => phone.contentDocument?.querySelector('video-room')?.shadowRoot);
    expect(shape()).to.deep.equal([390, 520]);
    phone.style.width = '500px';
    await until(() => shape()[0] === 500);
    expect(shape()[1]).to.be.closeTo(312.5, 1);
    phone.remove();
  });

  it('follows the size of its box without an endless loop', async () => {
    const { element, room } = await mount();
    room.set({ phase: 'joined' });
    await until(() => part(element, 'control-leave') && !part(element, 'control-more'));
    let drawings = 0;
    element.addController({ hostUpdated: () => drawings++ });
    element.style.width = '240px';
    await until(() => part(element, 'control-more'));
    const before = drawings;
    for (let frame = 0; frame < 5; frame++) await new Promise(requestAnimationFrame);
    expect(drawings).to.equal(before);
    element.style.width = '800px';
    await until(() => !part(element, 'control-more'));
  });
});

describe('the language of <video-room>', () => {
  afterEach(() => {
    unmountAll();
    document.documentElement.removeAttribute('lang');
  });
  const joinLabel = (element: TestVideoRoom) => part(element, 'lobby__join')!.textContent;

  it('is the one of the nearest lang, even when that changes, and English without one', async () => {
    registerLocale('xx', { join: 'Xoin' });
    registerLocale('yy-ZZ', { join: 'Yoin' });
    const { element } = await mount();
    expect(joinLabel(element)).to.equal('Join');
    document.documentElement.lang = 'xx-Latn';
    await until(() => joinLabel(element) === 'Xoin');
    element.lang = 'yy-zz';
    await until(() => joinLabel(element) === 'Yoin');
    element.lang = 'yy';
    await until(() => joinLabel(element) === 'Join');
  });

  it('is inherited through shadow roots', async () => {
    registerLocale('xx', { join: 'Xoin' });
    const outer = document.createElement('div');
    outer.lang = 'xx';
    document.body.append(outer);
    const { element } = await mount();
    outer.attachShadow({ mode: 'open' }).append(element);
    await until(() => joinLabel(element) === 'Xoin');
    element.lang = 'en';
    await until(() => joinLabel(element) === 'Join');
    element.remove();
    element.platform.clock.advance(100);
    outer.remove();
  });

  it('changes when the language file is loaded later', async () => {
    const { element } = await mount({ lang: 'vv' });
    expect(joinLabel(element)).to.equal('Join');
    registerLocale('vv', { join: 'Voin' });
    await until(() => joinLabel(element) === 'Voin');
  });
});
