/**
 * `npm run bench -- encode`: what the encoders of a camera cost with `encode="shared"` and without, by number of viewers, and what the
 * whole call costs. In turns, with the built element. Cameras have 320 × 180 noise at 15 pictures a second, so that two cores are
 * enough to see a difference and every viewer gets the same size.
 */
import { openChromium, type Tab } from '../support/drivers.js';
import { type Pages, startPages } from '../support/pages.js';
import { startServer } from '../support/party-process.js';
import { type MediaRates, rates, readMedia } from './media.js';
import { cores, readProcessorTime } from './processes.js';
import { withStarted } from './started.js';
import { median, rounded } from './statistics.js';
import { openTabs } from './tabs.js';

export interface EncodeOptions {
  /** Numbers of viewers of one camera. */
  viewers: readonly number[];
  /** Numbers of people who all have a camera. */
  rooms: readonly number[];
  seconds: number;
  rounds: number;
}

const WAYS = ['per-link', 'shared'] as const;
type Way = (typeof WAYS)[number];

/** A call: the first page has a camera, the others only if `all`. */
interface Call {
  readonly name: string;
  readonly people: number;
  readonly all: boolean;
}

interface Round {
  /** Cores of all encoders of video. */
  readonly encoding: number;
  /** Pictures per second of each received video. */
  readonly pictures: number;
  /** Kilobits per second that each camera sends to each viewer, sound included. */
  readonly uplink: number;
  /** Cores of all processes. */
  readonly cpu: number;
  /** Milliseconds of encoding for each picture that a viewer got: on a busy machine there are fewer pictures. */
  readonly each: number;
}

/** Time after which links share, and estimates have settled (ms). */
const SETTLE = 12_000;
const PATIENCE = 60_000;

export async function benchEncode({ viewers, rooms, seconds, rounds }: EncodeOptions): Promise<void> {
  const calls: Call[] = [
    ...viewers.map((count) => ({ name: `one camera, viewers: ${count}`, people: count + 1, all: false })),
    ...rooms.map((people) => ({ name: `cameras: ${people}`, people, all: true })),
  ];
  const results = new Map<string, Round[]>();
  const keyOf = (call: Call, way: Way) => `${call.name}, ${way}`;
  await withStarted(async (started) => {
    const [{ origin }, pages] = await Promise.all([
      started.add(startServer().then((server) => ({ ...server, close: server.stop }))),
      started.add(startPages()),
    ]);
    for (let round = 1; round <= rounds; round += 1) {
      for (const call of calls) {
        for (const way of WAYS) {
          const key = keyOf(call, way);
          results.set(key, [...(results.get(key) ?? []), await meet(call, way, { origin, pages, seconds })]);
          console.log(`${key}, round ${round} of ${rounds}`);
        }
      }
    }
  });
  const of = (call: Call, way: Way, what: keyof Round) =>
    median(results.get(keyOf(call, way))!.map((round) => round[what]));
  const rows = calls.flatMap((call) =>
    WAYS.map((way) => [
      keyOf(call, way),
      {
        'encoding, cores': rounded(of(call, way, 'encoding'), 3),
        'CPU, cores': rounded(of(call, way, 'cpu'), 2),
        'pictures/s': rounded(of(call, way, 'pictures'), 1),
        'kbit/s each': rounded(of(call, way, 'uplink')),
        'encoding, ms per picture': rounded(of(call, way, 'each'), 2),
      },
    ]),
  );
  console.table(Object.fromEntries(rows));
  const ratio = (what: 'encoding' | 'cpu' | 'each', call: Call) =>
    rounded(of(call, 'shared', what) / of(call, 'per-link', what), 2);
  console.log('Ratio of shared to per-link:');
  console.table(
    Object.fromEntries(
      calls.map((call) => [
        call.name,
        { encoding: ratio('encoding', call), 'per picture': ratio('each', call), CPU: ratio('cpu', call) },
      ]),
    ),
  );
  const [one] = calls;
  if (!one || one.all || one.people !== 2) return;
  const most = calls.filter(({ all }) => !all).at(-1)!;
  const growth = (way: Way) => rounded(of(most, way, 'encoding') / of(one, way, 'encoding'), 2);
  console.log(
    `Encoding for ${most.people - 1} viewers, as a multiple of that for one: per-link ${growth('per-link')}, shared ${growth('shared')}`,
  );
}

async function meet(
  { people, all }: Call,
  way: Way,
  { origin, pages, seconds }: { origin: string; pages: Pages; seconds: number },
): Promise<Round> {
  return withStarted(async (started) => {
    const driver = await started.add(openChromium());
    const tabs = await openTabs(Array(people).fill(driver));
    const room = `encode-${process.pid}-${Math.random().toString(36).slice(2, 8)}`;
    for (const [index, tab] of tabs.entries()) {
      await tab.before(noisyCameras);
      const camera = all || !index ? '' : 'start-video-off';
      await tab.open(
        pages.publish(
          `<!doctype html><meta charset="utf-8"><title>Somebody's site</title>
           <script type="module" src="${origin}/video-room.js"></script>
           <video-room room="${room}" encode="${way}" display-name="Person ${index}" ${camera}></video-room>`,
        ),
      );
      await tab.evaluate(async () => {
        await customElements.whenDefined('video-room');
        await document.querySelector('video-room')!.join();
      });
    }
    const each = <T>(read: (tab: Tab) => Promise<T>) => Promise.all(tabs.map(read));
    const end = performance.now() + PATIENCE;
    while (!(await each(links)).every((count) => count === people - 1)) {
      if (performance.now() > end) throw new Error('The links did not come up');
      await wait(250);
    }
    await wait(SETTLE);
    const pids = [driver.browser.process()!.pid!];
    const before = { media: await each(readMedia), time: readProcessorTime(pids), at: performance.now() };
    await wait(seconds * 1_000);
    const after = { time: readProcessorTime(pids), at: performance.now(), media: await each(readMedia) };
    const media = after.media.map((sample, index) => rates(before.media[index]!, sample));
    const cameras = all ? people : 1;
    const sum = (read: (one: MediaRates) => number) => media.reduce((total, one) => total + read(one), 0);
    const used = cores(before.time.processes, after.time.processes, (after.at - before.at) / 1_000);
    const encoding = sum((one) => one.encoding);
    const pictures = sum((one) => one.pictures);
    return {
      encoding,
      each: (encoding / pictures) * 1_000,
      pictures: pictures / (cameras * (people - 1)),
      uplink: media[0]!.uplink / (people - 1) / 1_000,
      cpu: Object.values(used).reduce((total, one) => total + one, 0),
    };
  });
}

const links = (tab: Tab) =>
  tab.evaluate(
    () => document.querySelector('video-room')!.participants.filter(({ link }) => link === 'live').length,
  );

/** For `Tab.before`: cameras of 320 × 180 noise at 15 pictures a second; sound comes from the browser's fake microphone. */
function noisyCameras(): void {
  const devices = navigator.mediaDevices;
  const ask = devices.getUserMedia.bind(devices);
  devices.getUserMedia = async (constraints) => {
    const stream = constraints?.audio ? await ask({ audio: constraints.audio }) : new MediaStream();
    if (!constraints?.video) return stream;
    const canvas = Object.assign(document.createElement('canvas'), { width: 320, height: 180 });
    const pen = canvas.getContext('2d')!;
    const noise = pen.createImageData(96, 54);
    const [camera] = canvas.captureStream(15).getVideoTracks() as [MediaStreamTrack];
    let frame = 0;
    const drawing = setInterval(() => {
      frame += 1;
      pen.fillStyle = `hsl(${(frame * 3) % 360} 50% 50%)`;
      pen.fillRect(0, 0, 320, 180);
      for (let index = 0; index < noise.data.length; index += 4)
        noise.data.set([Math.random() * 255, Math.random() * 255, Math.random() * 255, 255], index);
      pen.putImageData(noise, (frame * 4) % 224, 60);
      if (camera.readyState === 'ended') clearInterval(drawing);
    }, 1_000 / 15);
    stream.addTrack(camera);
    return stream;
  };
}

const wait = (ms: number) => new Promise((done) => setTimeout(done, ms));
