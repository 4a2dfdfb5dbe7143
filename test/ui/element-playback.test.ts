import { expect } from 'chai';
import { createPlayback } from '../../src/ui/controllers/playback.js';
import { participant } from '../support/fake-room.js';
import { mount, type TestVideoRoom, unmountAll } from '../support/test-element.js';
import { until } from '../support/until.js';

/** A media element with a stream, whose `play()` answers as configured; it counts the calls. */
function media(kind: 'audio' | 'video', refuse?: string) {
  const element = document.createElement(kind);
  element.srcObject = new MediaStream();
  const asked = { plays: 0, refuse, sinks: [] as string[] };
  let paused = true;
  Object.defineProperty(element, 'paused', { get: () => paused });
  element.play = async () => {
    asked.plays++;
    if (asked.refuse) throw new DOMException('no', asked.refuse);
    paused = false;
  };
  element.setSinkId = async (id) => void asked.sinks.push(id);
  return { element, asked, pause: () => (paused = true) };
}

function playback(...elements: HTMLElement[]) {
  const root = document.createElement('div');
  root.append(...elements);
  let blocked = false;
  return { root, player: createPlayback(root, (now) => (blocked = now)), isBlocked: () => blocked };
}

describe('playback', () => {
  it('plays each picture and sound once, and again when it was paused', async () => {
    const sound = media('audio');
    const picture = media('video');
    const { player } = playback(sound.element, picture.element);
    player.update(null);
    await Promise.resolve();
    player.update(null);
    expect([sound.asked.plays, picture.asked.plays]).to.deep.equal([1, 1]);
    picture.pause();
    player.update(null);
    expect([sound.asked.plays, picture.asked.plays]).to.deep.equal([1, 2]);
  });

  it('plays at once what the system paused, up to a limit', async () => {
    const sound = media('audio');
    const { player } = playback(sound.element);
    player.update(null);
    await Promise.resolve();
    const pauseIt = () => {
      sound.pause();
      sound.element.dispatchEvent(new Event('pause'));
    };
    pauseIt();
    expect(sound.asked.plays).to.equal(2);
    // A system that prevents playback does not cause an endless loop.
    for (let time = 0; time < 50; time++) pauseIt();
    expect(sound.asked.plays).to.be.within(20, 23);
    player.update(null, []);
    pauseIt();
    expect(sound.asked.plays).to.be.within(20, 23);
  });

  it('ignores elements without a stream', () => {
    const idle = media('video');
    idle.element.srcObject = null;
    playback(idle.element).player.update(null);
    expect(idle.asked.plays).to.equal(0);
  });

  it('reports that the browser refused, does not retry by itself, and plays all after a click', async () => {
    const sounds = [media('audio', 'NotAllowedError'), media('audio', 'NotAllowedError')];
    const { player, isBlocked } = playback(...sounds.map(({ element }) => element));
    player.update(null);
    await until(isBlocked);
    player.update(null);
    expect(isBlocked()).to.equal(true);
    expect(sounds.map(({ asked }) => asked.plays)).to.deep.equal([1, 1]);
    for (const { asked } of sounds) asked.refuse = undefined;
    player.start();
    await Promise.resolve();
    player.update(null);
    expect(isBlocked()).to.equal(false);
    expect(sounds.map(({ element }) => element.paused)).to.deep.equal([false, false]);
  });

  it('is no longer blocked once the refused element is gone', async () => {
    const sound = media('audio', 'NotAllowedError');
    const { player, isBlocked } = playback(sound.element);
    player.update(null);
    await until(isBlocked);
    sound.element.remove();
    player.update(null);
    expect(isBlocked()).to.equal(false);
  });

  it('stops removed elements, which would continue playing unseen and be kept for it', () => {
    const [gone, stays] = [media('audio'), media('video')];
    const { player } = playback(gone.element, stays.element);
    player.update(null);
    gone.element.remove();
    player.update(null);
    expect(gone.element.srcObject === null).to.equal(true);
    expect(stays.element.srcObject === null).to.equal(false);
  });

  it('does not count an interrupted play() as a refusal', async () => {
    const picture = media('video', 'AbortError');
    const { player, isBlocked } = playback(picture.element);
    player.update(null);
    await Promise.resolve();
    expect(isBlocked()).to.equal(false);
    player.update(null);
    expect(picture.asked.plays).to.equal(2);
  });

  it('sends every sound, even a later one, to the chosen speaker, once', () => {
    const first = media('audio');
    const later = media('audio');
    const picture = media('video');
    const { root, player } = playback(first.element, picture.element);
    player.update(null);
    player.update('usb');
    player.update('usb');
    root.append(later.element);
    player.update('usb');
    player.update(null);
    expect(first.asked.sinks).to.deep.equal(['usb', '']);
    expect(later.asked.sinks).to.deep.equal(['usb', '']);
    expect(picture.asked.sinks).to.deep.equal([]);
  });
});

/** The elements are drawn by the element under test, so each gets its own refusing `play()` before it is used. */
function refuseAll(element: TestVideoRoom): void {
  element.addController({
    hostUpdated: () => {
      for (const audio of element.shadowRoot!.querySelectorAll('audio')) {
        if (Object.hasOwn(audio, 'play')) continue;
        audio.autoplay = false;
        audio.pause();
        audio.play = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
      }
    },
  });
}

describe('playback in <video-room>', () => {
  afterEach(unmountAll);

  for (const how of ['another room', 'taken off the page'] as const) {
    it(`releases its streams at the end of a session, although they may live on: ${how}`, async () => {
      const { element, room } = await mount();
      room.set({ phase: 'joined', self: participant({ streams: { camera: new MediaStream() } }) });
      const video = await until(() => element.shadowRoot!.querySelector('video'));
      expect(video.srcObject === null).to.equal(false);
      if (how === 'another room') element.room = 'elsewhere';
      else unmountAll();
      await element.updateComplete;
      expect([room.disposed, video.srcObject === null]).to.deep.equal([true, true]);
    });
  }

  it('shows one button for the whole room, which brings the sound back', async () => {
    const { element, room } = await mount();
    const stream = () => new AudioContext().createMediaStreamDestination().stream;
    const people = ['grace', 'hedy'].map((id) => participant({ id, streams: { microphone: stream() } }));
    const play = HTMLMediaElement.prototype.play;
    refuseAll(element);
    room.set({ phase: 'joined', participants: people });
    const button = () => element.shadowRoot!.querySelector<HTMLElement>('[part~="notice__action"]');
    await until(button);
    const sounds = [...element.shadowRoot!.querySelectorAll('audio')].filter(({ srcObject }) => srcObject);
    expect(sounds).to.have.length(2);
    for (const audio of sounds) audio.play = play;
    button()!.click();
    await until(() => !button() && sounds.every(({ paused }) => !paused));
  });

  it('retries when we capture: some browsers allow playback from then on', async () => {
    const { element, room } = await mount();
    const microphone = new AudioContext().createMediaStreamDestination().stream;
    const play = HTMLMediaElement.prototype.play;
    refuseAll(element);
    const self = participant({ microphone: 'starting', camera: 'starting' });
    room.set({
      phase: 'joined',
      self,
      participants: [participant({ id: 'grace', streams: { microphone } })],
    });
    const button = () => element.shadowRoot!.querySelector('[part~="notice__action"]');
    await until(button);
    const sound = element.shadowRoot!.querySelector('audio')!;
    sound.play = play;
    room.set({ self: { ...self, microphone: 'on' } });
    await until(() => !button() && !sound.paused);
  });
});
