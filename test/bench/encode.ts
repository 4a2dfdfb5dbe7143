/**
 * `npm run bench -- encode`: what the encoders of a camera cost with `encode="shared"` and without, by number of viewers, and what the
 * whole call costs. In turns, with the built element for everyone who has a camera. Cameras have 320 × 180 pixels, a field of noise and
 * 15 pictures a second, and viewers draw nothing, so that two cores are enough: where all processes together fill the machine, a
 * comparison says little.
 */
import { openChromium, type Tab } from '../support/drivers.js';
import { flashingCameras } from '../support/flashes.js';
import { type Pages, startPages } from '../support/pages.js';
import { type MediaRates, rates, readMedia } from './media.js';
import { runModule, startModules } from './modules.js';
import { cores, readProcessorTime } from './processes.js';
import { startBenchServer } from './server.js';
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

/** A call: so many pages of the element have a camera, and so many viewers are in a page beside them. */
interface Call {
  readonly name: string;
  readonly cameras: number;
  readonly viewers: number;
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
  /** Lines of the received pictures. */
  readonly lines: number;
  /** How much later than the picture sound is, median of all links, and of the link where it is latest (ms); `NaN` without viewers. */
  readonly apart: number;
  readonly worst: number;
}

/** Time after which links share, and estimates have settled (ms). */
const SETTLE = 12_000;
const PATIENCE = 60_000;
/** How long sound and picture are compared. */
const SYNC_SECONDS = 10;

type Page = typeof import('./encode-page.js');

export async function benchEncode({ viewers, rooms, seconds, rounds }: EncodeOptions): Promise<void> {
  const calls: Call[] = [
    ...viewers.map((count) => ({ name: `one camera, viewers: ${count}`, cameras: 1, viewers: count })),
    ...rooms.map((cameras) => ({ name: `cameras: ${cameras}`, cameras, viewers: 0 })),
  ];
  const results = new Map<string, Round[]>();
  const keyOf = (call: Call, way: Way) => `${call.name}, ${way}`;
  await withStarted(async (started) => {
    const [{ origin }, pages, modules] = await Promise.all([
      started.add(startBenchServer()),
      started.add(startPages()),
      started.add(startModules()),
    ]);
    for (let round = 1; round <= rounds; round += 1) {
      for (const call of calls) {
        for (const way of WAYS) {
          const key = keyOf(call, way);
          const found = await meet(call, way, { origin, pages, page: modules.page, seconds });
          results.set(key, [...(results.get(key) ?? []), found]);
          console.log(`${key}, round ${round} of ${rounds}: ${JSON.stringify(found)}`);
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
        lines: of(call, way, 'lines'),
        'sound after picture, ms': rounded(of(call, way, 'apart')),
        'latest, ms': rounded(of(call, way, 'worst')),
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
  if (one?.viewers !== 1) return;
  const most = calls.findLast((call) => call.viewers)!;
  const growth = (way: Way) => rounded(of(most, way, 'encoding') / of(one, way, 'encoding'), 2);
  console.log(
    `Encoding for ${most.viewers} viewers, as a multiple of that for one: per-link ${growth('per-link')}, shared ${growth('shared')}`,
  );
}

async function meet(
  { cameras, viewers }: Call,
  way: Way,
  { origin, pages, page, seconds }: { origin: string; pages: Pages; page: string; seconds: number },
): Promise<Round> {
  return withStarted(async (started) => {
    const driver = await started.add(openChromium({ protocolTimeout: 0 }));
    const tabs = await openTabs(Array(cameras + Math.min(viewers, 1)).fill(driver));
    const senders = tabs.slice(0, cameras);
    const [beside] = tabs.slice(cameras);
    const people = cameras + viewers;
    const room = `encode-${process.pid}-${Math.random().toString(36).slice(2, 8)}`;
    for (const [index, tab] of senders.entries()) {
      await tab.before(flashingCameras);
      await tab.open(
        pages.publish(
          `<!doctype html><meta charset="utf-8"><title>Somebody's site</title>
           <script type="module" src="${origin}/video-room.js"></script>
           <video-room room="${room}" encode="${way}" display-name="Person ${index}"></video-room>`,
        ),
      );
      await tab.evaluate(async () => {
        await customElements.whenDefined('video-room');
        await document.querySelector('video-room')!.join();
      });
    }
    const inside = { server: origin, room, people, count: viewers };
    await beside?.open(page);
    if (beside) await runModule<Page, 'joinViewers'>(beside, 'encode-page.ts', 'joinViewers', inside);
    const each = <T>(read: (tab: Tab) => Promise<T>) => Promise.all(tabs.map(read));
    const end = performance.now() + PATIENCE;
    while (!(await Promise.all(senders.map(links))).every((count) => count === people - 1)) {
      if (performance.now() > end) throw new Error('The links did not come up');
      await wait(250);
    }
    await wait(SETTLE);
    const pids = [driver.browser.process()!.pid!];
    const before = { media: await each(readMedia), time: readProcessorTime(pids), at: performance.now() };
    await wait(seconds * 1_000);
    const after = { time: readProcessorTime(pids), at: performance.now(), media: await each(readMedia) };
    const apart = beside
      ? await runModule<Page, 'watchSync'>(beside, 'encode-page.ts', 'watchSync', SYNC_SECONDS)
      : [];
    const media = after.media.map((sample, index) => rates(before.media[index]!, sample));
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
      lines: median(media.flatMap(({ lines }) => lines)),
      apart: median(apart.flat()),
      worst: apart.length ? Math.max(...apart.map(median)) : Number.NaN,
    };
  });
}

const links = (tab: Tab) =>
  tab.evaluate(
    () => document.querySelector('video-room')!.participants.filter(({ link }) => link === 'live').length,
  );

const wait = (ms: number) => new Promise((done) => setTimeout(done, ms));
