import { expect } from 'chai';
import type { BackgroundContext, UiFeature } from '../../src/ui/feature.js';
import { loadMenus } from '../../src/ui/later.js';
import { participant } from '../support/fake-room.js';
import { mount, TestVideoRoom, unmountAll } from '../support/test-element.js';
import { until } from '../support/until.js';

const runs: BackgroundContext[] = [];
const busy: UiFeature = {
  name: 'busy',
  background: async () => ({ run: (context) => void runs.push(context) }),
};
const loaded: string[] = [];
/** Code that is only asked for. */
const code = (name: string) => async () => {
  loaded.push(name);
  throw new Error('the server is gone');
};
const broken: UiFeature = { name: 'broken', background: () => Promise.reject(new Error('not there')) };
const isShown = () => false;
const lazy: UiFeature = {
  name: 'lazy',
  menus: { one: code('menu'), two: code('second menu') },
  panel: { part: 'lazy', label: () => 'Lazy', load: code('panel') },
  person: { isShown, load: code('person') },
  screen: { isShown, load: code('screen') },
  tile: { isShown, load: code('tile') },
  cover: { isShown, load: code('cover') },
  notice: { isShown, load: code('notice') },
  shortcuts: { keys: '', menu: 'one', label: () => 'Keys', load: code('shortcuts') },
  preloads: code('more'),
  encryption: { isNeeded: isShown, load: code('encryption') },
};

class BusyVideoRoom extends TestVideoRoom {
  static override features = [...TestVideoRoom.features, broken, lazy, busy];
}
customElements.define('busy-video-room', BusyVideoRoom);

const self = participant({ id: 'me', joinedAt: 1 });

describe('what a feature does beside the interface', () => {
  afterEach(() => {
    runs.length = loaded.length = 0;
    for (const element of document.querySelectorAll('busy-video-room')) element.remove();
    unmountAll();
  });

  const joined = async () => {
    const mounted = await mount({}, undefined, 'busy-video-room');
    mounted.room.set({ phase: 'joined', self });
    return mounted;
  };

  it('begins five seconds after joining, and ends when we leave', async () => {
    const { room, platform } = await joined();
    platform.clock.advance(4_900);
    expect(runs).to.deep.equal([]);
    platform.clock.advance(200);
    await until(() => runs.length > 0);
    const { signal } = runs[0]!;
    expect(signal.aborted).to.equal(false);
    room.set({ phase: 'left', self: participant({ id: 'me', joinedAt: 0 }) });
    expect(signal.aborted).to.equal(true);
    room.set({ phase: 'joined', self });
    platform.clock.advance(5_100);
    await until(() => runs.length === 2, 'for the next call');
  });

  it('goes on while a lost membership is regained, and ends with the element', async () => {
    const { room, platform, element } = await joined();
    platform.clock.advance(5_100);
    await until(() => runs.length > 0);
    const { signal } = runs[0]!;
    room.set({ phase: 'joining' });
    room.set({ phase: 'joined', self: { ...self, joinedAt: 2 } });
    platform.clock.advance(5_100);
    await element.updateComplete;
    expect([runs.length, signal.aborted]).to.deep.equal([1, false]);
    element.remove();
    platform.clock.advance(1_000);
    expect(signal.aborted).to.equal(true);
  });

  it('does not begin when we have left before', async () => {
    const { room, platform, element } = await joined();
    room.set({ phase: 'left', self: participant({ id: 'me', joinedAt: 0 }) });
    platform.clock.advance(5_100);
    await element.updateComplete;
    expect(runs).to.deep.equal([]);
  });

  it('loads what controls open 15 seconds after joining, because the server may be gone when it is needed', async () => {
    const failures: unknown[] = [];
    const failed = (event: PromiseRejectionEvent) => void failures.push(event.reason);
    addEventListener('unhandledrejection', failed);
    const { platform } = await joined();
    platform.clock.advance(14_900);
    await loadMenus();
    expect(loaded).to.deep.equal([]);
    platform.clock.advance(200);
    const parts = [
      'menu',
      'second menu',
      'panel',
      'person',
      'screen',
      'tile',
      'cover',
      'notice',
      'shortcuts',
    ];
    await until(() => loaded.length > parts.length);
    expect(loaded).to.have.members([...parts, 'more']);
    // Browsers report promises that were rejected after the task that rejected them.
    await new Promise((done) => setTimeout(done));
    removeEventListener('unhandledrejection', failed);
    expect(failures).to.deep.equal([]);
  });

  it('loads nothing when we have left before', async () => {
    const { room, platform } = await joined();
    room.set({ phase: 'left', self: participant({ id: 'me', joinedAt: 0 }) });
    platform.clock.advance(15_100);
    await loadMenus();
    await new Promise((done) => setTimeout(done));
    expect(loaded).to.deep.equal([]);
  });
});
