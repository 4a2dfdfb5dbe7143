import { expect } from 'chai';
import { participant } from '../support/fake-room.js';
import { mount, TestVideoRoom, unmountAll } from '../support/test-element.js';
import { until } from '../support/until.js';
import { all, clear, part, show, textOf } from '../ui/gallery-support.js';

/** Waits for the code of the keys until the test lets it come. */
let comes: Promise<unknown> = Promise.resolve();
/** Resolves after the last press had its effect. */
let loaded: Promise<unknown> = Promise.resolve();
class SlowKeys extends TestVideoRoom {
  static override features = TestVideoRoom.features.map((feature) => {
    const { shortcuts } = feature;
    if (!shortcuts) return feature;
    const load = () => {
      const code = comes.then(shortcuts.load);
      // In another task: what waits for this code has run by then.
      loaded = code.then(() => new Promise((resolve) => setTimeout(resolve)));
      return code;
    };
    return { ...feature, shortcuts: { ...shortcuts, load } };
  });
}
customElements.define('slow-keys', SlowKeys);

/** The key of the full screen, where the page may have one. */
const FULL = document.fullscreenEnabled ? ['F'] : [];

describe('shortcuts', () => {
  let element: TestVideoRoom;
  let room: TestVideoRoom['platform']['room'];
  const root = () => element.shadowRoot!;
  const stage = () => part(root(), 'stage')!;
  afterEach(() => {
    unmountAll();
    clear();
  });

  const call = async (attributes: Record<string, string | true> = {}, tag = 'test-video-room') => {
    ({ element, room } = await mount(attributes, undefined, tag));
    room.set({
      phase: 'joined',
      signaling: 'connected',
      self: participant({ id: 'me', microphone: 'off', camera: 'off' }),
      participants: [participant({ id: 'ada', name: 'Ada' })],
    });
    await until(() => part(root(), element.controls ? 'control-leave' : 'control-settings'));
    // The source is what was asked for.
    const { toggleMicrophone } = room;
    room.toggleMicrophone = async (force = room.state.self.microphone !== 'on') => {
      room.set({ self: { ...room.state.self, microphone: force ? 'on' : 'off' } });
      return toggleMicrophone.call(room, force);
    };
    await import('../../src/features/shortcuts/ui/keys.js');
  };

  /** Presses a key where the focus is; resolves with whether the page heard of it. */
  const press = async (
    key: string,
    init: KeyboardEventInit = {},
    target: Element = stage(),
    type = 'keydown',
  ) => {
    let heard = false;
    const hear = () => {
      heard = true;
    };
    document.addEventListener(type, hear, { once: true });
    const code = key === ' ' ? 'Space' : '';
    target.dispatchEvent(
      new KeyboardEvent(type, { key, code, bubbles: true, composed: true, cancelable: true, ...init }),
    );
    document.removeEventListener(type, hear);
    await new Promise((resolve) => setTimeout(resolve));
    return heard;
  };

  it('press the controls', async () => {
    await call();
    for (const key of ['m', 'V', 'h']) expect(await press(key), key).to.equal(false);
    const toggles = () => room.calls.filter(([name]) => `${name}`.startsWith('toggle'));
    await until(() => toggles().length === 3);
    expect(toggles()).to.deep.equal([
      ['toggleMicrophone', true],
      ['toggleCamera', undefined],
      ['toggleHand', undefined],
    ]);
    await press('c');
    await until(() => part(root(), 'chat'));
  });

  it('show the call on the whole screen with F, and end that with the next one', async () => {
    await call();
    const asked: string[] = [];
    element.requestFullscreen = async () => {
      asked.push('all of the screen');
      throw new TypeError('The browser may refuse it, and nothing happens.');
    };
    expect(await press('f')).to.equal(false);
    await until(() => asked.length === 1);
    Object.defineProperty(document, 'fullscreenElement', { configurable: true, value: element });
    document.exitFullscreen = async () => void asked.push('back');
    try {
      await press('F');
      await until(() => asked.length === 2);
    } finally {
      for (const name of ['fullscreenElement', 'exitFullscreen'] as const)
        delete (document as Partial<Document>)[name];
    }
    expect(asked).to.deep.equal(['all of the screen', 'back']);
  });

  it('close the chat with the focus in it, and give the focus to its control', async () => {
    await call();
    await press('c');
    const list = await until(() => part(root(), 'chat__list'));
    list.focus();
    await press('c', {}, list);
    await until(() => part(root(), 'chat')!.hidden);
    expect(root().activeElement === part(root(), 'control-chat')).to.equal(true);
    await press('c', {}, root().activeElement!);
    await until(() => !part(root(), 'chat')!.hidden, 'for the shortcut to open it again');
  });

  it('let people talk while Space is held', async () => {
    await call();
    await press(' ');
    await until(() => room.state.self.microphone === 'on');
    for (let times = 0; times < 3; times++) await press(' ', { repeat: true });
    expect(room.count('toggleMicrophone')).to.equal(1);
    await press(' ', {}, stage(), 'keyup');
    await until(() => room.state.self.microphone === 'off');
    // With the microphone on, nothing happens, and the page does not scroll.
    await room.toggleMicrophone(true);
    const calls = room.calls.length;
    expect(await press(' ')).to.equal(false);
    await press(' ', {}, stage(), 'keyup');
    expect(room.calls.length).to.equal(calls);
  });

  it('mute again when the window loses the focus while Space is held', async () => {
    await call();
    await press(' ');
    await until(() => room.state.self.microphone === 'on');
    window.dispatchEvent(new Event('blur'));
    await until(() => room.state.self.microphone === 'off');
  });

  it('do not open the microphone when Space came up, or the window lost the focus, while they were loaded', async () => {
    let arrive = () => {};
    comes = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    await call({}, 'slow-keys');
    await press(' ');
    await press(' ', {}, stage(), 'keyup');
    await press(' ');
    window.dispatchEvent(new Event('blur'));
    await press('h');
    arrive();
    await until(() => room.count('toggleHand') === 1);
    expect(room.count('toggleMicrophone')).to.equal(0);
    // With the key still held, nothing is lost.
    await press(' ');
    await until(() => room.state.self.microphone === 'on');
    await press('h', {}, stage(), 'keyup');
    expect(room.state.self.microphone).to.equal('on');
    await press(' ', {}, stage(), 'keyup');
    await until(() => room.state.self.microphone === 'off');
    element.remove();
  });

  it('open no device when we have left while they were loaded', async () => {
    let arrive = () => {};
    comes = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    await call({}, 'slow-keys');
    for (const key of ['m', 'v', ' ']) await press(key);
    room.set({ phase: 'left' });
    arrive();
    await loaded;
    expect(room.count('toggleMicrophone') + room.count('toggleCamera')).to.equal(0);
    element.remove();
  });

  it('work on keyboards without Latin letters, by the place of the key', async () => {
    await call();
    await press('ь', { code: 'KeyM' });
    await until(() => room.count('toggleMicrophone') === 1);
    await press('Ρ', { code: 'KeyH' });
    await until(() => room.count('toggleHand') === 1);
    expect(await press('ж', { code: 'Semicolon' }), 'no shortcut there').to.equal(true);
    // A Latin keyboard with another order of letters: what is written on the key counts.
    await press('v', { code: 'KeyM' });
    await until(() => room.count('toggleCamera') === 1);
    expect(room.count('toggleMicrophone')).to.equal(1);
  });

  it('leave Space to the list of messages, which it scrolls', async () => {
    await call();
    await press('c');
    const list = await until(() => part(root(), 'chat__list'));
    list.focus();
    expect(await press(' ', {}, list)).to.equal(true);
    expect(room.count('toggleMicrophone')).to.equal(0);
  });

  describe('on the microphone button, which has the focus', () => {
    const becomes = (value: 'on' | 'off') => until(() => room.state.self.microphone === value);
    /** Presses and releases Space as a browser does: the button is clicked when the key comes up. */
    const down = () => press(' ', {}, part(root(), 'control-microphone')!);
    const up = () => {
      const button = part(root(), 'control-microphone')!;
      button.dispatchEvent(
        new KeyboardEvent('keyup', { key: ' ', code: 'Space', bubbles: true, composed: true }),
      );
      button.click();
    };
    const ready = async () => {
      await call();
      part(root(), 'control-microphone')!.focus();
    };

    it('leave a short press of Space to the button', async () => {
      await ready();
      let isPrevented = true;
      part(root(), 'control-microphone')!.addEventListener('keydown', (event) =>
        setTimeout(() => {
          isPrevented = event.defaultPrevented;
        }),
      );
      expect(await down(), 'heard by the page').to.equal(false);
      await until(() => !isPrevented);
      up();
      await becomes('on');
      await down();
      up();
      await becomes('off');
      expect(room.count('toggleMicrophone')).to.equal(2);
    });

    it('let people talk while they hold Space, and mute again when it comes up', async () => {
      await ready();
      await down();
      expect(room.state.self.microphone).to.equal('off');
      await becomes('on');
      up();
      await becomes('off');
      // The click has muted already.
      expect(room.count('toggleMicrophone')).to.equal(2);
    });

    it('do not open the microphone when the call ends before the key counts as held', async () => {
      await ready();
      const { setTimeout: usual } = globalThis;
      let held: (() => void) | undefined;
      // The key counts as held after 500 ms: here, when the test says so.
      const later = (run: () => void, ms?: number) => {
        if (ms !== 500) return usual(run, ms);
        held = run;
        return 0;
      };
      globalThis.setTimeout = later as typeof usual;
      try {
        await down();
        await until(() => held);
      } finally {
        globalThis.setTimeout = usual;
      }
      room.set({ phase: 'left' });
      held!();
      expect(room.count('toggleMicrophone')).to.equal(0);
    });

    it('mute again when the window loses the focus meanwhile, and open nothing after the call', async () => {
      await ready();
      await down();
      await becomes('on');
      dispatchEvent(new Event('blur'));
      await becomes('off');
      await down();
      await becomes('on');
      room.set({ phase: 'left', self: { ...room.state.self, microphone: 'off' } });
      const calls = room.count('toggleMicrophone');
      dispatchEvent(new Event('blur'));
      // The second timer comes after the first.
      for (let times = 0; times < 2; times++) await new Promise((resolve) => setTimeout(resolve));
      expect(room.count('toggleMicrophone')).to.equal(calls);
    });
  });

  it('leave Space to the button that has the focus, and letters with a modifier to the browser', async () => {
    await call();
    const button = part(root(), 'control-hand')!;
    expect(await press(' ', {}, button)).to.equal(true);
    for (const modifier of ['ctrlKey', 'metaKey', 'altKey'])
      expect(await press('m', { [modifier]: true }), modifier).to.equal(true);
    expect(room.count('toggleMicrophone')).to.equal(0);
    expect(await press('h', {}, button), 'letters work there').to.equal(false);
    await until(() => room.count('toggleHand') === 1);
  });

  it('are not those of the page: outside of the element, in its own content, and while people type', async () => {
    await call();
    await press('c');
    const field = await until(() => root().querySelector('textarea'));
    field.focus();
    await press('m', {}, field);
    expect(await press('m', {}, document.body)).to.equal(true);
    const slotted = document.createElement('button');
    slotted.slot = 'controls-end';
    element.append(slotted);
    stage().focus();
    expect(await press('m', {}, slotted)).to.equal(true);
    expect(room.count('toggleMicrophone')).to.equal(0);
  });

  it('are off where the page does not want them', async () => {
    await call({ 'without-shortcuts': true });
    for (const key of ['m', ' ', '?']) expect(await press(key), key).to.equal(true);
    expect(room.count('toggleMicrophone')).to.equal(0);
  });

  it('do not press a control that the page does not show', async () => {
    await call({ controls: 'camera leave' });
    await press('m');
    await press(' ');
    await press('v');
    await until(() => room.count('toggleCamera') === 1);
    expect(room.count('toggleMicrophone')).to.equal(0);
  });

  it('are listed with "?", and Escape leads back', async () => {
    await call();
    stage().focus();
    await press('?', { shiftKey: true });
    const list = await until(() => part(root(), 'shortcuts'));
    expect(all(list, 'kbd').map(textOf)).to.deep.equal(['Space', 'M', 'V', 'H', 'C', ...FULL, '?']);
    await until(() => root().activeElement?.closest('.popover'));
    await press('Escape', {}, root().activeElement!);
    await until(() => !part(root(), 'popover'));
    expect(root().activeElement === stage()).to.equal(true);
  });

  it('are those of the lobby before the call', async () => {
    const { root } = show('Shortcuts: lobby');
    const list = await until(() => part(root, 'shortcuts'));
    expect(all(list, 'kbd').map(textOf)).to.deep.equal(['Space', 'M', 'V', ...FULL, '?']);
  });
});
