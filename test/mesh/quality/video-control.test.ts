import { expect } from 'chai';
import { contentOf, type Motion, STILL } from '../../../src/media/screen-content.js';
import type { Peer } from '../../../src/mesh/peer/peer.js';
import { LEVELS, type VideoLimit } from '../../../src/mesh/quality/governor.js';
import type { LinkStats, SourceStats } from '../../../src/mesh/quality/stats.js';
import { VideoQuality, type View } from '../../../src/mesh/quality/video-quality.js';
import { linesFor } from '../../../src/mesh/quality/views.js';
import type { PeerMessage } from '../../../src/protocol/peer-messages.js';
import type { ScreenContent } from '../../../src/shared/screen-content.js';
import fc from '../../support/property.js';

const TICK = 250;

/** A link whose statistics are counted as they are asked for, but are new only every `every` milliseconds, as those of peers are. */
class FakePeer {
  readonly can = ['view'];
  /** What we asked of their camera, the newest last. */
  readonly asked: { readonly frameRate?: number | undefined }[] = [];
  state = 'live';
  link = 'live';
  views: { camera: View };
  stats: LinkStats | undefined;
  available = 5_000_000;
  reason: SourceStats['qualityLimitationReason'] = 'none';
  /** The limit of the camera's sender; `undefined`: it does not send. */
  camera: RTCRtpEncodingParameters = {};
  screen: RTCRtpEncodingParameters = {};
  voice: RTCRtpEncodingParameters = {};
  readonly connection: RTCPeerConnection;
  sharing: { getSettings(): MediaTrackSettings } | null = null;
  /** How far the clock of its statistics was set back (ms). */
  setBack = 0;
  #at = 0;
  #sent = 0;
  #bytes = 0;
  #screenPictures = 0;
  screenRate = 0;

  constructor(
    readonly id: string,
    readonly every: number,
  ) {
    this.views = { camera: { width: 1280, height: 720, visible: true } };
    const sender = (
      source: 'camera' | 'screen' | 'voice',
      track: () => { getSettings(): MediaTrackSettings } | null,
    ) => ({
      get track() {
        return track();
      },
      getParameters: () => ({ encodings: [{}] }),
      setParameters: async ({ encodings }: RTCRtpSendParameters) => {
        this[source] = encodings[0]!;
      },
    });
    const none = {
      sender: { track: null, getParameters: () => ({ encodings: [{}] }), setParameters: async () => {} },
    };
    const slots = [
      { sender: sender('voice', () => null) },
      { sender: sender('camera', () => ({ getSettings: () => ({ height: 720 }) })) },
      { sender: sender('screen', () => this.sharing) },
      none,
    ];
    this.connection = {
      getTransceivers: () => slots,
      signalingState: 'stable',
    } as unknown as RTCPeerConnection;
  }

  tell(message: PeerMessage): boolean {
    if (message.type === 'view') this.asked.push(message);
    return true;
  }

  tick(now: number): void {
    if (now - this.#at < this.every) return;
    const seconds = (now - this.#at) / 1_000;
    this.#at = now;
    const { active, maxBitrate = 0 } = this.camera;
    this.#sent += seconds;
    this.#bytes += (seconds * Math.min(this.available * 0.95, 40_000 + (active ? maxBitrate : 0))) / 8;
    this.#screenPictures += seconds * this.screenRate;
    const pictures = Math.round(this.#sent * 30);
    this.stats = {
      ...{ at: now - this.setBack, path: 'direct', availableOutgoingBitrate: this.available },
      sources: {
        camera: {
          ...{ framesCaptured: pictures, framesEncoded: pictures, bytesSent: this.#bytes },
          qualityLimitationReason: this.reason,
        },
        screen: { framesCaptured: Math.round(this.#screenPictures) },
      },
    } as LinkStats;
  }
}

class Call {
  readonly peers: FakePeer[];
  readonly captured: VideoLimit[] = [];
  readonly contents: ScreenContent[] = [];
  /** As the screen share keeps it; each one begins with text. */
  motion: Motion = STILL;
  readonly quality: VideoQuality;
  readonly #map: Map<string, Peer>;
  now = performance.now();

  constructor(count: number, every = 2_000) {
    // The time of the whole call is ours.
    performance.now = () => this.now;
    this.peers = Array.from({ length: count }, (_, index) => new FakePeer(`p${index}`, every));
    this.#map = new Map(this.peers.map((peer) => [peer.id, peer as unknown as Peer]));
    this.quality = new VideoQuality({
      peers: this.#map,
      limited: (limit) => this.captured.push(limit),
      screenContent: (captured, asked) => {
        this.motion = contentOf(this.motion, captured, asked);
        this.contents.push(this.motion.content);
        return this.motion.content;
      },
    });
    this.quality.start();
    this.quality.apply();
  }

  async run(seconds: number): Promise<void> {
    for (let ticks = 0; ticks < seconds * 4; ticks += 1) {
      this.now += TICK;
      for (const peer of this.peers) peer.tick(this.now);
      this.quality.tick(this.now, 0);
    }
    // What was set goes to the senders in a later task.
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  }

  leave(): void {
    this.#map.clear();
    this.quality.apply();
  }
}

describe('What our links are asked to send', () => {
  let call: Call;
  const { now } = performance;
  afterEach(() => {
    call.quality.stop();
    performance.now = now;
  });

  it('grows for the others while one link is so narrow that it never carries what it should', async () => {
    call = new Call(8);
    await call.run(90);
    const wide = call.peers[1]!.camera.maxBitrate!;
    call.quality.stop();
    call = new Call(8);
    call.peers[0]!.available = 45_000;
    await call.run(90);
    expect(call.peers[0]!.camera.maxBitrate).to.be.lessThan(60_000);
    expect(call.peers[1]!.camera.maxBitrate).to.equal(wide);
  });

  it('falls at once with a link that carries much less', async () => {
    call = new Call(3);
    await call.run(30);
    const before = call.peers[0]!.camera.maxBitrate!;
    call.peers[0]!.available = before / 4;
    // The next statistics, and no more than the second that may pass between two decisions.
    await call.run(3);
    expect(call.peers[0]!.camera.maxBitrate).to.be.lessThan(before / 2);
  });

  for (const every of [2_000, 3_000, 4_250]) {
    it(`falls on a slow machine, whose encoders say so in statistics that come every ${every} ms`, async () => {
      call = new Call(2, every);
      await call.run(60);
      const [{ scaleResolutionDownBy: before }] = [call.peers[0]!.camera];
      for (const peer of call.peers) peer.reason = 'cpu';
      await call.run(40);
      expect(call.peers[0]!.camera.scaleResolutionDownBy).to.be.greaterThan(before! * 1.9);
    });
  }

  it('is asked of the others too: a slow machine receives fewer pictures, and all again when it has room', async () => {
    call = new Call(2);
    const [peer] = call.peers as [FakePeer];
    call.quality.show(peer.id, 'camera', { width: 640, height: 360, visible: true });
    await call.run(60);
    expect(peer.asked.at(-1)).to.include({ frameRate: 30 });
    for (const one of call.peers) one.reason = 'cpu';
    await call.run(40);
    expect(peer.asked.at(-1)).to.include({ frameRate: LEVELS[4].frameRate });
    for (const one of call.peers) one.reason = 'none';
    await call.run(300);
    expect(peer.asked.at(-1)).to.include({ frameRate: 30 });
  });

  it('is never more than a viewer shows or than the level allows, and a loaded machine changes no voice', async () => {
    const view = fc.record({
      width: fc.integer({ min: 40, max: 2_000 }),
      height: fc.integer({ min: 40, max: 1_200 }),
      visible: fc.boolean(),
      frameRate: fc.constantFrom(undefined, 15),
    });
    const step = fc.record({
      views: fc.array(view, { minLength: 3, maxLength: 3 }),
      isLimited: fc.boolean(),
      seconds: fc.integer({ min: 1, max: 12 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
        call?.quality.stop();
        call = new Call(3);
        for (const { views, isLimited, seconds } of steps) {
          for (const [index, peer] of call.peers.entries()) {
            peer.views = { camera: views[index]! };
            peer.reason = isLimited ? 'cpu' : 'none';
          }
          call.quality.apply();
          await call.run(seconds);
          for (const { camera, voice, views } of call.peers) {
            const lines = 720 / camera.scaleResolutionDownBy!;
            const shown = linesFor(views.camera);
            expect(!!camera.active, 'sent').to.equal(shown > 0);
            if (shown) expect(lines).to.be.at.most(shown + 0.01);
            expect(lines).to.be.at.most(LEVELS[0].lines);
            if (shown) expect(camera.maxFramerate).to.be.at.most(views.camera.frameRate ?? 30);
            expect(voice.maxBitrate).to.equal(undefined);
          }
        }
      }),
      { numRuns: 25 },
    );
  });

  it('begins with text when something else is shared', async () => {
    call = new Call(1);
    const [peer] = call.peers as [FakePeer];
    peer.sharing = { getSettings: () => ({ height: 1080 }) };
    call.quality.apply();
    await call.run(4);
    for (let second = 0; second < 30 && call.contents.at(-1) !== 'motion'; second += 1) {
      peer.screenRate = peer.screen.maxFramerate ?? 0;
      await call.run(1);
    }
    expect(call.contents.at(-1)).to.equal('motion');
    expect(peer.screen.maxFramerate).to.equal(30);
    peer.sharing = null;
    call.quality.apply();
    peer.screenRate = 0;
    call.motion = STILL;
    peer.sharing = { getSettings: () => ({ height: 1080 }) };
    call.quality.apply();
    await call.run(2);
    expect(peer.screen.maxFramerate).to.equal(5);
  });

  it('is not kept for participants without a path: after a narrow moment the others get as much as if they were alone', async () => {
    const after = async (unreachable: number) => {
      call?.quality.stop();
      call = new Call(1 + unreachable);
      const [peer, ...others] = call.peers as [FakePeer, ...FakePeer[]];
      for (const other of others) Object.assign(other, { link: 'unreachable', state: 'stalled' });
      peer.available = 200_000;
      await call.run(20);
      peer.available = 5_000_000;
      await call.run(120);
      return peer.camera;
    };
    expect(await after(2)).to.deep.equal(await after(0));
  });

  it('goes on falling and rising when the clock was set back', async () => {
    call = new Call(2);
    await call.run(60);
    const before = call.peers[0]!.camera.scaleResolutionDownBy!;
    for (const peer of call.peers) Object.assign(peer, { setBack: 3_600_000, reason: 'cpu' });
    await call.run(40);
    expect(call.peers[0]!.camera.scaleResolutionDownBy).to.be.greaterThan(before * 1.9);
  });

  it('is captured small once nobody sees it', async () => {
    call = new Call(2);
    await call.run(60);
    const usual = call.captured.at(-1)!.lines;
    expect(usual).to.be.greaterThan(180);
    for (const peer of call.peers) peer.views = { camera: { width: 1280, height: 720, visible: false } };
    call.quality.apply();
    await call.run(4);
    expect(call.captured.at(-1)!.lines, 'not before it is clear that they stay away').to.equal(usual);
    await call.run(12);
    expect(call.captured.at(-1)).to.deep.include({ lines: 180, frameRate: 15 });
  });

  it('is captured for our own tile alone once everybody has left', async () => {
    call = new Call(2);
    await call.run(60);
    call.leave();
    await call.run(12);
    expect(call.captured.at(-1)).to.deep.equal({ lines: 360, frameRate: 15 });
  });
});
