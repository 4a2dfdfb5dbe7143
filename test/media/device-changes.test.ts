import { expect } from 'chai';
import type { CaptureSource } from '../../src/media/capture.js';
import type { Devices } from '../../src/media/devices.js';
import { LocalMedia, type LocalMediaOptions } from '../../src/media/local-media.js';
import { until } from '../support/until.js';
import { asMediaDevices, FakeDevices, info, refusal } from './fake-devices.js';

const BOTH = { microphone: true, camera: true };
const UNNAMED = [info('audioinput', ''), info('videoinput', '')];

/** A permission that the test grants and revokes. */
class FakePermission extends EventTarget {
  constructor(public state: PermissionState = 'granted') {
    super();
  }

  readonly query = async () => this as unknown as PermissionStatus;

  set(state: PermissionState): void {
    this.state = state;
    this.dispatchEvent(new Event('change'));
  }
}

describe('devices that change in use', () => {
  let devices: FakeDevices;
  let media: LocalMedia;
  let permissions: FakePermission;
  let page: EventTarget & { allows(): boolean };
  /** `source state` or `source error code`, in order; a track to send is marked with its device. */
  let told: string[];
  let latest: Devices;

  async function start(options: Partial<LocalMediaOptions> = {}, wanted = BOTH): Promise<void> {
    media = new LocalMedia({
      devices: asMediaDevices(devices),
      permissions,
      page,
      on: {
        sourceChanged: (source, state, track) =>
          told.push(`${source} ${state}${track ? ` ${track.getSettings().deviceId}` : ''}`),
        deviceFailed: (kind, code) => told.push(`${kind} failed ${code}`),
        devicesChanged: (list) => {
          latest = list;
        },
      },
      ...options,
    });
    await media.start(wanted);
    told.length = 0;
  }
  const track = (source: CaptureSource) => media.track(source)!;
  const tells = (...lines: string[]) =>
    until(() => {
      expect(told).to.deep.equal(lines);
      return true;
    }, 'for what is told');
  /** Waits until everything has settled. */
  const settled = async () => {
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setTimeout(resolve));
  };

  /** The user chooses a microphone, and unplugs it. Resolves with the devices that were there before. */
  const unplugChosen = async () => {
    await start();
    await media.setDevice('microphone', 'mic-2');
    const { plugged } = devices;
    devices.unplug(track('microphone'));
    await until(() => told.at(-1) === 'microphone on mic-1');
    devices.replug(...devices.plugged);
    await settled();
    told.length = 0;
    return plugged;
  };

  beforeEach(() => {
    devices = new FakeDevices();
    devices.plugged.push(info('videoinput', 'cam-2'), info('audioinput', 'mic-2'));
    permissions = new FakePermission();
    page = Object.assign(new EventTarget(), { allows: () => true });
    told = [];
  });
  afterEach(() => media.stop());

  describe('unplugged', () => {
    for (const [source, gone, next] of [
      ['camera', 'cam-1', 'cam-2'],
      ['microphone', 'mic-1', 'mic-2'],
    ] as const) {
      it(`a ${source} is replaced by a remaining one, and the user can be told`, async () => {
        await start();
        const began = Date.now();
        devices.unplug(track(source));
        await tells(`${source} starting`, `${source} on ${next}`);
        await until(() => latest.selected[source] === next);
        const { at, ...replaced } = latest.replaced!;
        expect(replaced).to.deep.equal({ kind: source, gone: `label of ${gone}`, used: `label of ${next}` });
        expect(at).to.be.within(began, Date.now());
      });
    }

    it('and none is left: the source is lost, and comes back by itself with the next device', async () => {
      devices.plugged = [info('audioinput', 'mic-1'), info('videoinput', 'cam-1')];
      await start();
      devices.unplug(track('camera'));
      await tells('camera starting', 'camera lost', 'camera failed not-found');
      told.length = 0;
      devices.replug(info('audioinput', 'mic-1'), info('videoinput', 'cam-3'));
      await tells('camera starting', 'camera on cam-3');
      await until(() => latest.replaced?.gone === 'label of cam-1' && latest.selected.camera === 'cam-3');
    });

    it('while it is switched off: nothing is opened, neither then nor when devices are plugged in', async () => {
      await start();
      const microphone = track('microphone');
      await Promise.all([media.setEnabled('microphone', false), media.setEnabled('camera', false)]);
      const { length } = devices.requests;
      told.length = 0;
      devices.unplug(microphone);
      devices.replug(info('audioinput', 'mic-2'), info('audioinput', 'mic-3'), info('videoinput', 'cam-3'));
      await settled();
      expect(told).to.deep.equal([]);
      expect(devices.requests).to.have.length(length);
      expect(await media.setEnabled('microphone', true)).to.equal(true);
      expect(told).to.deep.equal(['microphone starting', 'microphone on mic-2']);
      await until(() => latest.replaced?.used === 'label of mic-2');
    });

    it('or ended while it is muted: unmuting is a click, so it may always ask', async () => {
      await start();
      const microphone = track('microphone');
      await media.setEnabled('microphone', false);
      permissions.state = 'prompt';
      devices.end(microphone);
      await settled();
      expect(devices.requests).to.have.length(1);
      expect(await media.setEnabled('microphone', true)).to.equal(true);
    });

    it('before the browser has noticed: a remaining device is used when the list changes', async () => {
      await start();
      devices.refuse = () => refusal('NotReadableError');
      devices.end(track('microphone'));
      await tells('microphone starting', 'microphone lost', 'microphone failed in-use');
      told.length = 0;
      devices.refuse = () => undefined;
      devices.replug(info('audioinput', 'mic-2'), info('videoinput', 'cam-1'));
      await tells('microphone starting', 'microphone on mic-2');
    });

    it('chosen by the user, and plugged in again: it is used again', async () => {
      const plugged = await unplugChosen();
      devices.replug(...plugged);
      await tells('microphone on mic-2');
      await until(() => latest.replaced?.gone === '' && latest.selected.microphone === 'mic-2');
    });

    it('chosen by the user, and plugged in again with several events: it is opened once', async () => {
      const plugged = await unplugChosen();
      // The second event comes before the list was read for the first, and its list while the device is opened.
      const opened = devices.requests.length;
      let lists = 0;
      devices.enumerateDevices = async () => {
        lists += 1;
        if (lists === 2) await until(() => devices.requests.length > opened);
        return devices.plugged;
      };
      let answer = () => {};
      devices.prompt = new Promise<void>((done) => {
        answer = done;
      });
      devices.replug(...plugged);
      devices.replug(...plugged);
      await until(() => devices.requests.length > opened);
      await settled();
      answer();
      await until(() => told.includes('microphone on mic-2'));
      await settled();
      expect(told).to.deep.equal(['microphone on mic-2']);
    });

    for (const source of ['microphone', 'camera'] as const) {
      it(`a ${source} that is switched off while another one is opened is silent or dark at once`, async () => {
        await start();
        let answer = () => {};
        devices.prompt = new Promise<void>((done) => {
          answer = done;
        });
        const used = track(source);
        const other = source === 'camera' ? 'cam-2' : 'mic-2';
        const changing = media.setDevice(source, other);
        await until(() => JSON.stringify(devices.requests.at(-1)).includes(other));
        expect(used.enabled).to.equal(true);
        void media.setEnabled(source, false);
        expect(used.enabled).to.equal(false);
        void media.setEnabled(source, true);
        expect(used.enabled).to.equal(true);
        void media.setEnabled(source, false);
        answer();
        await changing;
        expect(told.at(-1)).to.equal(`${source} off`);
      });
    }

    it('a camera that is opened while the limit of its size changes gets the new size', async () => {
      await start();
      let answer = () => {};
      devices.prompt = new Promise<void>((done) => {
        answer = done;
      });
      const changing = media.setDevice('camera', 'cam-2');
      await until(() => JSON.stringify(devices.requests.at(-1)).includes('cam-2'));
      const applied: MediaTrackConstraints[] = [];
      const capture = devices.capture;
      devices.capture = (kind) => {
        const made = capture(kind);
        made.applyConstraints = async (constraints) => void applied.push(constraints!);
        return made;
      };
      await media.limitCamera({ lines: 720, frameRate: 30 });
      answer();
      await changing;
      expect(applied).to.have.length(1);
      expect(JSON.stringify(applied[0])).to.include('720');
    });

    it('never makes us switch from a working device to a new one', async () => {
      await start();
      devices.replug(info('videoinput', 'cam-9'), info('audioinput', 'mic-9'), ...devices.plugged);
      await settled();
      expect(told).to.deep.equal([]);
    });

    it('a speaker is replaced by the default, and used again when it is back', async () => {
      await start();
      await media.setDevice('speaker', 'loud-1');
      const plugged = devices.plugged;
      devices.replug(...plugged.filter(({ kind }) => kind !== 'audiooutput'));
      await until(() => latest.selected.speaker === null);
      devices.replug(...plugged);
      await until(() => latest.selected.speaker === 'loud-1');
    });
  });

  it('a device that ends each time it is opened is tried three times', async () => {
    await start({}, { microphone: true, camera: false });
    for (let opened = 1; opened < 5 && track('microphone'); opened++) {
      const ended = track('microphone');
      devices.end(ended);
      await until(() => track('microphone') !== ended && / (on|failed) /.test(told.at(-1)!));
    }
    expect(devices.requests).to.have.length(4);
    expect(told.slice(-2)).to.deep.equal(['microphone lost', 'microphone failed unknown']);
    await media.retry();
    expect(told.at(-1)).to.equal('microphone on mic-1');
  });

  describe("the system's default", () => {
    const standard = (name: string) =>
      info('audioinput', 'default', `group of ${name}`, `Default - label of ${name}`);

    it('is followed to other hardware, after the old device is closed', async () => {
      devices.plugged = [standard('mic-1'), ...devices.plugged];
      await start();
      const old = track('microphone');
      devices.refuse = ({ audio }) =>
        audio && old.readyState === 'live' ? refusal('NotReadableError') : undefined;
      devices.replug(standard('mic-2'), ...devices.plugged.slice(1));
      await tells('microphone starting', 'microphone on default');
      expect(track('microphone').label).to.equal('Default - label of mic-2');
      await until(() => latest.replaced?.used === 'Default - label of mic-2');
      expect(latest.replaced).to.deep.include({ kind: 'microphone', gone: '' });
      devices.replug(...devices.plugged);
      await settled();
      expect(told).to.have.length(2);
    });

    it('does not matter if the user has chosen a device', async () => {
      devices.plugged = [standard('mic-1'), ...devices.plugged];
      await start();
      await media.setDevice('microphone', 'mic-1');
      told.length = 0;
      devices.replug(standard('mic-2'), ...devices.plugged.slice(1));
      await settled();
      expect(told).to.deep.equal([]);
    });
  });

  describe('muted by the system', () => {
    it('for a moment: nothing happens', async () => {
      await start();
      devices.silence(track('microphone'), true);
      devices.silence(track('microphone'), false);
      devices.silence(track('camera'), true);
      await tells('camera lost', 'camera failed in-use');
      expect(media.track('microphone')).to.be.instanceOf(MediaStreamTrack);
    });

    it('for longer: lost, and on again with the same track when unmuted', async () => {
      await start();
      const camera = track('camera');
      devices.silence(camera, true);
      await tells('camera lost', 'camera failed in-use');
      expect(media.track('camera')).to.equal(null);
      devices.silence(camera, false);
      await tells('camera lost', 'camera failed in-use', 'camera on cam-1');
      expect(media.track('camera')).to.equal(camera);
      expect(devices.requests).to.have.length(1);
    });

    it('during a phone call: a new track is requested when the page is visible again', async () => {
      await start();
      const old = track('microphone');
      devices.silence(old, true);
      page.dispatchEvent(new Event('visible'));
      await tells('microphone on mic-1');
      expect(track('microphone')).to.not.equal(old);
      expect(old.readyState).to.equal('ended');
      expect(latest.replaced).to.equal(undefined);
    });

    it('by another program: reopened when the page is visible again, without a second error if it is still busy', async () => {
      await start();
      const camera = track('camera');
      devices.refuse = ({ video }) => (video ? refusal('NotReadableError') : undefined);
      devices.end(camera);
      await tells('camera starting', 'camera lost', 'camera failed in-use');
      told.length = 0;
      page.dispatchEvent(new Event('visible'));
      await tells('camera starting', 'camera lost');
      devices.refuse = () => undefined;
      page.dispatchEvent(new Event('visible'));
      await until(() => told.at(-1) === 'camera on cam-1');
    });
  });

  describe('forbidden', () => {
    it('by revoking the permission: blocked, without asking, until it is granted again', async () => {
      await start();
      const { plugged } = devices;
      devices.plugged = UNNAMED;
      permissions.state = 'denied';
      devices.end(track('microphone'));
      await tells('microphone starting', 'microphone blocked', 'microphone failed denied');
      devices.replug(...UNNAMED, info('audioinput', ''));
      page.dispatchEvent(new Event('visible'));
      permissions.set('prompt');
      await settled();
      expect(devices.requests).to.have.length(1);
      told.length = 0;
      devices.plugged = plugged;
      permissions.set('granted');
      await tells('microphone starting', 'microphone on mic-1');
    });

    it('once, where the list keeps its labels: no prompt right after the user has said no', async () => {
      await start();
      permissions.state = 'prompt';
      devices.end(track('camera'));
      await tells('camera starting', 'camera blocked', 'camera failed denied');
      expect(devices.requests).to.have.length(1);
      await media.retry();
      expect(told.slice(-2)).to.deep.equal(['camera starting', 'camera on cam-1']);
    });

    it('perhaps, where browsers do not report it: the reason is not guessed', async () => {
      await start({ permissions: { query: () => Promise.reject(new TypeError()) } });
      devices.end(track('camera'));
      await tells('camera starting', 'camera lost', 'camera failed unknown');
      expect(devices.requests).to.have.length(1);
    });
  });

  it('of a host’s own stream belong to the host: one that ends is lost, and nothing is opened', async () => {
    const stream = await devices.getUserMedia({ audio: {}, video: {} });
    devices.requests.length = 0;
    await start({ stream });
    devices.unplug(track('camera'));
    devices.replug(...devices.plugged, info('videoinput', 'cam-3'));
    await settled();
    expect(told).to.deep.equal(['camera lost', 'camera failed unknown']);
    expect(devices.requests).to.deep.equal([]);
  });

  it('leave no timer and no pending request behind at the end', async () => {
    await start();
    devices.silence(track('camera'), true);
    media.stop();
    told.length = 0;
    devices.replug(info('videoinput', 'cam-3'));
    page.dispatchEvent(new Event('visible'));
    await settled();
    expect(told).to.deep.equal([]);
    expect(devices.requests).to.have.length(1);
  });
});
