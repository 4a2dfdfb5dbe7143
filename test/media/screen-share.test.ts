import { expect } from 'chai';
import { ScreenShare, type ScreenShareOptions } from '../../src/media/screen-share.js';
import { until } from '../support/until.js';
import { asMediaDevices, FakeDevices, refusal } from './fake-devices.js';

class FakeDisplay extends FakeDevices {
  readonly asked: DisplayMediaStreamOptions[] = [];
  withAudio = true;

  getDisplayMedia(options: DisplayMediaStreamOptions): Promise<MediaStream> {
    this.asked.push(options);
    return this.getUserMedia(this.withAudio ? { audio: {}, video: {} } : { video: {} });
  }
}

describe('sharing a screen', () => {
  let devices: FakeDisplay;
  let told: string[];
  let video: MediaStreamTrack | null;
  let audio: MediaStreamTrack | null;
  let screen: ScreenShare;

  function create(options: Partial<ScreenShareOptions> = {}): ScreenShare {
    screen = new ScreenShare({
      devices: asMediaDevices(devices),
      on: {
        screenChanged: (state, newVideo, newAudio) => {
          [video, audio] = [newVideo, newAudio];
          told.push(`${state}${newVideo ? ' video' : ''}${newAudio ? ' audio' : ''}`);
        },
        deviceFailed: (kind, code) => told.push(`${kind} failed ${code}`),
      },
      ...options,
    });
    return screen;
  }

  beforeEach(() => {
    devices = new FakeDisplay();
    told = [];
    video = audio = null;
  });
  afterEach(() => screen.stop());

  it('opens the picker within the click, and is on once the user has chosen', async () => {
    const started = create().start();
    expect(devices.asked).to.have.length(1);
    expect(told).to.deep.equal(['starting']);
    expect(await started).to.equal(true);
    expect(told).to.deep.equal(['starting', 'on video audio']);
    expect(video!.contentHint).to.equal('detail');
  });

  for (const [userAgent, rate] of [
    [
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36',
      15,
    ],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0', 5],
  ] as const) {
    it(`captures ${rate} pictures a second of text in ${userAgent.split(' ').at(-1)}, and 30 of what moves`, async () => {
      await create({ userAgent }).start();
      expect(devices.asked[0]!.video).to.deep.equal({ frameRate: rate });
      const applied: unknown[] = [];
      video!.applyConstraints = async (constraints) => void applied.push(constraints);
      const measured = (times: number, captured: number, asked: number) =>
        Array.from({ length: times }, () => screen.contentAfter(captured, asked)).at(-1);
      expect(measured(2, 5, 5)).to.equal('detail');
      expect(applied).to.deep.equal([]);
      expect(measured(1, 5, 5)).to.equal('motion');
      expect(video!.contentHint).to.equal('motion');
      expect(measured(4, 0, 30)).to.equal('motion');
      expect(measured(1, 0, 30)).to.equal('detail');
      expect(video!.contentHint).to.equal('detail');
      expect(applied).to.deep.equal([{ frameRate: 30 }, { frameRate: rate }]);
      // The next share begins as text.
      measured(3, 5, 5);
      screen.stop();
      await screen.start();
      expect(measured(1, 30, 30)).to.equal('detail');
    });
  }

  it("asks for sound, offers to change the shared surface, and hides the call's own tab", async () => {
    await create().start();
    expect(devices.asked[0]).to.deep.include({
      surfaceSwitching: 'include',
      selfBrowserSurface: 'exclude',
      systemAudio: 'exclude',
    });
    expect(devices.asked[0]!.audio).to.be.an('object');
  });

  it('does not start if the window was closed before it could be captured', async () => {
    const given = devices.getDisplayMedia.bind(devices);
    devices.getDisplayMedia = async (options) => {
      const stream = await given(options);
      for (const track of stream.getTracks()) track.stop();
      return stream;
    };
    expect(await create().start()).to.equal(false);
    expect(told).to.deep.equal(['starting', 'off', 'screen failed dismissed']);
    devices.getDisplayMedia = given;
    expect(await screen.start()).to.equal(true);
  });

  it('works without sound that ended before it began', async () => {
    const given = devices.getDisplayMedia.bind(devices);
    devices.getDisplayMedia = async (options) => {
      const stream = await given(options);
      stream.getAudioTracks()[0]!.stop();
      return stream;
    };
    expect(await create().start()).to.equal(true);
    expect(told.at(-1)).to.equal('on video');
  });

  it('can be cancelled while the picker never answers, and started again; the old result is stopped', async () => {
    const given = devices.getDisplayMedia.bind(devices);
    let answer = () => {};
    devices.getDisplayMedia = async (options) => {
      const stream = await given(options);
      await new Promise<void>((done) => {
        answer = done;
      });
      return stream;
    };
    const started = create().start();
    expect(screen.isOverdue).to.equal(false);
    await until(() => screen.isOverdue);
    screen.stop();
    expect(await started).to.equal(false);
    expect(told).to.deep.equal(['starting', 'off']);
    devices.getDisplayMedia = given;
    expect(await screen.start()).to.equal(true);
    answer();
    await until(() => devices.live.length === 2);
    expect(told.at(-1)).to.equal('on video audio');
  });

  it('works without sound', async () => {
    devices.withAudio = false;
    expect(await create().start()).to.equal(true);
    expect(told.at(-1)).to.equal('on video');
  });

  it("is off after the browser's own “Stop sharing”, sound included", async () => {
    await create().start();
    devices.end(video!);
    expect(told.at(-1)).to.equal('off');
    expect(devices.live).to.deep.equal([]);
    expect(await screen.start()).to.equal(true);
  });

  it('continues without sound when only the sound ends', async () => {
    await create().start();
    devices.end(audio!);
    expect(told.at(-1)).to.equal('on video');
    expect(video!.readyState).to.equal('live');
  });

  it('is off when the user closes the picker, and can be started again', async () => {
    devices.refuse = () => refusal('NotAllowedError', 'Permission denied');
    expect(await create().start()).to.equal(false);
    expect(told).to.deep.equal(['starting', 'off', 'screen failed dismissed']);
    devices.refuse = () => undefined;
    expect(await screen.start()).to.equal(true);
  });

  it('is blocked by the operating system and by the policy of a frame', async () => {
    devices.refuse = () => refusal('NotAllowedError', 'Permission denied by system');
    await create().start();
    expect(told).to.deep.equal(['starting', 'blocked', 'screen failed denied']);
    told.length = 0;
    devices.refuse = () => refusal('NotAllowedError');
    await create({ allows: () => false }).start();
    expect(told).to.deep.equal(['starting', 'blocked', 'screen failed policy']);
  });

  it('returns false where screens cannot be shared', async () => {
    expect(await create({ devices: undefined }).start()).to.equal(false);
    expect(await create({ devices: asMediaDevices(new FakeDevices()) }).start()).to.equal(false);
    expect(told).to.deep.equal([
      'starting',
      'off',
      'screen failed unknown',
      'starting',
      'off',
      'screen failed unknown',
    ]);
  });

  it('opens one picker for two clicks', async () => {
    create();
    expect(await Promise.all([screen.start(), screen.start()])).to.deep.equal([true, true]);
    expect(await screen.start()).to.equal(true);
    expect(devices.asked).to.have.length(1);
  });

  it('stops everything, and a second stop reports nothing', async () => {
    await create().start();
    screen.stop();
    screen.stop();
    expect(devices.live).to.deep.equal([]);
    expect(told).to.deep.equal(['starting', 'on video audio', 'off']);
  });

  it('stops the later result of an open picker', async () => {
    let answer = (): void => {};
    devices.prompt = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const started = create().start();
    screen.stop();
    answer();
    expect(await started).to.equal(false);
    expect(devices.tracks).to.have.length(2);
    expect(devices.live).to.deep.equal([]);
    expect(told).to.deep.equal(['starting', 'off']);
  });

  it('does not confuse a cancelled picker with the next one', async () => {
    const first = create().start();
    screen.stop();
    expect(await Promise.all([first, screen.start()])).to.deep.equal([false, true]);
    expect(devices.live).to.have.length(2);
    expect(video!.readyState).to.equal('live');
  });

  it('captures a real screen', async () => {
    expect(await create({ devices: navigator.mediaDevices }).start(), told.join()).to.equal(true);
    expect(told.at(-1)).to.match(/^on video/);
    const track = video!;
    expect(track.readyState).to.equal('live');
    expect(track.getSettings().frameRate).to.be.at.most(15);
    screen.stop();
    expect(track.readyState).to.equal('ended');
    expect(told.at(-1)).to.equal('off');
  });
});
