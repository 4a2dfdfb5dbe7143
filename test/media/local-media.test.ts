import { expect } from 'chai';
import { AudioLevel } from '../../src/media/audio-level.js';
import type { Devices } from '../../src/media/devices.js';
import { LocalMedia, type LocalMediaOptions } from '../../src/media/local-media.js';
import { Preferences } from '../../src/media/preferences.js';
import { until } from '../support/until.js';
import { asMediaDevices, FakeDevices, info, refusal } from './fake-devices.js';

/** A page with a permissions policy, which tests can hide and show. */
function page(allows: (source: string) => boolean | undefined = () => true) {
  return Object.assign(new EventTarget(), { allows });
}

const BOTH = { microphone: true, camera: true };

describe('local media', () => {
  let devices: FakeDevices;
  let media: LocalMedia;
  /** `source state` or `source error code`, in order; a track to send is marked with `+`. */
  let told: string[];
  let lists: Devices[];
  let started: LocalMedia[];

  function create(options: Partial<LocalMediaOptions> = {}): LocalMedia {
    media = new LocalMedia({
      devices: asMediaDevices(devices),
      on: {
        sourceChanged: (source, state, track) => told.push(`${source} ${state}${track ? '+' : ''}`),
        deviceFailed: (kind, code) => told.push(`${kind} failed ${code}`),
        devicesChanged: (list) => lists.push(list),
      },
      ...options,
    });
    started.push(media);
    return media;
  }

  beforeEach(() => {
    devices = new FakeDevices();
    told = [];
    lists = [];
    started = [];
  });
  afterEach(() => {
    for (const one of started) one.stop();
    localStorage.removeItem('video-room:preferences');
  });

  describe('starting', () => {
    it('asks for both with one prompt, and reports them after the browser has answered', async () => {
      let answer = (): void => {};
      devices.prompt = new Promise<void>((resolve) => {
        answer = resolve;
      });
      const starting = create().start(BOTH);
      await until(() => told.length === 2);
      expect(told).to.deep.equal(['microphone starting', 'camera starting']);
      expect(media.track('camera')).to.equal(null);
      answer();
      await starting;
      expect(told.slice(2)).to.deep.equal(['microphone on+', 'camera on+']);
      expect(devices.requests).to.have.length(1);
      expect(media.track('microphone')!.kind).to.equal('audio');
      expect(media.track('camera')!.kind).to.equal('video');
    });

    it('opens the chosen device if it is chosen in the same task, and nothing else stays open', async () => {
      devices.plugged.push(info('videoinput', 'cam-2'));
      const starting = create().start(BOTH);
      await media.setDevice('camera', 'cam-2');
      await starting;
      expect(devices.live.map((track) => track.getSettings().deviceId).sort()).to.deep.equal([
        'cam-2',
        'mic-1',
      ]);
      expect(media.track('camera')!.getSettings().deviceId).to.equal('cam-2');
    });

    it('asks once if a source is switched on again in the same task', async () => {
      const starting = create().start(BOTH);
      await Promise.all([starting, media.setEnabled('camera', true)]);
      expect(devices.requests).to.have.length(1);
      expect(told.slice(-1)).to.deep.equal(['camera on+']);
    });

    it('knows what was switched off, and nothing of what was never asked for', async () => {
      create();
      expect(media.switchedOff('')).to.equal('');
      expect(media.switchedOff('camera')).to.equal('camera');
      const starting = media.start({ microphone: true, camera: false });
      expect(media.switchedOff('camera')).to.equal('camera');
      expect(media.switchedOff('')).to.equal('');
      await starting;
      await media.setEnabled('camera', true);
      expect(media.switchedOff('camera')).to.equal('');
      await media.setEnabled('microphone', false);
      expect(media.switchedOff('')).to.equal('microphone');
    });

    it('asks for 360 lines at 30 frames first, and for a voice without echo and noise', async () => {
      await create().start(BOTH);
      expect(devices.requests[0]).to.deep.equal({
        audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true, deviceId: undefined },
        video: {
          deviceId: undefined,
          width: { ideal: 640, max: 1920 },
          height: { ideal: 360, max: 1080 },
          frameRate: { ideal: 30, max: 30 },
        },
      });
    });

    it('does not open unwanted sources', async () => {
      await create().start({ microphone: true, camera: false });
      expect(told).to.deep.equal(['microphone starting', 'microphone on+']);
      expect(devices.requests.map(({ video }) => video)).to.deep.equal([false]);
      await create().start({ microphone: false, camera: false });
      expect(devices.requests).to.have.length(1);
    });

    it('lets a user without a camera speak', async () => {
      devices.plugged = [info('audioinput', 'mic-1')];
      await create().start(BOTH);
      expect(told).to.have.members([
        'microphone starting',
        'camera starting',
        'microphone on+',
        'camera lost',
        'camera failed not-found',
      ]);
      expect(devices.requests).to.have.length(3);
    });

    it('shows a user whose microphone is busy', async () => {
      devices.refuse = ({ audio }) => (audio ? refusal('NotReadableError') : undefined);
      await create().start(BOTH);
      expect(told.filter((line) => !line.endsWith('starting'))).to.have.members([
        'microphone lost',
        'microphone failed in-use',
        'camera on+',
      ]);
    });

    it('reports each source when both are denied', async () => {
      devices.refuse = () => refusal('NotAllowedError', 'Permission denied');
      await create().start(BOTH);
      expect(told.filter((line) => !line.endsWith('starting'))).to.have.members([
        'microphone blocked',
        'microphone failed denied',
        'camera blocked',
        'camera failed denied',
      ]);
    });

    it('does not ask again after a dismissed prompt', async () => {
      devices.refuse = () => refusal('NotAllowedError', 'Permission dismissed');
      await create().start(BOTH);
      expect(devices.requests).to.have.length(1);
      expect(told).to.include.members([
        'microphone off',
        'camera off',
        'microphone failed dismissed',
        'camera failed dismissed',
      ]);
    });

    it('never asks for a camera with audio-only', async () => {
      await create({ audioOnly: true }).start(BOTH);
      expect(told).to.deep.equal(['microphone starting', 'microphone on+']);
      expect(await media.setEnabled('camera', true)).to.equal(false);
      expect(devices.requests.some(({ video }) => video)).to.equal(false);
    });

    it('reports that a page without devices may not use them, and why', async () => {
      await create({ devices: undefined }).start(BOTH);
      // This page is secure, so the reason is not known; the code for an insecure one has its own test.
      expect(told).to.include.members(['microphone lost', 'microphone failed unknown', 'camera lost']);
    });

    it('distinguishes a frame without permission from a user who said no', async () => {
      devices.refuse = () => refusal('NotAllowedError', 'Permission denied');
      await create({ page: page((source) => source === 'microphone') }).start(BOTH);
      expect(told).to.include.members(['microphone failed denied', 'camera failed policy', 'camera blocked']);
    });

    it('treats hidden devices in a frame as forbidden where the browser does not report the policy', async () => {
      devices.refuse = () => refusal('NotAllowedError');
      devices.plugged = [info('videoinput', '')];
      await create({ page: page(() => undefined) }).start(BOTH);
      expect(told).to.include.members(['microphone failed policy', 'camera failed denied']);
    });

    it('asks again for the failed sources only', async () => {
      devices.refuse = ({ video }) => (video ? refusal('NotReadableError') : undefined);
      await create().start(BOTH);
      devices.refuse = () => undefined;
      devices.requests.length = 0;
      await media.retry();
      expect(devices.requests.map(({ audio }) => audio)).to.deep.equal([false]);
      expect(told.slice(-2)).to.deep.equal(['camera starting', 'camera on+']);
      await media.retry();
      expect(devices.requests).to.have.length(1);
    });

    it('asks again after the prompt was dismissed', async () => {
      devices.refuse = () => refusal('NotAllowedError', 'Permission dismissed');
      await create().start({ microphone: true, camera: false });
      devices.refuse = () => undefined;
      await media.retry();
      expect(media.track('microphone')).to.be.instanceOf(MediaStreamTrack);
    });
  });

  describe('switching on and off', () => {
    it('turns off the light of a camera and opens it again', async () => {
      await create().start(BOTH);
      const before = media.track('camera')!;
      expect(await media.setEnabled('camera', false)).to.equal(false);
      expect(before.readyState).to.equal('ended');
      expect(media.track('camera')).to.equal(null);
      expect(await media.setEnabled('camera', true)).to.equal(true);
      expect(media.track('camera')!.readyState).to.equal('live');
      expect(told.slice(-3)).to.deep.equal(['camera off', 'camera starting', 'camera on+']);
    });

    it('keeps a muted microphone open but silent, so that unmuting shows no prompt', async () => {
      await create().start(BOTH);
      const track = media.track('microphone')!;
      expect(await media.setEnabled('microphone', false)).to.equal(false);
      expect(track.enabled).to.equal(false);
      expect(track.readyState).to.equal('live');
      expect(media.track('microphone')).to.equal(null);
      expect(await media.setEnabled('microphone', true)).to.equal(true);
      expect(track.enabled).to.equal(true);
      expect(media.track('microphone')).to.equal(track);
      expect(devices.requests).to.have.length(1);
      expect(told.slice(-2)).to.deep.equal(['microphone off', 'microphone on+']);
    });

    it('closes a microphone that nobody may hear, and opens it again when it is switched on', async () => {
      await create().start(BOTH);
      const track = media.track('microphone')!;
      expect(await media.setEnabled('microphone', null)).to.equal(false);
      expect([track.readyState, media.track('microphone')]).to.deep.equal(['ended', null]);
      expect(await media.setEnabled('microphone', false)).to.equal(false);
      expect(devices.live.map(({ kind }) => kind)).to.deep.equal(['video']);
      expect(await media.setEnabled('microphone', true)).to.equal(true);
      expect([media.track('microphone')!.readyState, devices.requests.length]).to.deep.equal(['live', 2]);
    });

    it('also closes it when it opens after that', async () => {
      let answer = (): void => {};
      devices.prompt = new Promise<void>((resolve) => {
        answer = resolve;
      });
      const starting = create().start(BOTH);
      await until(() => devices.requests.length);
      const off = media.setEnabled('microphone', null);
      answer();
      await Promise.all([starting, off]);
      expect(devices.live.map(({ kind }) => kind)).to.deep.equal(['video']);
      devices.replug(...devices.plugged, info('audioinput', 'mic-2'));
      await until(() => lists.at(-1)!.list.microphone.length === 2);
      expect(devices.requests).to.have.length(1);
    });

    it('lets the last of overlapping calls win, and all resolve with the final state', async () => {
      await create().start({ microphone: false, camera: false });
      const ends = await Promise.all([true, false, true].map((on) => media.setEnabled('camera', on)));
      expect(ends).to.deep.equal([true, true, true]);
      expect(told).to.deep.equal(['camera starting', 'camera on+']);
      expect(devices.live).to.have.length(1);
    });

    it('stops a camera that is no longer wanted when it opens', async () => {
      let answer = (): void => {};
      devices.prompt = new Promise<void>((resolve) => {
        answer = resolve;
      });
      const on = create().setEnabled('camera', true);
      await until(() => devices.requests.length);
      const off = media.setEnabled('camera', false);
      answer();
      expect(await Promise.all([on, off])).to.deep.equal([false, false]);
      expect(devices.live).to.deep.equal([]);
      expect(told).to.deep.equal(['camera starting', 'camera off']);
    });

    it('leaves nothing open of a source that was switched off while it was being requested', async () => {
      const starting = create().start(BOTH);
      const off = media.setEnabled('camera', false);
      await Promise.all([starting, off]);
      expect(devices.live.map(({ kind }) => kind)).to.deep.equal(['audio']);
    });

    it('lists devices again after one is allowed, because they have labels then', async () => {
      await create().start({ microphone: false, camera: false });
      devices.plugged.push(info('videoinput', 'cam-2'));
      await media.setEnabled('camera', true);
      expect(lists.at(-1)!.list.camera).to.have.length(2);
    });

    it('returns false when the browser refuses', async () => {
      devices.refuse = () => refusal('NotAllowedError', 'Permission denied');
      expect(await create().setEnabled('microphone', true)).to.equal(false);
      expect(told).to.deep.equal(['microphone starting', 'microphone blocked', 'microphone failed denied']);
      expect(await media.setEnabled('microphone', false)).to.equal(false);
      expect(told.at(-1)).to.equal('microphone off');
    });
  });

  describe('changing devices', () => {
    beforeEach(() => {
      devices.plugged.push(info('videoinput', 'cam-2'), info('audioinput', 'mic-2'));
    });

    it('keeps sending the old camera until the new one is open', async () => {
      await create().start(BOTH);
      const old = media.track('camera')!;
      let answer = (): void => {};
      devices.prompt = new Promise<void>((resolve) => {
        answer = resolve;
      });
      const changing = media.setDevice('camera', 'cam-2');
      await until(() => devices.requests.length === 2);
      expect(old.readyState).to.equal('live');
      expect(media.track('camera')).to.equal(old);
      answer();
      await changing;
      expect(devices.requests[1]!.video).to.deep.include({ deviceId: { exact: 'cam-2' } });
      expect(old.readyState).to.equal('ended');
      expect(media.track('camera')!.getSettings().deviceId).to.equal('cam-2');
      expect(told.slice(4)).to.deep.equal(['camera on+']);
      expect(lists.at(-1)!.selected.camera).to.equal('cam-2');
    });

    it('closes the old one first where only one can be open', async () => {
      await create().start(BOTH);
      devices.refuse = ({ video }) =>
        video && devices.live.some(({ kind }) => kind === 'video') ? refusal('NotReadableError') : undefined;
      await media.setDevice('camera', 'cam-2');
      expect(media.track('camera')!.getSettings().deviceId).to.equal('cam-2');
      expect(told.slice(4)).to.deep.equal(['camera starting', 'camera on+']);
      expect(devices.live).to.have.length(2);
    });

    it('goes back to the old one when the new one is busy', async () => {
      await create().start(BOTH);
      devices.refuse = (_, id) => (id === 'cam-2' ? refusal('NotReadableError') : undefined);
      await media.setDevice('camera', 'cam-2');
      expect(media.track('camera')!.getSettings().deviceId).to.equal('cam-1');
      expect(told.slice(4)).to.deep.equal(['camera starting', 'camera failed in-use', 'camera on+']);
      expect(lists.at(-1)!.selected.camera).to.equal('cam-1');
      expect(devices.live).to.have.length(2);
    });

    it('keeps the old one when the new one is missing', async () => {
      await create().start(BOTH);
      const old = media.track('camera')!;
      await media.setDevice('camera', 'cam-9');
      expect(media.track('camera')).to.equal(old);
      expect(told.slice(4)).to.deep.equal(['camera failed not-found']);
    });

    it('stores the choice for a camera that is off', async () => {
      const preferences = new Preferences();
      await create({ preferences }).start({ microphone: true, camera: false });
      await media.setDevice('camera', 'cam-2');
      expect(devices.requests).to.have.length(1);
      expect(preferences.value.camera).to.equal('cam-2');
      expect(lists.at(-1)!.selected.camera).to.equal('cam-2');
      await media.setEnabled('camera', true);
      expect(devices.requests[1]!.video).to.deep.include({ deviceId: 'cam-2' });
      expect(media.track('camera')!.getSettings().deviceId).to.equal('cam-2');
    });

    it('opens the chosen microphone when a muted one is switched on', async () => {
      await create().start({ microphone: true, camera: false });
      await media.setEnabled('microphone', false);
      await media.setDevice('microphone', 'mic-2');
      expect(devices.live).to.deep.equal([]);
      await media.setEnabled('microphone', true);
      expect(media.track('microphone')!.getSettings().deviceId).to.equal('mic-2');
    });

    it('tries another device if one cannot be opened', async () => {
      devices.refuse = (_, id) => (id === 'mic-1' ? refusal('NotReadableError') : undefined);
      await create().start({ microphone: true, camera: false });
      await media.setDevice('microphone', 'mic-2');
      expect(told.slice(-2)).to.deep.equal(['microphone starting', 'microphone on+']);
    });

    it('blurs the background as the user has set it, now and on the next visit, and otherwise leaves that to the system', async () => {
      const blurOf = (constraints: unknown) => (constraints as { backgroundBlur?: boolean }).backgroundBlur;
      const preferences = new Preferences(true);
      await create({ preferences }).start(BOTH);
      expect(devices.requests[0]!.video).to.not.have.property('backgroundBlur');
      const applied: unknown[] = [];
      media.track('camera')!.applyConstraints = async (constraints) => void applied.push(blurOf(constraints));
      for (const backgroundBlur of [true, false, true]) {
        preferences.set({ backgroundBlur });
        await media.settingsChanged();
      }
      expect(applied).to.deep.equal([true, false, true]);
      await create({ preferences: new Preferences(true) }).start(BOTH);
      expect(blurOf(devices.requests.at(-1)!.video)).to.equal(true);
      expect(devices.requests.at(-1)!.audio, 'of the camera alone').to.not.have.property('backgroundBlur');
    });

    it('asks for a remembered device, and uses another if it is missing', async () => {
      const preferences = new Preferences();
      preferences.set({ camera: 'cam-9', microphone: 'mic-2' });
      await create({ preferences }).start(BOTH);
      expect(devices.requests[0]!.video).to.deep.include({ deviceId: 'cam-9' });
      expect(lists.at(-1)!.selected).to.deep.include({ camera: 'cam-1', microphone: 'mic-2' });
    });

    it('stores the speaker', async () => {
      await create().start({ microphone: false, camera: false });
      expect(lists.at(-1)!.selected.speaker).to.equal(null);
      await media.setDevice('speaker', 'loud-1');
      expect(lists.at(-1)!.selected.speaker).to.equal('loud-1');
      expect(devices.requests).to.deep.equal([]);
    });

    it('lists devices again when one is plugged in or out', async () => {
      create();
      devices.plugged.push(info('audiooutput', 'loud-2'));
      devices.dispatchEvent(new Event('devicechange'));
      await until(() => lists.length);
      expect(lists[0]!.list.speaker.map(({ id }) => id)).to.deep.equal(['loud-1', 'loud-2']);
    });
  });

  describe("a host's own stream", () => {
    let stream: MediaStream;
    beforeEach(async () => {
      stream = await devices.getUserMedia({ audio: {}, video: {} });
      devices.requests.length = 0;
    });

    it('is sent instead of devices, without a prompt', async () => {
      await create({ stream }).start(BOTH);
      expect(media.track('camera')).to.equal(stream.getVideoTracks()[0]);
      expect(media.track('microphone')).to.equal(stream.getAudioTracks()[0]);
      expect(devices.requests).to.deep.equal([]);
    });

    it('is never stopped or muted; switching off only stops sending it', async () => {
      await create({ stream }).start(BOTH);
      await Promise.all([media.setEnabled('camera', false), media.setEnabled('microphone', false)]);
      expect(media.track('camera')).to.equal(null);
      await media.setDevice('camera', 'cam-2');
      expect(await media.setEnabled('camera', true)).to.equal(true);
      media.stop();
      for (const track of stream.getTracks()) {
        expect(track.readyState).to.equal('live');
        expect(track.enabled).to.equal(true);
      }
    });

    it('is not changed by a switch during the start', async () => {
      const starting = create({ stream }).start(BOTH);
      await Promise.all([starting, media.setEnabled('camera', false)]);
      expect(stream.getVideoTracks()[0]!.readyState).to.equal('live');
    });

    it('is sent with the track that the page has put into it meanwhile, once the source was off and is on again', async () => {
      await create({ stream }).start(BOTH);
      for (const source of ['microphone', 'camera'] as const) {
        const old = media.track(source)!;
        const next = (await devices.getUserMedia({ audio: {}, video: {} }))
          .getTracks()
          .find(({ kind }) => kind === old.kind)!;
        stream.removeTrack(old);
        old.stop();
        stream.addTrack(next);
        await media.setEnabled(source, false);
        await media.setEnabled(source, true);
        expect(media.track(source) === next, source).to.equal(true);
      }
    });

    it('has no devices to choose from, only speakers', async () => {
      await create({ stream }).start(BOTH);
      const { list } = lists.at(-1)!;
      expect([list.microphone.length, list.camera.length, list.speaker.length]).to.deep.equal([0, 0, 1]);
    });

    it('has no camera if it has no video', async () => {
      stream.removeTrack(stream.getVideoTracks()[0]!);
      await create({ stream }).start(BOTH);
      expect(told).to.deep.equal(['microphone starting', 'microphone on+']);
      expect(await media.setEnabled('camera', true)).to.equal(false);
    });
  });

  describe('stopping', () => {
    it('ends every track, even a muted one, and reports it', async () => {
      await create().start(BOTH);
      await media.setEnabled('microphone', false);
      media.stop();
      expect(devices.live).to.deep.equal([]);
      expect(told.at(-1)).to.equal('camera off');
    });

    for (const wanted of [BOTH, { microphone: false, camera: true }]) {
      const count = Number(wanted.microphone) + 1;
      it(`ends the result of a prompt for ${count} that was still open, and reports nothing more`, async () => {
        let answer = (): void => {};
        devices.prompt = new Promise<void>((resolve) => {
          answer = resolve;
        });
        const starting = create().start(wanted);
        await until(() => told.length === count && devices.requests.length);
        media.stop();
        told.length = 0;
        answer();
        await starting;
        expect(devices.tracks).to.have.length(count);
        expect(devices.live).to.deep.equal([]);
        expect(told).to.deep.equal([]);
      });
    }

    it('reports nothing about a later refusal, and opens nothing instead', async () => {
      await create().start(BOTH);
      let answer = (): void => {};
      devices.prompt = new Promise<void>((resolve) => {
        answer = resolve;
      });
      devices.refuse = () => refusal('NotReadableError');
      devices.plugged.push(info('videoinput', 'cam-2'));
      const changing = media.setDevice('camera', 'cam-2');
      await until(() => devices.requests.length === 2);
      media.stop();
      told.length = 0;
      answer();
      await changing;
      expect(devices.requests).to.have.length(2);
      expect(told).to.deep.equal([]);
    });

    it('closes the meter', async () => {
      const context = new AudioContext();
      await create({
        level: new AudioLevel(
          () => context,
          () => true,
        ),
      }).start(BOTH);
      media.level();
      media.stop();
      await until(() => context.state === 'closed');
    });

    it('makes no more requests and has no more listeners', async () => {
      await create().start(BOTH);
      media.stop();
      const requests = devices.requests.length;
      lists.length = told.length = 0;
      let listed = 0;
      const enumerate = devices.enumerateDevices;
      devices.enumerateDevices = () => {
        listed++;
        return enumerate.call(devices);
      };
      devices.dispatchEvent(new Event('devicechange'));
      expect(listed).to.equal(0);
      expect(await media.setEnabled('camera', true)).to.equal(false);
      await media.retry();
      expect(devices.requests).to.have.length(requests);
      expect([...lists, ...told]).to.deep.equal([]);
    });
  });

  describe('with real devices', () => {
    it('captures a picture of the needed size, and a voice that can be measured', async () => {
      create({ devices: navigator.mediaDevices, level: new AudioLevel(undefined, () => true) });
      expect(media.level()).to.equal(0);
      await media.start(BOTH);
      expect(told.slice(2)).to.have.members(['microphone on+', 'camera on+']);
      const size = () => {
        const { width, height, frameRate } = media.track('camera')!.getSettings();
        return [width, height, Math.round(frameRate!)];
      };
      expect(size().slice(0, 2)).to.deep.equal([640, 360]);
      await media.limitCamera({ lines: 480, frameRate: 30 });
      expect(size().slice(0, 2)).to.deep.equal([1280, 720]);
      await media.limitCamera({ lines: 120, frameRate: 12 });
      expect(size()).to.deep.equal([320, 180, 15]);
      // Another one, opened later, is equally small.
      await media.setEnabled('camera', false);
      await media.setEnabled('camera', true);
      expect(size()).to.deep.equal([320, 180, 15]);
      await until(() => media.level() > 0.03, 'until the fake microphone beeps');
      expect(lists.at(-1)!.list.camera[0]!.label).not.to.equal('');
      expect(lists.at(-1)!.selected.camera).to.equal(lists.at(-1)!.list.camera[0]!.id);
    });

    it('removes noise from our sound until the user switches that off', async () => {
      const preferences = new Preferences();
      const suppressed = () => media.track('microphone')?.getSettings().noiseSuppression;
      await create({ devices: navigator.mediaDevices, preferences }).start({
        microphone: true,
        camera: false,
      });
      expect(suppressed()).to.equal(true);
      preferences.set({ noiseSuppression: false });
      await media.settingsChanged();
      expect(suppressed()).to.equal(false);
      preferences.set({ noiseSuppression: true });
      await media.settingsChanged();
      expect(suppressed()).to.equal(true);
    });

    it('changes to another microphone', async () => {
      await create({ devices: navigator.mediaDevices }).start({ microphone: true, camera: false });
      const other = lists.at(-1)!.list.microphone.find(({ id }) => id !== lists.at(-1)!.selected.microphone)!;
      const old = media.track('microphone')!;
      await media.setDevice('microphone', other.id);
      expect(lists.at(-1)!.selected.microphone).to.equal(other.id);
      expect(old.readyState).to.equal('ended');
      media.stop();
      expect(media.track('microphone')).to.equal(null);
    });
  });
});
