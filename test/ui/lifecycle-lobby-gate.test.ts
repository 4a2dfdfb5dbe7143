import { expect } from 'chai';
import { AWAY_AFTER, IDLE_AFTER, UNSEEN_AFTER } from '../../src/ui/controllers/lobby-gate.js';
import { mount, TestPlatform, unmountAll } from '../support/test-element.js';
import { until } from '../support/until.js';

/** Long enough for an IntersectionObserver to report, if it has something to report. */
async function frames(): Promise<void> {
  for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
}

function permitted(...devices: string[]): TestPlatform {
  const platform = new TestPlatform();
  platform.permitted = devices;
  return platform;
}

describe('the gate of the lobby', () => {
  afterEach(unmountAll);
  const touch = (element: HTMLElement, type = 'pointerdown') =>
    element
      .shadowRoot!.querySelector('[part~="lobby"]')!
      .dispatchEvent(new PointerEvent(type, { bubbles: true, composed: true }));

  it('draws the lobby, and neither prompts nor connects, for a user who only scrolls past', async () => {
    const { element, platform, room } = await mount();
    await until(() => platform.lookups > 0);
    await frames();
    expect(element.shadowRoot!.querySelector('[part~="lobby"]')).to.not.equal(null);
    expect(room.calls).to.deep.equal([]);
  });

  it('does not even query permissions while it is out of view', async () => {
    const spacer = document.createElement('div');
    spacer.style.height = '400vh';
    document.body.append(spacer);
    const platform = permitted('camera', 'microphone');
    const { element, room } = await mount({}, platform);
    await frames();
    expect([platform.lookups, room.count('prepare')]).to.deep.equal([0, 0]);
    element.scrollIntoView();
    await until(() => room.count('prepare') === 1);
    spacer.remove();
  });

  it('opens when it is in view and no prompt is needed', async () => {
    const { room } = await mount({}, permitted('camera', 'microphone'));
    await until(() => room.count('prepare') === 1);
  });

  it('stays closed when only one of the devices it needs is permitted', async () => {
    const { platform, room } = await mount({}, permitted('microphone'));
    await until(() => platform.lookups > 0);
    await frames();
    expect(room.count('prepare')).to.equal(0);
  });

  it('needs no permission for a camera that is never requested', async () => {
    const { room } = await mount({ 'audio-only': true }, permitted('microphone'));
    await until(() => room.count('prepare') === 1);
  });

  for (const type of ['pointerdown', 'click', 'input']) {
    it(`opens at the first ${type} inside, once`, async () => {
      const { element, room } = await mount();
      touch(element, type);
      touch(element, type);
      expect(room.count('prepare')).to.equal(1);
    });
  }

  it('does not open under a finger that is on Join, but with its press', async () => {
    const { element, room } = await mount();
    const join = element.shadowRoot!.querySelector<HTMLElement>('[part~="lobby__join"]')!;
    join.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, composed: true }));
    expect(room.calls).to.deep.equal([]);
    join.click();
    expect(room.count('prepare')).to.equal(1);
  });

  it('does not open when a user tabs through it', async () => {
    const { element, room } = await mount();
    element.shadowRoot!.querySelector('input')!.focus();
    touch(element, 'keydown');
    await frames();
    expect(room.calls).to.deep.equal([]);
  });

  it('does not open for a press beside it', async () => {
    const { room } = await mount();
    document.body.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }));
    expect(room.calls).to.deep.equal([]);
  });

  it('closes when the page is hidden, and opens again at a touch', async () => {
    const { element, platform, room } = await mount();
    touch(element);
    platform.page.setHidden(true);
    expect(room.count('rest')).to.equal(1);
    platform.page.setHidden(false);
    await frames();
    expect(room.count('prepare')).to.equal(1);
    touch(element);
    expect(room.count('prepare')).to.equal(2);
  });

  it('opens again by itself when the page is shown and no prompt is needed', async () => {
    const { platform, room } = await mount({}, permitted('camera', 'microphone'));
    await until(() => room.state.phase === 'lobby');
    platform.page.setHidden(true);
    expect(room.state.phase).to.equal('idle');
    platform.page.setHidden(false);
    await until(() => room.state.phase === 'lobby');
  });

  it('does not open in a hidden page', async () => {
    const platform = permitted('camera', 'microphone');
    platform.page.hidden = true;
    const { room } = await mount({}, platform);
    await frames();
    expect(room.count('prepare')).to.equal(0);
  });

  it('closes after five idle minutes; each touch restarts the time', async () => {
    const { element, platform, room } = await mount();
    touch(element);
    platform.clock.advance(IDLE_AFTER - 1);
    touch(element, 'input');
    platform.clock.advance(IDLE_AFTER - 1);
    expect(room.count('rest')).to.equal(0);
    platform.clock.advance(1);
    expect(room.count('rest')).to.equal(1);
    expect(platform.clock.pending).to.equal(0);
    touch(element);
    expect(room.count('prepare')).to.equal(2);
    expect(IDLE_AFTER).to.equal(300_000);
  });

  it('closes an idle lobby that nobody touched, such as after a failed join', async () => {
    const { platform, room } = await mount();
    room.set({ phase: 'lobby' });
    platform.clock.advance(IDLE_AFTER);
    expect(room.count('rest')).to.equal(1);
  });

  /** Seconds pass, each with a check. */
  const pass = (platform: TestPlatform, milliseconds: number) => {
    for (let at = 0; at < milliseconds; at += 1_000) platform.clock.advance(1_000);
  };

  const ways: [what: string, hide: (element: HTMLElement) => void, show: (element: HTMLElement) => void][] = [
    [
      'in a dialog that is closed',
      (element) => {
        const dialog = document.createElement('dialog');
        document.body.append(dialog);
        dialog.show();
        dialog.append(element);
        dialog.close();
      },
      (element) => element.closest('dialog')!.show(),
    ],
    [
      'not displayed',
      (element) => {
        element.style.display = 'none';
      },
      (element) => {
        element.style.display = '';
      },
    ],
    [
      'made invisible',
      (element) => {
        element.style.visibility = 'hidden';
      },
      (element) => {
        element.style.visibility = '';
      },
    ],
    [
      'made transparent by what is around it',
      () => {
        document.body.style.opacity = '0';
      },
      () => document.body.style.removeProperty('opacity'),
    ],
  ];
  for (const [what, hide, showAgain] of ways) {
    it(`closes after a few seconds when it is ${what}, and not before`, async () => {
      const { element, platform, room } = await mount();
      await room.prepare();
      await frames();
      pass(platform, UNSEEN_AFTER * 2);
      expect(room.count('rest')).to.equal(0);
      hide(element);
      await frames();
      pass(platform, UNSEEN_AFTER - 1_000);
      showAgain(element);
      await frames();
      pass(platform, UNSEEN_AFTER * 2);
      expect(room.count('rest')).to.equal(0);
      hide(element);
      await frames();
      pass(platform, UNSEEN_AFTER);
      expect(room.count('rest')).to.equal(1);
      expect(platform.clock.pending).to.equal(0);
      showAgain(element);
      for (const dialog of document.querySelectorAll('dialog')) dialog.remove();
    });
  }

  it('closes when it is scrolled out of sight for half a minute', async () => {
    const spacer = document.createElement('div');
    spacer.style.height = '400vh';
    const { element, platform, room } = await mount();
    await room.prepare();
    element.before(spacer);
    window.scrollTo(0, 0);
    await frames();
    pass(platform, AWAY_AFTER - 1_000);
    expect(room.count('rest')).to.equal(0);
    pass(platform, 1_000);
    expect(room.count('rest')).to.equal(1);
    spacer.remove();
  });

  it('opens again by itself when the dialog is opened again and no prompt is needed', async () => {
    const { element, platform, room } = await mount({}, permitted('camera', 'microphone'));
    await until(() => room.state.phase === 'lobby');
    element.style.display = 'none';
    await frames();
    pass(platform, UNSEEN_AFTER);
    expect(room.state.phase).to.equal('idle');
    element.style.display = 'block';
    await until(() => room.state.phase === 'lobby');
  });

  it('stays open in a call and while joining, whatever is visible of it', async () => {
    const { element, platform, room } = await mount();
    await element.join();
    element.style.display = 'none';
    await frames();
    pass(platform, AWAY_AFTER);
    room.set({ phase: 'joining' });
    pass(platform, AWAY_AFTER);
    expect(room.count('rest')).to.equal(0);
  });

  it('never closes a call, even if idle or hidden', async () => {
    const { element, platform, room } = await mount();
    touch(element);
    await element.join();
    platform.page.setHidden(true);
    platform.clock.advance(IDLE_AFTER * 2);
    expect(room.count('rest')).to.equal(0);
    expect(element.state).to.equal('joined');
  });

  it('opens again when the page returns from the back/forward cache, as if loaded anew', async () => {
    const { platform, room } = await mount({}, permitted('camera', 'microphone'));
    await until(() => room.count('prepare') === 1);
    room.set({ phase: 'joined' });
    platform.page.dispatchEvent(new Event('hide'));
    room.set({ phase: 'idle' });
    platform.page.dispatchEvent(new Event('restored'));
    await until(() => room.count('prepare') === 2);
    expect(room.count('join')).to.equal(0);
  });

  it('is skipped again where there is no lobby, by pages that were in the call or joining', async () => {
    const { platform, room } = await mount({ 'without-lobby': true });
    await until(() => room.count('join') === 1);
    platform.page.dispatchEvent(new Event('hide'));
    room.set({ phase: 'idle' });
    platform.page.dispatchEvent(new Event('restored'));
    expect(room.count('join')).to.equal(2);
    for (const [phase, times] of [
      ['left', 2],
      ['joining', 3],
      ['waiting', 4],
    ] as const) {
      room.set({ phase });
      platform.page.dispatchEvent(new Event('hide'));
      if (phase !== 'left') room.set({ phase: 'idle' });
      platform.page.dispatchEvent(new Event('restored'));
      expect(room.count('join')).to.equal(times);
    }
  });

  it('does not prepare by itself after the call, nor after a fatal error', async () => {
    const { element, platform, room } = await mount({}, permitted('camera', 'microphone'));
    await until(() => room.count('prepare') === 1);
    room.set({ phase: 'idle', fault: { code: 'forbidden', fatal: true, phase: 'lobby' } });
    await element.updateComplete;
    element.dispatchEvent(new PointerEvent('pointerdown'));
    platform.page.setHidden(false);
    room.set({ phase: 'left', fault: null });
    element.dispatchEvent(new PointerEvent('pointerdown'));
    await frames();
    expect(room.count('prepare')).to.equal(1);
  });
});
