import { expect } from 'chai';
import { define } from '../../src/define.js';
import type { UiContext } from '../../src/ui/context.js';
import type { UiFeature } from '../../src/ui/feature.js';
import { VideoRoom } from '../../src/ui/video-room.js';
import { mount, TestPlatform, TestVideoRoom, unmountAll } from '../support/test-element.js';
import { until } from '../support/until.js';
import { part } from './gallery-support.js';

describe('the life cycle of <video-room>', () => {
  const place = document.createElement('div');
  before(() => document.body.append(place));
  after(() => place.remove());
  afterEach(unmountAll);

  it('starts a call before it draws anything, and draws when no handshake is running', async () => {
    const platform = new TestPlatform();
    let release = () => {};
    platform.prepareRoom = (room) => {
      room.drawable = () =>
        new Promise((resolve) => {
          release = resolve;
        });
    };
    TestVideoRoom.platform = platform;
    const element = document.createElement('test-video-room') as TestVideoRoom;
    Object.assign(element, { room: 'standup', server: 'https://rtc.example', withoutLobby: true });
    document.body.append(element);
    await until(() => platform.rooms.length === 1 && platform.room.count('join') === 1);
    await until(() => element.state === 'joined');
    const drawn = () => element.shadowRoot!.querySelector('[part=stage]');
    expect(drawn()).to.equal(null);
    const complete = element.updateComplete;
    // Checked once the task of the first update is over.
    await new Promise((resolve) => setTimeout(resolve));
    expect(drawn()).to.equal(null);
    release();
    await complete;
    expect(drawn()).to.not.equal(null);
  });

  it('knows its box at the first drawing, before any observer reports it', async () => {
    const { ResizeObserver } = window;
    window.ResizeObserver = class {
      observe() {}
      unobserve() {}
      disconnect() {}
    };
    try {
      const { element, room } = await mount();
      room.set({ phase: 'joined' });
      const root = element.shadowRoot!;
      const own = await until(() => part(root, 'tile'), 'for the call');
      expect(!!part(root, 'control-more'), 'controls that do not fit into the bar').to.equal(false);
      const { top } = part(root, 'empty')!.getBoundingClientRect();
      expect(own.getBoundingClientRect().bottom, 'the tiles do not overlap').to.be.at.most(top);
    } finally {
      window.ResizeObserver = ResizeObserver;
    }
  });

  it('draws at once in a hidden page, where timers are slow', async () => {
    const platform = new TestPlatform();
    platform.page.hidden = true;
    platform.prepareRoom = (room) => {
      room.drawable = () => new Promise(() => {});
    };
    const { element } = await mount({}, platform);
    expect(element.shadowRoot!.querySelector('[part=stage]')).to.not.equal(null);
  });

  it('keeps the call when it is moved within the page', async () => {
    const { element, platform, room } = await mount();
    await element.join();
    place.append(element);
    platform.clock.frame();
    platform.clock.frame();
    platform.clock.advance(1000);
    await element.updateComplete;
    expect(room.disposed).to.equal(false);
    expect(element.state).to.equal('joined');
    expect(platform.rooms).to.have.length(1);
  });

  it('keeps the call when it is put back within two frames and 100 ms', async () => {
    const { element, platform, room } = await mount();
    await element.join();
    element.remove();
    platform.clock.frame();
    platform.clock.advance(99);
    place.append(element);
    platform.clock.frame();
    platform.clock.advance(1000);
    expect(room.disposed).to.equal(false);
  });

  it('restarts the time when it is taken out a second time', async () => {
    const { element, platform, room } = await mount();
    element.remove();
    platform.clock.advance(60);
    place.append(element);
    element.remove();
    platform.clock.advance(60);
    expect(room.disposed).to.equal(false);
    platform.clock.advance(40);
    expect(room.disposed).to.equal(true);
  });

  it('is not even taken out by moveBefore()', async () => {
    const { element, platform, room } = await mount();
    await element.join();
    const { pending } = platform.clock;
    (place as unknown as { moveBefore(node: Node, child: null): void }).moveBefore(element, null);
    expect(element.parentNode).to.equal(place);
    expect(platform.clock.pending).to.equal(pending);
    expect(room.disposed).to.equal(false);
  });

  it('hangs up after two frames off the page', async () => {
    const { element, platform, room } = await mount();
    await element.join();
    element.remove();
    platform.clock.frame();
    expect(room.disposed).to.equal(false);
    platform.clock.frame();
    expect(room.disposed).to.equal(true);
    expect(element.state).to.equal('idle');
  });

  it('hangs up after 100 ms in a hidden tab, which has no frames', async () => {
    const { element, platform, room } = await mount();
    await element.join();
    platform.page.setHidden(true);
    element.remove();
    platform.clock.advance(100);
    expect(room.disposed).to.equal(true);
    expect(room.count('dispose')).to.equal(1);
  });

  it('leaves nothing behind when it is removed', async () => {
    const { element, platform, room } = await mount();
    await element.join();
    await until(() => element.shadowRoot!.querySelector('[part~="tile"]'));
    element.remove();
    platform.clock.advance(100);
    await element.updateComplete;
    expect(platform.clock.pending).to.equal(0);
    expect(element.shadowRoot!.querySelectorAll('*')).to.have.length(0);
    // Neither the old room, nor the page, nor changes of the element have any effect.
    let drawings = 0;
    let events = 0;
    element.addController({ hostUpdated: () => drawings++ });
    element.addEventListener('device-error', () => events++);
    room.calls.length = 0;
    room.set({ phase: 'idle', activeSpeaker: 'grace' });
    room.emit('device-error', { kind: 'camera', code: 'denied' });
    platform.page.setHidden(true);
    platform.page.setHidden(false);
    element.dispatchEvent(new PointerEvent('pointerdown'));
    document.documentElement.lang = 'de';
    await new Promise(requestAnimationFrame);
    document.documentElement.removeAttribute('lang');
    expect([drawings, events, room.calls]).to.deep.equal([0, 0, []]);
  });

  it('draws nothing any more when a lobby that nobody touched is removed', async () => {
    const { element, platform } = await mount();
    expect(element.shadowRoot!.querySelector('[part~="lobby"]')).to.not.equal(null);
    element.remove();
    platform.clock.advance(100);
    await until(() => !element.shadowRoot!.querySelector('*'));
  });

  it('starts anew when it comes back later', async () => {
    const { element, platform } = await mount({ 'display-name': 'Ada' });
    await element.join();
    element.remove();
    platform.clock.advance(100);
    place.append(element);
    await element.updateComplete;
    expect(platform.rooms).to.have.length(2);
    expect(platform.room.options.displayName).to.equal('Ada');
    expect(element.state).to.equal('idle');
    await element.join();
    expect(element.state).to.equal('joined');
  });

  it('notices changes that happened while it was out', async () => {
    const { element, platform } = await mount();
    element.remove();
    element.room = 'other';
    place.append(element);
    await element.updateComplete;
    expect(platform.rooms.map(({ options }) => options.room)).to.deep.equal(['standup', 'other']);
    element.remove();
    element.room = 'third';
    await element.updateComplete;
    expect(platform.room.disposed).to.equal(true);
    place.append(element);
    await element.updateComplete;
    expect(platform.room.options.room).to.equal('third');
    expect(platform.rooms).to.have.length(3);
  });

  it('creates one room when it is mounted, unmounted and mounted again at once, as in React StrictMode', async () => {
    const platform = new TestPlatform();
    TestVideoRoom.platform = platform;
    const element = document.createElement('test-video-room');
    Object.assign(element, { room: 'standup', server: 'rtc.example', withoutLobby: true });
    place.append(element);
    element.remove();
    place.append(element);
    await element.updateComplete;
    platform.clock.advance(1000);
    await until(() => element.state === 'joined');
    expect(platform.rooms).to.have.length(1);
    expect(platform.room.count('join')).to.equal(1);
  });

  it('never starts when it is taken out before its first update', async () => {
    const platform = new TestPlatform();
    TestVideoRoom.platform = platform;
    const element = document.createElement('test-video-room');
    Object.assign(element, { room: 'standup', server: 'rtc.example', withoutLobby: true });
    place.append(element);
    element.remove();
    await element.updateComplete;
    platform.clock.advance(1000);
    expect(platform.rooms).to.deep.equal([]);
  });

  it('counts the time of a call from its beginning, also if the membership was lost and regained', async () => {
    const { element, room } = await mount();
    const { now } = Date;
    let minutes = 0;
    Date.now = () => now() + minutes * 60_000;
    try {
      const enter = () => room.set({ phase: 'joined', self: { ...room.state.self, joinedAt: Date.now() } });
      enter();
      minutes = 60;
      room.set({ phase: 'joining' });
      enter();
      minutes = 65;
      room.set({ phase: 'left' });
    } finally {
      Date.now = now;
    }
    const duration = await until(() => part(element.shadowRoot!, 'problem__duration'));
    expect(duration.textContent).to.match(/1 hr, 5 min/);
  });

  it('tries again to load what a control opens when it is pressed again', async () => {
    let loads = 0;
    const trial = {
      name: 'trial',
      controls: [
        {
          name: 'trial',
          order: 1,
          isInLobby: true,
          model: ({ act }: UiContext) => ({
            label: 'Trial',
            icon: 'M0 0',
            press: () => act.openMenu('trial'),
          }),
        },
      ],
      menus: {
        trial: async () => {
          loads += 1;
          throw new Error('the server is away');
        },
      },
    } as unknown as UiFeature;
    customElements.define(
      'video-room-with-trial',
      class extends TestVideoRoom {
        static override features = [trial];
      },
    );
    const platform = new TestPlatform();
    TestVideoRoom.platform = platform;
    const element = document.createElement('video-room-with-trial') as TestVideoRoom;
    Object.assign(element, { room: 'standup', server: 'rtc.example' });
    document.body.append(element);
    await element.updateComplete;
    platform.room.set({ phase: 'lobby' });
    const button = await until(() => part(element.shadowRoot!, 'control-trial'));
    for (const time of ['first', 'second']) {
      const before = loads;
      button.click();
      await until(() => loads > before, `until it is loaded for the ${time} time`);
    }
    element.remove();
  });

  it('lets two elements on one page have a call each', async () => {
    const one = await mount({ room: 'one' });
    const two = await mount({ room: 'two' });
    await one.element.join();
    expect([one.element.state, two.element.state]).to.deep.equal(['joined', 'idle']);
    let heard = 0;
    two.element.addEventListener('device-error', () => heard++);
    one.room.emit('device-error', { kind: 'camera', code: 'denied' });
    one.element.remove();
    one.platform.clock.advance(100);
    expect([one.room.disposed, two.room.disposed, heard]).to.deep.equal([true, false, 0]);
  });

  it('can be registered twice', () => {
    define();
    define();
    expect(customElements.get('video-room')).to.equal(VideoRoom);
    expect(document.createElement('video-room')).to.be.instanceOf(VideoRoom);
  });

  it('shares one platform clock: no timer is left after a hundred mounts', async () => {
    const platform = new TestPlatform();
    for (let round = 0; round < 100; round++) {
      const { element, room } = await mount({}, platform);
      await room.prepare();
      element.remove();
      platform.clock.advance(100);
    }
    expect(platform.clock.pending).to.equal(0);
    expect(platform.rooms.every(({ disposed }) => disposed)).to.equal(true);
  });
});
