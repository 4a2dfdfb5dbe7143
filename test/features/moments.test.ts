import { expect } from 'chai';
import { holdMutedSpeech } from '../../src/features/moments/held-speech.js';
import { MutedSpeech } from '../../src/features/moments/muted-speech.js';
import { announceReturn } from '../../src/features/moments/return.js';
import { keepAwake } from '../../src/features/moments/wake-lock.js';
import { mayPlay, run as playSounds } from '../../src/features/sounds/background.js';
import { Player } from '../../src/features/sounds/player.js';
import type { RoomState } from '../../src/room/state.js';
import type { UiStateAccess } from '../../src/ui/feature.js';
import { FakeRoom, participant, roomState } from '../support/fake-room.js';
import { FakeClock, FakePage } from '../support/test-element.js';
import { until } from '../support/until.js';
import { button, clear, part, show, textOf } from '../ui/gallery-support.js';

const people = (count: number) => Array.from({ length: count }, (_, at) => participant({ id: `p${at}` }));

/** The interface's own state, without an element. */
function fakeAccess(clock = new FakeClock()): UiStateAccess & { held: boolean } {
  let ui = { playbackBlocked: false, panel: null } as unknown as UiStateAccess['ui'];
  return {
    held: false,
    get ui() {
      return ui;
    },
    show(patch) {
      ui = { ...ui, ...patch };
    },
    after: (milliseconds, run) => void clock.setTimeout(run, milliseconds),
    get isHeld() {
      return this.held;
    },
  };
}

describe('sounds', () => {
  let life: AbortController;
  beforeEach(() => {
    life = new AbortController();
  });
  afterEach(() => life.abort());

  function listening(patch: Partial<RoomState> = {}) {
    const room = new FakeRoom({}, { phase: 'joined', participants: people(1), ...patch });
    const [access, host, page] = [fakeAccess(), new EventTarget(), new FakePage()];
    const played: string[] = [];
    playSounds(
      { room, access, host, page, signal: life.signal },
      { play: (sound) => void played.push(sound) },
    );
    const fire = (name: string, detail: object = {}) => host.dispatchEvent(new CustomEvent(name, { detail }));
    return { room, access, page, played, fire };
  }

  it('tell that a participant joins, knocks or writes', () => {
    const { played, fire } = listening();
    fire('participant-joined');
    fire('waiting-changed', { waiting: [{}] });
    fire('waiting-changed', { waiting: [] });
    fire('message-received', { message: {} });
    expect(played).to.deep.equal(['join', 'knock', 'message']);
  });

  it('are not played again for those who still wait after a reconnection', () => {
    const { played, fire } = listening({ waiting: [{ id: 'mia', name: 'Mia' }] });
    const waiting = (...ids: string[]) => fire('waiting-changed', { waiting: ids.map((id) => ({ id })) });
    waiting('mia', 'tom');
    expect(played).to.deep.equal(['knock']);
    waiting();
    waiting('mia');
    waiting('mia', 'tom');
    expect(played).to.deep.equal(['knock']);
    waiting('mia', 'tom', 'eve');
    expect(played).to.deep.equal(['knock', 'knock']);
  });

  it('are not played for what is no news', () => {
    const { played, fire, access, page, room } = listening();
    fire('message-received', { message: { passedOnBy: 'ada' } });
    access.show({ panel: 'chat' });
    fire('message-received', { message: {} });
    expect(played).to.deep.equal([]);
    page.hidden = true;
    fire('message-received', { message: {} });
    expect(played, 'nobody sees the chat').to.deep.equal(['message']);
    room.set({ self: participant({ joinedAt: Date.now() }) });
    fire('participant-joined');
    expect(played, 'who was there before us').to.deep.equal(['message']);
  });

  it('end with the call', () => {
    const { played, fire } = listening();
    life.abort();
    fire('participant-joined');
    expect(played).to.deep.equal([]);
  });

  for (const [what, others, ui, settings, plays] of [
    ['in a call of seven', 6, {}, {}, true],
    ['not in a call of eight', 7, {}, {}, false],
    ['in a call of eight, if the user has set it', 7, {}, { sounds: true }, true],
    ['not if the user has switched them off', 1, {}, { sounds: false }, false],
    ['not if the page wants none', 1, { withoutSounds: true }, { sounds: true }, false],
    [
      'not while the browser blocks the sound of the call',
      1,
      { playbackBlocked: true },
      { sounds: true },
      false,
    ],
  ] as const) {
    it(`are played ${what}`, () => {
      const state = { ...roomState({ participants: people(others) }), settings };
      expect(mayPlay({ state, ui: { playbackBlocked: false, ...ui } })).to.equal(plays);
    });
  }

  it('are soft, short, and silent before the user has touched the page', async () => {
    const offline = new OfflineAudioContext(1, 48_000, 48_000);
    let activated = false;
    const player = new Player(
      life.signal,
      () => offlineContext(offline),
      () => activated,
    );
    player.play('join', null);
    activated = true;
    player.play('join', null);
    // The second one is too close to the first.
    player.play('knock', null);
    await Promise.resolve();
    const samples = (await offline.startRendering()).getChannelData(0);
    const peak = samples.reduce((most, one) => Math.max(most, Math.abs(one)), 0);
    expect(peak).to.be.greaterThan(0.02).and.lessThan(0.13);
    const end = samples.slice(0.6 * 48_000).reduce((most, one) => Math.max(most, Math.abs(one)), 0);
    expect(end, 'silent after 0.6 s').to.be.lessThan(0.001);
  });

  it('leave the audio context at rest when they have faded away, also where the browser never starts it', async () => {
    for (const starts of [true, false]) {
      const done: string[] = [];
      const offline = offlineContext(new OfflineAudioContext(1, 48_000, 48_000), {
        resume: () => (starts ? Promise.resolve() : new Promise(() => {})),
        suspend: async () => void done.push('suspended'),
      });
      const player = new Player(
        life.signal,
        () => offline,
        () => true,
      );
      const since = performance.now();
      player.play('join', null);
      await until(() => done.length, 'for it to rest', 5_000);
      expect(performance.now() - since).to.be.greaterThan(1_000);
    }
  });
});

/** An offline context that can be resumed and closed like a live one. */
function offlineContext(
  offline: OfflineAudioContext,
  { resume = async () => {}, suspend = async () => {} } = {},
): AudioContext {
  Object.defineProperties(offline, {
    resume: { value: resume },
    suspend: { value: suspend },
    close: { value: async () => {} },
  });
  return offline as unknown as AudioContext;
}

describe('the wake lock', () => {
  class Lock extends EventTarget {
    released = false;
    readonly type = 'screen';
    onrelease = null;
    async release() {
      this.released = true;
    }
  }

  it('is held during a call, asked for again when the page is back, and released at the end', async () => {
    const [life, page, locks] = [new AbortController(), new FakePage(), [] as Lock[]];
    const request = async () => {
      locks.push(new Lock());
      return locks.at(-1)!;
    };
    keepAwake({ page, signal: life.signal }, { request });
    await until(() => locks.length === 1);
    // The browser releases it while the page is hidden.
    locks[0]!.released = true;
    page.setHidden(true);
    page.setHidden(false);
    await until(() => locks.length === 2);
    page.setHidden(false);
    await Promise.resolve();
    expect(locks).to.have.length(2);
    life.abort();
    expect(locks[1]!.released).to.equal(true);
  });

  it('is not held by a call that ended while the browser was asked', async () => {
    const [life, page, lock] = [new AbortController(), new FakePage(), new Lock()];
    let answer = (_: Lock) => {};
    keepAwake({ page, signal: life.signal }, { request: () => new Promise((resolve) => (answer = resolve)) });
    life.abort();
    answer(lock);
    await until(() => lock.released);
  });

  it('is missing where the browser has none, or does not give it', async () => {
    const [life, page] = [new AbortController(), new FakePage()];
    const rejected: unknown[] = [];
    const hear = (event: PromiseRejectionEvent) => {
      event.preventDefault();
      event.stopImmediatePropagation();
      rejected.push(event.reason);
    };
    addEventListener('unhandledrejection', hear, { capture: true });
    let asked = 0;
    const request = () => {
      asked++;
      return Promise.reject(new Error('low battery'));
    };
    keepAwake({ page, signal: life.signal }, null);
    keepAwake({ page, signal: life.signal }, { request });
    // It is asked again when the page is back.
    page.setHidden(true);
    page.setHidden(false);
    await until(() => asked === 2);
    life.abort();
    // Browsers tell of rejections in a task of their own.
    let turns = 0;
    await until(() => turns++ > 3);
    removeEventListener('unhandledrejection', hear, { capture: true });
    expect(rejected).to.deep.equal([]);
  });
});

describe('talking while muted', () => {
  afterEach(clear);

  function listener(patch: Partial<RoomState> = {}) {
    const life = new AbortController();
    const room = new FakeRoom(
      {},
      {
        phase: 'joined',
        participants: people(1),
        self: participant({ id: 'me', microphone: 'off' }),
        ...patch,
      },
    );
    const audio = new AudioContext();
    const [track] = audio.createMediaStreamDestination().stream.getAudioTracks();
    track!.enabled = false;
    const media = { captured: (): MediaStreamTrack | null => track! };
    let level = 0;
    let now = 0;
    const read: (MediaStreamTrack | null)[] = [];
    const speech = new MutedSpeech(
      {
        state: () => room.state,
        apply: (fact) => room.set(fact(room.state)),
        signal: life.signal,
        media,
      },
      {
        read(one) {
          read.push(one);
          return one ? level : 0;
        },
        stop() {},
      },
      () => now,
    );
    /** Talks, or is silent, for so long. */
    const pass = (milliseconds: number, loudness: number) => {
      level = loudness;
      for (let at = 0; at < milliseconds; at += 200, now += 200) speech.listen();
    };
    const copy = () => read.at(-1) ?? null;
    const close = () => {
      life.abort();
      void audio.close();
    };
    return { room, track: track!, media, pass, copy, life, close };
  }

  it('is said after a second of speech, and for some seconds after the last word', () => {
    const { room, pass, close } = listener();
    pass(800, 0.2);
    expect(room.state.mutedSpeech, 'a cough').to.equal(0);
    pass(2_000, 0);
    pass(1_400, 0.2);
    expect(room.state.mutedSpeech).to.equal(1);
    pass(6_000, 0);
    expect(room.state.mutedSpeech).to.equal(1);
    pass(4_000, 0);
    expect(room.state.mutedSpeech).to.equal(0);
    close();
  });

  it('measures a copy, and leaves the muted track as it is', () => {
    const { track, pass, copy, close } = listener();
    pass(200, 0);
    expect([track.enabled, copy()!.enabled, copy()!.id === track.id]).to.deep.equal([false, true, false]);
    close();
  });

  for (const [what, patch] of [
    ['we unmute', { self: participant({ id: 'me', microphone: 'on' }) }],
    ['a moderator mutes us', { self: participant({ id: 'me', microphone: 'off', muted: true }) }],
    ['the last other participant leaves', { participants: [] }],
    ['the call ends', { phase: 'left' }],
  ] as [string, Partial<RoomState>][]) {
    it(`ends the copy when ${what}, so that the device can be closed`, () => {
      const { room, pass, copy, close } = listener();
      pass(1_400, 0.2);
      const measured = copy()!;
      expect(room.state.mutedSpeech).to.equal(1);
      room.set(patch);
      pass(200, 0.2);
      expect([measured.readyState, room.state.mutedSpeech]).to.deep.equal(['ended', 0]);
      close();
    });
  }

  it('ends the copy when the microphone is closed or changed, and with the session', () => {
    const { media, pass, copy, life, close } = listener();
    pass(200, 0);
    const first = copy()!;
    const { captured } = media;
    media.captured = () => null;
    pass(200, 0);
    expect(first.readyState).to.equal('ended');
    media.captured = captured;
    pass(200, 0);
    const second = copy()!;
    expect(second.readyState).to.equal('live');
    life.abort();
    expect(second.readyState).to.equal('ended');
    close();
  });

  it('is said as long as the notice is held, and we are muted', () => {
    const [clock, life] = [new FakeClock(), new AbortController()];
    const self = participant({ id: 'me', microphone: 'off' });
    const room = new FakeRoom({}, { phase: 'joined', self });
    const access = fakeAccess(clock);
    holdMutedSpeech({ room, access, signal: life.signal });
    const talk = () => {
      room.set({ mutedSpeech: 3 });
      room.set({ mutedSpeech: 0 });
    };
    talk();
    expect(!!access.ui.heldSpeech, 'nobody is there').to.equal(false);
    access.held = true;
    talk();
    expect(access.ui.heldSpeech).to.equal(3);
    clock.advance(9_000);
    expect(access.ui.heldSpeech).to.equal(3);
    access.held = false;
    clock.advance(9_000);
    expect(access.ui.heldSpeech).to.equal(0);
    access.held = true;
    talk();
    room.set({ self: { ...self, microphone: 'on' } });
    expect(access.ui.heldSpeech, 'once we are heard').to.equal(0);
    life.abort();
  });

  it('is a notice that stays while it is held', async () => {
    const { root, room, show: draw } = show('Moments: talking while muted');
    await until(() => textOf(root).includes('You’re muted. Others can’t hear you.'));
    draw({ heldSpeech: 1 });
    room.set({ mutedSpeech: 0 });
    expect(textOf(root)).to.include('You’re muted. Others can’t hear you.');
    button(part(root, 'notices')!, 'Close')!.click();
    await until(() => !textOf(root).includes('You’re muted. Others can’t hear you.'));
  });

  it('is a notice that unmutes', async () => {
    const { root, room } = show('Moments: talking while muted');
    await until(() => textOf(root).includes('You’re muted. Others can’t hear you.'));
    button(part(root, 'notices')!, 'Unmute')!.click();
    expect(room.calls).to.deep.equal([['toggleMicrophone', true]]);
  });
});

describe('coming back to a call', () => {
  afterEach(clear);

  function watching() {
    const [clock, page, life] = [new FakeClock(), new FakePage(), new AbortController()];
    const room = new FakeRoom({}, { phase: 'joined', signaling: 'connected' });
    const access = fakeAccess(clock);
    announceReturn({ room, access, page, signal: life.signal });
    const wake = (slept: number) => page.dispatchEvent(new CustomEvent('wake', { detail: slept }));
    return { room, access, clock, wake };
  }

  it('is said when the others had removed us', () => {
    const { room, access, clock } = watching();
    room.set({ signaling: 'reconnecting' });
    room.set({ signaling: 'connected' });
    expect(!!access.ui.isBack, 'a short interruption').to.equal(false);
    room.set({ phase: 'joining' });
    room.set({ phase: 'joined' });
    expect(access.ui.isBack).to.equal(true);
    access.held = true;
    clock.advance(13_000);
    expect(access.ui.isBack, 'as long as it is held').to.equal(true);
    access.held = false;
    clock.advance(13_000);
    expect(access.ui.isBack).to.equal(false);
  });

  it('is said when the machine has slept, once the server is there again', () => {
    const { room, access, clock, wake } = watching();
    wake(5_000);
    clock.advance(4_000);
    expect(!!access.ui.isBack, 'a busy page').to.equal(false);
    wake(60_000);
    room.set({ signaling: 'reconnecting' });
    clock.advance(4_000);
    expect(!!access.ui.isBack).to.equal(false);
    room.set({ signaling: 'connected' });
    expect(access.ui.isBack).to.equal(true);
  });

  it('is a notice', async () => {
    const { root } = show('Moments: back in the call');
    await until(() => textOf(root).includes('You were disconnected. You’re back in the call.'));
  });
});

describe('sharing our screen', () => {
  afterEach(clear);

  it('is said as long as it lasts, with a button that stops it', async () => {
    const { root, room } = show('Moments: sharing the screen');
    await until(() => textOf(root).includes('You’re sharing your screen.'));
    button(part(root, 'notices')!, 'Stop sharing')!.click();
    expect(room.calls).to.deep.equal([['toggleScreenShare', false]]);
    room.set({ self: { ...room.state.self, screen: 'off' } });
    await until(() => !textOf(root).includes('You’re sharing your screen.'));
  });
});

describe('the reactions in the bar', () => {
  afterEach(clear);

  it('open a row of emoji that stays open, and give the focus back', async () => {
    const { root, room } = show('Call: two');
    const opener = button(root, 'Reactions')!;
    opener.focus();
    opener.click();
    const clap = await until(() => button(root, '👏'));
    clap.click();
    clap.click();
    expect(room.calls).to.deep.equal([
      ['react', '👏'],
      ['react', '👏'],
    ]);
    clap.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true }));
    await until(() => root.activeElement === opener && !button(root, '👏'));
  });
});
