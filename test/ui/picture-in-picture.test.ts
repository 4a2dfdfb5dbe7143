import { expect } from 'chai';
import { person } from '../../demo/gallery-people.js';
import { contextOf, ENGLISH } from '../../demo/gallery-states.js';
import { openVideo } from '../../src/features/view/ui/video-pip.js';
import type { RoomState } from '../../src/room/state.js';
import type { UiActions, UiState } from '../../src/ui/context.js';
import type { FakeRoom } from '../support/fake-room.js';
import { until } from '../support/until.js';
import { all, button, clear, part, show, textOf, WIDE } from './gallery-support.js';

type Opener = { documentPictureInPicture?: { requestWindow(): Promise<Window> } };

/** Frames in the place of windows, which browsers only open after a press. */
const frames: HTMLIFrameElement[] = [];

describe('the window of a call in picture-in-picture', () => {
  const before = Object.getOwnPropertyDescriptor(window, 'documentPictureInPicture');
  afterEach(() => {
    clear();
    for (const frame of frames.splice(0)) frame.remove();
    delete (window as Opener).documentPictureInPicture;
    if (before) Object.defineProperty(window, 'documentPictureInPicture', before);
  });

  /** Asks for the window of the state `View: menu`; the reader's text has this size (px). The browser opens it with `answer`. */
  async function requested(
    size: { width: number; height: number },
    fontSize = 16,
    answer: Promise<unknown> = Promise.resolve(),
  ) {
    const frame = document.createElement('iframe');
    frame.style.cssText = `width:${size.width}px;height:${size.height}px;border:0`;
    document.body.append(frame);
    frames.push(frame);
    let isClosed = false;
    frame.contentWindow!.close = () => {
      isClosed = true;
    };
    frame.contentDocument!.documentElement.style.fontSize = `${fontSize}px`;
    Object.defineProperty(window, 'documentPictureInPicture', {
      configurable: true,
      value: { requestWindow: () => answer.then(() => frame.contentWindow) },
    });
    const stage = show('View: menu');
    const { root } = stage;
    (
      await until(() => all(root, '[part~="menu-item"]').find((one) => textOf(one) === 'Picture-in-picture'))
    ).click();
    return { ...stage, frame, isClosed: () => isClosed };
  }

  async function opened(size: { width: number; height: number }, fontSize = 16) {
    const { root, frame, asked } = await requested(size, fontSize);
    const inside = await until(() => frame.contentDocument!.querySelector('div')?.shadowRoot);
    await until(() => part(root, 'away') && part(inside, 'control-leave'));
    return { inside, asked, view: frame.contentWindow! as Window & typeof globalThis };
  }

  it('is closed again if the call has ended before the browser opened it', async () => {
    let answer = () => {};
    const comes = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const { room, isClosed, frame } = await requested({ width: 500, height: 500 }, 16, comes);
    room.set({ phase: 'left' });
    answer();
    await until(isClosed);
    expect(frame.contentDocument!.querySelector('div') === null).to.equal(true);
  });

  it('is read in the direction of the page', async () => {
    document.documentElement.dir = 'rtl';
    try {
      const { inside } = await opened({ width: 500, height: 500 });
      expect(getComputedStyle(part(inside, 'controls')!).direction).to.equal('rtl');
    } finally {
      document.documentElement.removeAttribute('dir');
    }
  });

  it('has only buttons that work there: no menu opens in the page behind', async () => {
    const { inside, asked } = await opened({ width: 900, height: 500 });
    asked.length = 0;
    for (const one of all(inside, 'button').filter((one) => one.checkVisibility())) one.click();
    expect(asked.map(([name]) => name)).to.deep.equal(['leave']);
    expect(!!button(inside, 'Mute')).to.equal(true);
    expect(all(inside, '[part~="tile__pin"]').length, 'tiles can be pinned').to.equal(3);
  });

  it('is as large as the text of the reader', async () => {
    const heightWith = async (fontSize: number, ofPage = '') => {
      document.documentElement.style.fontSize = ofPage;
      const { inside, view } = await opened({ width: 500, height: 500 }, fontSize);
      const leave = part(inside, 'control-leave')!;
      // Not its width: it is round where there is less space for the text.
      const { height } = leave.getBoundingClientRect();
      const { bottom } = part(inside, 'controls')!.getBoundingClientRect();
      expect(bottom, 'inside the window').to.be.at.most(view.innerHeight);
      clear();
      document.documentElement.style.fontSize = '';
      return height;
    };
    const usual = await heightWith(16);
    expect((await heightWith(32)) / usual, 'set in the browser').to.be.within(1.8, 2.2);
    expect((await heightWith(16, '32px')) / usual, 'set in the page').to.be.within(1.8, 2.2);
  });
});

describe('the picture of the speaker in picture-in-picture', () => {
  const { requestPictureInPicture } = HTMLVideoElement.prototype;
  afterEach(() => {
    HTMLVideoElement.prototype.requestPictureInPicture = requestPictureInPicture;
    clear();
  });

  async function opened(state: Partial<RoomState>, whileAsked = (_room: FakeRoom) => {}) {
    const told: Partial<UiState>[] = [];
    let measured: ParentNode | null | undefined;
    const act = {
      show: (patch) => void told.push(patch),
      measureTiles: (tiles) => {
        measured = tiles;
      },
    } as UiActions;
    const { host } = show('Call: two');
    const { context, room } = contextOf({ name: 'speakers', state: () => state }, WIDE, act, ENGLISH);
    let video: HTMLVideoElement | undefined;
    HTMLVideoElement.prototype.requestPictureInPicture = async function (this: HTMLVideoElement) {
      video = this;
      whileAsked(room);
      return {} as PictureInPictureWindow;
    };
    await openVideo({ ...context, host });
    /** Whose picture the others are asked for. */
    const wanted = () =>
      [...(measured?.querySelectorAll<HTMLElement>('[data-participant]') ?? [])]
        .filter(({ style }) => style.display !== 'none')
        .map(({ dataset }) => dataset.participant);
    return { room, told, wanted, video: video!, isMeasured: () => !!measured };
  }

  const ada = person('ada', 'Ada', 30);
  const grace = person('grace', 'Grace', 190);

  it('follows another speaker, and asks the others for that picture', async () => {
    const state = { phase: 'joined', participants: [ada, grace], activeSpeaker: 'ada' } as const;
    const { room, video, wanted } = await opened(state);
    expect([video.srcObject, wanted()]).to.deep.equal([ada.streams.camera, ['ada']]);
    room.set({ activeSpeaker: 'grace' });
    expect([video.srcObject, wanted()]).to.deep.equal([grace.streams.camera, ['grace']]);
    // A speaker without a picture: somebody else is shown.
    room.set({ participants: [ada, { ...grace, camera: 'off' }] });
    expect([video.srcObject, wanted()]).to.deep.equal([ada.streams.camera, ['ada']]);
    room.set({ participants: [grace] });
    expect([video.srcObject, wanted()], 'who has left').to.deep.equal([grace.streams.camera, ['grace']]);
  });

  it('takes the new stream when the link is rebuilt, and keeps no last picture when there is none', async () => {
    const { room, video } = await opened({
      phase: 'joined',
      participants: [ada, grace],
      activeSpeaker: 'ada',
    });
    // The first change is always followed.
    room.set({ participants: [ada, grace] });
    const camera = new MediaStream();
    room.set({ participants: [{ ...ada, streams: { camera } }, grace] });
    expect(video.srcObject === camera, 'the stream of the new connection').to.equal(true);
    room.set({
      participants: [
        { ...ada, camera: 'off' },
        { ...grace, camera: 'off' },
      ],
    });
    expect(video.srcObject === null, 'a last picture would look live').to.equal(true);
    room.set({ participants: [{ ...ada, camera: 'off' }, grace] });
    expect(video.srcObject === grace.streams.camera).to.equal(true);
  });

  it('is closed again if the call has ended before the browser opened it', async () => {
    const replaced = { pictureInPictureElement: {}, exitPictureInPicture: async () => void closed++ };
    let closed = 0;
    for (const [name, value] of Object.entries(replaced))
      Object.defineProperty(document, name, { configurable: true, value });
    try {
      const state = { phase: 'joined', participants: [ada, grace] } as const;
      await opened(state, (room) => room.set({ phase: 'left', participants: [] }));
      expect(closed).to.equal(1);
    } finally {
      for (const name of Object.keys(replaced)) delete (document as unknown as Record<string, unknown>)[name];
    }
  });

  it('can be ended from the menu while nobody has a picture', async () => {
    let closed = 0;
    const pip = { close: () => void closed++ };
    const opener = Object.getOwnPropertyDescriptor(window, 'documentPictureInPicture');
    // As in Safari.
    Object.defineProperty(window, 'documentPictureInPicture', { configurable: true, value: undefined });
    try {
      const { root } = show({
        name: 'nobody has a picture',
        state: () => ({ phase: 'joined', signaling: 'connected', participants: [{ ...ada, camera: 'off' }] }),
        ui: { menu: 'view', pip },
      });
      const entry = () =>
        all(root, '[part~="menu-item"]').find((one) => textOf(one) === 'Exit picture-in-picture');
      await until(() => all(root, '[part~="menu-item"]').length);
      entry()?.click();
      expect(closed).to.equal(1);
    } finally {
      if (opener) Object.defineProperty(window, 'documentPictureInPicture', opener);
      else delete (window as Opener).documentPictureInPicture;
    }
  });

  it('ends when it is closed: nothing of it stays, and our own tiles are measured again', async () => {
    const state = { phase: 'joined', participants: [ada, grace], activeSpeaker: 'ada' } as const;
    const { room, told, video, isMeasured } = await opened(state);
    expect(told.at(-1)!.pip).to.not.equal(undefined);
    video.dispatchEvent(new Event('leavepictureinpicture'));
    room.set({ activeSpeaker: 'grace' });
    expect([video.isConnected, isMeasured(), told.at(-1)!.pip]).to.deep.equal([false, false, undefined]);
    expect(video.srcObject, 'nobody is followed any more').to.equal(ada.streams.camera);
  });
});
