/**
 * Measures links and machine, and decides what each participant gets of our camera and screen, and how many videos we receive.
 * Pure functions decide: `governor.ts` for the machine, `uplink.ts` and `allocator.ts` for the network, `views.ts` for the videos
 * that we receive. This class does not know how a link is made.
 */
import type { ScreenContent } from '../../shared/screen-content.js';
import { slot } from '../connection/slots.js';
import { isFirefox } from '../encryption/description.js';
import type { Peer } from '../peer/peer.js';
import { allocate, type LinkWish } from './allocator.js';
import { type Detail, detailAfter, USUAL_DETAIL } from './detail.js';
import { limitVideo, START, type VideoEncoding } from './encoding.js';
import { govern, governor, LEVELS, RECEIVED, type VideoLimit } from './governor.js';
import { bitrateStep, cameraEncoding, cameraNeed, screenEncoding, screenNeed, shareLines } from './ladder.js';
import { SMALL } from './limits.js';
import { type Counters, countersOf, loadOf, quantizerBetween, wantedBetween } from './load.js';
import { CpuPressure } from './pressure.js';
import { applySound, redConnections, type SoundEncoding, soundFor } from './sound.js';
import { carriedBy, measured, mostOf, type UplinkSample, uplink } from './uplink.js';
import type { VideoQualityOptions, ViewedSource, Wanted } from './video-quality.js';
import { linesFor, ViewReporter } from './views.js';

/** Interval of measurements and decisions (ms). */
const EVERY = 2_000;
/** A link that carries less than this share of what we give it gets less before the next regular decision. */
const FALLEN_SHARE = 0.8;
/** Least time between two decisions (ms). */
const LEAST_PAUSE = 1_000;
/** The camera captures less when less was needed for this long (ms): another size interrupts the picture for a moment. */
const CAPTURE_LESS_AFTER = 8_000;
/** A screen in at least this many lines is there to be read. */
const READABLE = 360;
/** A participant who has not said how they show our video gets no more lines than this. */
const UNKNOWN_VIEW = { camera: 720, screen: 1080 };

/** What the camera captures while nobody else is here: enough for our own tile. */
const ALONE: VideoLimit = { lines: 360, frameRate: 15 };

const NONE: ReadonlyMap<RTCPeerConnection, VideoEncoding> = new Map();

type Encodings = Partial<Record<ViewedSource, VideoEncoding>>;

/** The counters of a link, and what its camera was asked for then. */
type Measured = Counters & { readonly asked: string | undefined };

/** A live link, and what its participant gets of our video at most. */
interface Link {
  readonly peer: Peer;
  readonly connection: RTCPeerConnection;
  readonly camera?: { readonly lines: number; readonly frameRate: number; readonly isFirst: boolean };
  readonly screen?: { readonly lines: number; readonly isFirst: boolean };
}

export class VideoControl {
  readonly #options: VideoQualityOptions;
  readonly #wanted: Wanted;
  readonly #reporter: ViewReporter;
  readonly #pressure = new CpuPressure();
  #governor = governor(performance.now());
  #uplink = uplink(performance.now());
  #screen: ScreenContent = 'detail';
  #firefox: boolean | undefined;
  /** Nothing has been measured yet. */
  #isNew = true;
  #decidedAt = performance.now();
  /** Largest delay of the event loop since the last decision (ms). */
  #delay = 0;
  #counters = new Map<RTCPeerConnection, Measured>();
  #samples = new Map<string, UplinkSample>();
  #given = new Map<RTCPeerConnection, Encodings>();
  readonly #sounds = new WeakMap<RTCPeerConnection, SoundEncoding>();
  readonly #details = new WeakMap<RTCPeerConnection, Detail>();
  /** For each link that sends frames of a shared encoder: what its own encoder is asked for. */
  #own: ReadonlyMap<RTCPeerConnection, VideoEncoding> = NONE;
  /** What the camera captures, and since when less would do (ms). */
  #captured: VideoLimit | undefined;
  #lessSince = Number.POSITIVE_INFINITY;

  constructor(options: VideoQualityOptions, wanted: Wanted) {
    this.#options = options;
    this.#wanted = wanted;
    const { peers } = options;
    this.#reporter = new ViewReporter(
      wanted,
      (id) => peers.has(id),
      (id, message) => !!peers.get(id)?.can.includes('view') && peers.get(id)!.tell(message),
    );
  }

  stop(): void {
    this.#pressure.stop();
  }

  /** Tells the others what we show of them. */
  report(): void {
    const { level } = this.#governor;
    this.#reporter.report({ videos: RECEIVED[level], frameRate: LEVELS[level].frameRate });
  }

  reached(id: string, isNew: boolean): void {
    if (isNew) this.#reporter.forget(id);
    this.report();
  }

  /** The most that a camera may send now. */
  get #limit(): VideoLimit {
    const most = this.#isNew ? START : LEVELS[this.#governor.level];
    if (this.#wanted.limits.dataSaver === 'off') return most;
    return {
      lines: Math.min(most.lines, SMALL.lines),
      frameRate: Math.min(most.frameRate, SMALL.frameRate),
    };
  }

  /** Applies the decisions to every sender. Cheap when nothing has changed. */
  apply(): void {
    const links = this.#links();
    const { maxBitrate = Number.POSITIVE_INFINITY } = this.#wanted.limits;
    const total = Math.min(this.#uplink.total, maxBitrate * 1_000);
    const wishes = links.map((link) => this.#wishOf(link, total / links.length));
    const shares = allocate<ViewedSource>(wishes, total);
    this.#given = new Map(
      links.map((link, index) => [link.connection, this.#encodingsOf(link, wishes[index]!, shares[index]!)]),
    );
    this.#own = this.#options.shared?.()?.apply(this.#given) ?? NONE;
    for (const { peer, connection } of links) {
      const { camera, screen } = this.#given.get(connection)!;
      if (camera) void this.#set(peer, connection, 'camera', this.#own.get(connection) ?? camera);
      if (screen) void this.#set(peer, connection, 'screen', screen);
    }
    const sent = [...this.#given.values()].flatMap(({ camera }) => camera ?? []);
    this.#capture(links.length ? sent.map((one) => (one.active ? one : START)) : [ALONE]);
    // What is shared next may be text again.
    if (!links.some(({ screen }) => screen)) this.#screen = 'detail';
  }

  /** What a link could use, and sets its sound: `share` is what it has if all links get the same (bits per second). */
  #wishOf({ peer, connection, camera, screen }: Link, share: number): LinkWish<ViewedSource> {
    const videos = {
      screen: screen && {
        need: screen.lines && screenNeed(screen.lines, this.#screen),
        isFirst: screen.isFirst,
      },
      camera: camera && {
        need: camera.lines && cameraNeed(camera.lines, camera.frameRate),
        isFirst: camera.isFirst,
      },
    };
    // Firefox (153) makes a new receiver for each change of an encoder, and a voice must not be interrupted: nothing has to fit beside it.
    const besideVoice = this.#isFirefox(connection) ? 0 : (videos.camera?.need ?? 0);
    const sound = soundFor(
      Math.min(share, carriedBy(this.#uplink, peer.id)),
      besideVoice,
      redConnections.has(connection),
      this.#sounds.get(connection),
    );
    this.#sounds.set(connection, sound);
    if (peer.state === 'live') applySound(connection, sound.isThin);
    return { most: mostOf(this.#uplink, peer.id), sound: sound.bitrate, videos };
  }

  /** The encodings for what each video of a link was given (bits per second). */
  #encodingsOf(
    { peer, connection, camera, screen }: Link,
    { videos, sound = 0 }: LinkWish<ViewedSource>,
    given: Partial<Record<ViewedSource, number>>,
  ): Encodings {
    const before = this.#given.get(connection);
    const step = (source: ViewedSource) =>
      bitrateStep(given[source] ?? 0, videos[source]?.need ?? 0, before?.[source]?.maxBitrate);
    const [forCamera, forScreen] = [step('camera'), step('screen')];
    const encodings: Encodings = {
      camera:
        camera &&
        (forCamera
          ? cameraEncoding(camera.lines, camera.frameRate, forCamera, {
              carried: carriedBy(this.#uplink, peer.id) - sound - forScreen,
              fewer: this.#details.get(connection)?.fewer ?? 0,
              before: before?.camera?.active ? before.camera.lines : undefined,
            })
          : paused(before?.camera)),
      screen:
        screen &&
        (forScreen ? screenEncoding(screen.lines, forScreen, this.#screen) : paused(before?.screen)),
    };
    if (this.#isFirefox(connection)) keepSimilar(encodings, before);
    return encodings;
  }

  /**
   * Firefox (153) makes a new receiver for the slot of each encoder that changes. It shows nothing before the next key frame, so we ask
   * for one. Two Firefoxes would ask each other for ever.
   */
  async #set(
    peer: Peer,
    connection: RTCPeerConnection,
    source: ViewedSource,
    encoding: VideoEncoding,
  ): Promise<void> {
    const isChanged = await limitVideo(connection, source, encoding);
    if (isChanged && this.#isFirefox(connection) && !isFirefox(connection.remoteDescription?.sdp))
      peer.tell({ type: 'refresh' });
  }

  /** Whether our browser is Firefox, by the first description that it made. */
  #isFirefox({ localDescription }: RTCPeerConnection): boolean {
    if (localDescription) this.#firefox ??= isFirefox(localDescription.sdp);
    return this.#firefox ?? false;
  }

  /** Called four times a second; `delay` is the event loop delay of this tick (ms). */
  tick(now: number, delay: number): void {
    this.#delay = Math.max(this.#delay, delay);
    const waited = now - this.#decidedAt;
    if (waited < EVERY && (waited < LEAST_PAUSE || !this.#hasFallen())) return;
    this.#decidedAt = now;
    this.#measure(now, waited >= EVERY);
    this.apply();
    this.report();
  }

  /** Whether congestion control reports, since the last decision, that a link carries much less than we give it. */
  #hasFallen(): boolean {
    return [...this.#samples].some(
      ([id, { allowed, available = allowed }]) =>
        (this.#options.peers.get(id)?.stats?.availableOutgoingBitrate ?? allowed) <
        Math.min(allowed, available) * FALLEN_SHARE,
    );
  }

  /**
   * Reads the new statistics of all links, and updates what is known of machine, network and details. `isRegular`: a whole interval has
   * passed. Only then may the total grow, or the content of the screen count as another one.
   */
  #measure(now: number, isRegular: boolean): void {
    const counters = new Map<RTCPeerConnection, Measured>();
    const samples = new Map<string, UplinkSample>();
    const load = [];
    let [captured, screenRate] = [0, 0];
    for (const { id, connection, stats, state, link } of this.#options.peers.values()) {
      const earlier = this.#samples.get(id);
      if (earlier && link !== 'unreachable') samples.set(id, { ...earlier, isOld: true });
      if (state !== 'live' || !connection || !stats) continue;
      const { camera, screen } = this.#given.get(connection) ?? {};
      const asked = this.#own.get(connection) ?? camera;
      const counted = { ...countersOf(stats), asked: JSON.stringify(asked) };
      const before = this.#counters.get(connection);
      counters.set(connection, before?.at === counted.at ? before : counted);
      // Nothing new, or the clock was set back.
      if (!before || counted.at <= before.at) continue;
      const seconds = (counted.at - before.at) / 1_000;
      const isSteady = counted.asked === before.asked;
      // The tiny pictures beside shared frames tell nothing: too few for a rate, too small for a quantizer.
      const isOwn = asked === camera;
      const frameRate = isOwn && asked?.active && isSteady ? asked.frameRate : 0;
      load.push({ before, now: counted, frameRate });
      this.#learnDetail(
        connection,
        isOwn ? { before, now: counted, frameRate } : this.#options.shared?.()?.takeLoad(connection),
      );
      captured = Math.max(captured, (counted.capturedScreen - before.capturedScreen) / seconds);
      if (screen?.active) screenRate = Math.max(screenRate, screen.frameRate);
      samples.set(id, {
        available: stats.availableOutgoingBitrate,
        sent: (Math.max(0, counted.sent - before.sent) * 8) / seconds,
        allowed: this.#sounds.get(connection)!.bitrate + bitrateOf(camera) + bitrateOf(screen),
        lost: stats.fractionLost ?? 0,
      });
    }
    this.#counters = counters;
    this.#samples = samples;
    load.push(...(this.#options.shared?.()?.load ?? []));
    // Without a link there is nothing to measure, and without new statistics nothing is known.
    if (!samples.size || !load.length) return;
    const sample = loadOf(load, { delay: this.#delay, pressure: this.#pressure.state });
    this.#delay = 0;
    this.#governor = govern(this.#isNew ? governor(now) : this.#governor, sample, now);
    this.#isNew = false;
    const { total } = this.#uplink;
    this.#uplink = measured(this.#uplink, samples, now);
    if (!isRegular) {
      this.#uplink = { ...this.#uplink, total: Math.min(total, this.#uplink.total) };
      return;
    }
    this.#screen = this.#options.screenContent?.(captured, screenRate) ?? 'detail';
  }

  /** What an encoder made of our camera for this link. */
  #learnDetail(
    connection: RTCPeerConnection,
    load: { readonly before: Counters; readonly now: Counters; readonly frameRate: number } | undefined,
  ): void {
    if (!load) return;
    const { before, now, frameRate } = load;
    const wanted = wantedBetween(before, now, frameRate);
    if (wanted <= 0) return;
    const quantizer = quantizerBetween(before, now);
    const encoded = (now.encoded - before.encoded) / wanted;
    const detail = this.#details.get(connection) ?? USUAL_DETAIL;
    this.#details.set(connection, detailAfter(detail, { quantizer, encoded }));
  }

  /** The links, with the lines that the machine can encode for each. */
  #links(): Link[] {
    const limit = this.#limit;
    const links = [...this.#options.peers.values()].flatMap((peer): Link[] => {
      const { connection, state, views, link } = peer;
      // What is kept for a participant without a path would be missing elsewhere.
      if (!connection || state === 'prepared' || link === 'unreachable') return [];
      const has = (source: ViewedSource) => !!slot(connection, source)?.sender.track;
      const { camera, screen } = views;
      const cameraLines = camera ? linesFor(camera) : UNKNOWN_VIEW.camera;
      const screenLines = screen ? linesFor(screen) : UNKNOWN_VIEW.screen;
      return [
        {
          peer,
          connection,
          ...(has('camera') && {
            camera: {
              lines: Math.min(cameraLines, limit.lines),
              frameRate: Math.max(1, Math.min(limit.frameRate, camera?.frameRate ?? limit.frameRate)),
              isFirst: !!camera?.large,
            },
          }),
          ...(has('screen') && { screen: { lines: screenLines, isFirst: screenLines >= READABLE } }),
        },
      ];
    });
    const lines = shareLines(links.flatMap(({ camera }) => camera ?? []));
    return links.map(({ camera, ...link }) =>
      camera ? { ...link, camera: { ...camera, lines: lines.shift()! } } : link,
    );
  }

  /** Captures what the largest of these needs; more at once, less after a while. */
  #capture(encodings: readonly VideoLimit[]): void {
    if (!encodings.length) return;
    const lines = Math.max(...encodings.map((one) => one.lines));
    const frameRate = Math.max(...encodings.map((one) => one.frameRate));
    const before = this.#captured;
    if (before?.lines === lines && before.frameRate === frameRate) {
      this.#lessSince = Number.POSITIVE_INFINITY;
      return;
    }
    const now = performance.now();
    if (before && lines <= before.lines && frameRate <= before.frameRate) {
      this.#lessSince = Math.min(this.#lessSince, now);
      if (now - this.#lessSince < CAPTURE_LESS_AFTER) return;
    }
    this.#lessSince = Number.POSITIVE_INFINITY;
    this.#captured = { lines, frameRate };
    this.#options.limited(this.#captured);
  }
}

const bitrateOf = (encoding: VideoEncoding | undefined) => (encoding?.active ? encoding.maxBitrate : 0);

/** A change of an encoder that is smaller than this is not worth an interruption. */
const SIMILAR = { lines: 1.3, maxBitrate: 1.6 };

/** Keeps what was given before where the new encodings are nearly the same. */
function keepSimilar(encodings: Encodings, before: Encodings | undefined): void {
  for (const source of ['camera', 'screen'] as const) {
    const [now, was] = [encodings[source], before?.[source]];
    if (!now || !was || now.active !== was.active || now.lines < was.lines) continue;
    const grows = (key: keyof typeof SIMILAR) => now[key] >= was[key] * SIMILAR[key];
    const shrinks = now.maxBitrate * SIMILAR.maxBitrate <= was.maxBitrate;
    if (!grows('lines') && !grows('maxBitrate') && !shrinks) encodings[source] = was;
  }
}

/** Nobody sees it, or there is no room for it: nothing is encoded. */
const paused = (before: VideoEncoding | undefined): VideoEncoding => ({
  ...(before ?? START),
  active: false,
});
