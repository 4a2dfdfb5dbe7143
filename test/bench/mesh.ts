/**
 * `npm run bench -- mesh`: the cost and quality of a call with several participants, with the built element on a page of another
 * origin, in turns with bare connections. All participants are on this machine, so it is soon overloaded: the benchmark shows how
 * a call behaves then.
 */
import type { BrowserName } from '../support/browsers.js';
import { startBusy } from '../support/busy.js';
import { type Driver, openChromium, openFirefox, type Tab } from '../support/drivers.js';
import { type Pages, startPages } from '../support/pages.js';
import { BARE_MESH_PAGE, FIXED_LIMITS, FULL_SIZE, joinBareMesh } from './bare-mesh.js';
import { CAMERA } from './camera.js';
import { type MediaRates, rates, readMedia } from './media.js';
import { printMesh } from './mesh-tables.js';
import { noisyCameras } from './noisy-cameras.js';
import { CAN_READ_PROCESSES, cores, readProcessorTime } from './processes.js';
import { startRelay } from './relay.js';
import { startBenchServer } from './server.js';
import { type Started, withStarted } from './started.js';
import { openTabs } from './tabs.js';

export interface MeshOptions {
  /** By name; see {@link peopleOf}. */
  rooms: Map<string, BrowserName[]>;
  /** How long the call is measured once it has settled. */
  seconds: number;
  rounds: number;
  video: boolean;
  /** Number of busy processes beside it. */
  busy: number;
  /** Also measures bare connections that send full size to everyone. */
  fullSize: boolean;
  /** Also measures the element with one encoder for all viewers. */
  shared: boolean;
  /** Cameras of 320 × 180 noise at 15 pictures a second, so that small machines are not full. */
  noise: boolean;
}

/** One round of one way. Times are in milliseconds. */
export interface MeshRound {
  /** From opening the first page until every pair was connected; `undefined`: not within {@link PATIENCE}. */
  linked?: number;
  /** The same, from opening the last page. */
  afterLast?: number;
  /** Links that were up, counted at both ends. */
  ends: number;
  /** Connections that all pages created; equal to the ends if none was created twice. */
  made: number;
  /** Delays of main-thread timers over a second, one entry each. */
  late: number[];
  media: MediaRates[];
  /** Cores, by type of process and by thread of the pages. */
  processes: Record<string, number>;
  threads: Record<string, number>;
}

/** An implementation of a call. */
export interface Way {
  readonly name: string;
  /** Opens the page of one more participant and joins. */
  join(tab: Tab, room: string, person: number): Promise<void>;
  /** Links of this page that are up. */
  links(tab: Tab): Promise<number>;
}

/** When to give up waiting for links. */
const PATIENCE = 60_000;
/** Interval of the question to the pages; a shorter one would slow them down (ms). */
const LOOK = 250;
/** Time after which bandwidth estimates and sizes have settled (ms). */
const SETTLE = 8_000;

export async function benchMesh({
  rooms,
  seconds,
  rounds,
  video,
  busy,
  fullSize,
  shared,
  noise,
}: MeshOptions): Promise<void> {
  if (!CAN_READ_PROCESSES)
    console.log('Processor time by process and thread is left out: it is read from /proc, on Linux.');
  await withStarted(async (started) => {
    const ways = await prepareWays(started, { video, fullSize, shared });
    for (const [room, browsers] of rooms) {
      const results = new Map<Way, MeshRound[]>(ways.map((way) => [way, []]));
      for (let round = 1; round <= rounds; round += 1) {
        // In turns, so that other work of the machine affects all ways.
        for (const [index, way] of ways.entries()) {
          // Each in a room of its own: the party keeps the seats of pages that were closed for a while.
          const name = `bench-${process.pid}-${room.replace('+', '-')}-${round}-${index}`;
          const result = await withStarted(async (ends) => {
            await ends.add(startBusy(busy));
            return meet(ends, way, name, browsers, { seconds, noise });
          });
          results.get(way)!.push(result);
          const time =
            result.linked === undefined
              ? 'not linked'
              : `linked after ${(result.linked / 1_000).toFixed(1)} s`;
          console.log(`${room}, ${way.name}, round ${round} of ${rounds}: ${time}`);
        }
      }
      printMesh(room, browsers.length, { video, busy, seconds, noise }, results);
    }
  });
}

/** The way that is compared with the others comes last. */
async function prepareWays(
  started: Started,
  { video, fullSize, shared }: Pick<MeshOptions, 'video' | 'fullSize' | 'shared'>,
): Promise<Way[]> {
  const [party, relay, pages] = await Promise.all([
    started.add(startBenchServer()),
    started.add(startRelay()),
    started.add(startPages()),
  ]);
  const bare = { name: video ? 'bare' : 'bare-audio', limits: FIXED_LIMITS };
  const full = { name: 'bare, full size', limits: FULL_SIZE };
  const bareWays = [...(fullSize && video ? [full] : []), bare].map((way) =>
    bareWay(pages, relay.port, video, way),
  );
  const elements = [...(shared && video ? (['shared'] as const) : []), 'per-link' as const];
  return [...bareWays, ...elements.map((encode) => elementWay(pages, party.origin, video, encode))];
}

function bareWay(
  pages: Pages,
  port: number,
  video: boolean,
  { name, limits }: { name: string; limits: typeof FIXED_LIMITS },
): Way {
  const url = pages.publish(BARE_MESH_PAGE);
  return {
    name,
    async join(tab, room) {
      await tab.open(url);
      const relay = `ws://localhost:${port}/${room}`;
      await tab.evaluate(joinBareMesh, { relay, camera: video ? CAMERA : undefined, limits });
    },
    links: connected,
  };
}

function elementWay(pages: Pages, origin: string, video: boolean, encode: 'per-link' | 'shared'): Way {
  return {
    name: encode === 'shared' ? 'element, shared encoder' : 'element',
    async join(tab, room, person) {
      const url = pages.publish(
        `<!doctype html><meta charset="utf-8"><title>Somebody's site</title><h1>Our team</h1>
         <script type="module" src="${origin}/video-room.js"></script>
         <video-room room="${room}" encode="${encode}" display-name="Person ${person}" ${video ? '' : 'start-video-off'}></video-room>`,
      );
      await tab.open(url);
      await tab.evaluate(async () => {
        await customElements.whenDefined('video-room');
        await document.querySelector('video-room')!.join();
      });
    },
    async links(tab) {
      const live = await tab.evaluate(
        () => document.querySelector('video-room')!.participants.filter(({ link }) => link === 'live').length,
      );
      return Math.min(live, await connected(tab));
    },
  };
}

const connected = (tab: Tab): Promise<number> =>
  tab.evaluate(
    () => globalThis.watched.connections.filter((one) => one.connectionState === 'connected').length,
  );

/** One call: participants join one after the other, and stay until it is measured. */
async function meet(
  started: Started,
  way: Way,
  room: string,
  browsers: BrowserName[],
  { seconds, noise }: Pick<MeshOptions, 'seconds' | 'noise'>,
): Promise<MeshRound> {
  const drivers = new Map<BrowserName, Driver>();
  for (const name of new Set(browsers)) {
    drivers.set(name, await started.add(name === 'chromium' ? openChromium() : openFirefox()));
  }
  const tabs = await openTabs(browsers.map((name) => drivers.get(name)!));
  const began = Date.now();
  let lastCame = began;
  if (noise) for (const tab of tabs) await tab.before(noisyCameras);
  for (const [person, tab] of tabs.entries()) {
    lastCame = Date.now();
    await way.join(tab, room, person + 1);
  }

  const all = browsers.length * (browsers.length - 1);
  const each = async <T>(read: (tab: Tab) => Promise<T>) => Promise.all(tabs.map(read));
  const countEnds = async () => (await each(way.links)).reduce((sum, links) => sum + links, 0);
  // The pages report it: frequent questions would slow them down, and asking is slow on a busy machine.
  const linkedAt = (await areLinked(async () => (await countEnds()) === all))
    ? Math.max(...(await each((tab) => tab.evaluate(() => globalThis.watched.linked))))
    : undefined;

  await wait(SETTLE);
  const pids = [...drivers.values()].map(({ browser }) => browser.process()!.pid!);
  const before = { media: await each(readMedia), time: readProcessorTime(pids), at: performance.now() };
  await wait(seconds * 1_000);
  const after = { time: readProcessorTime(pids), at: performance.now(), media: await each(readMedia) };
  const measured = (after.at - before.at) / 1_000;
  return {
    linked: linkedAt && linkedAt - began,
    afterLast: linkedAt && linkedAt - lastCame,
    ends: await countEnds(),
    made: (await each((tab) => tab.evaluate(() => globalThis.watched.connections.length))).reduce(
      (a, b) => a + b,
    ),
    late: (await each((tab) => tab.evaluate(() => globalThis.watched.late))).flat(),
    media: after.media.map((sample, index) => rates(before.media[index]!, sample)),
    processes: cores(before.time.processes, after.time.processes, measured),
    threads: cores(before.time.threads, after.time.threads, measured),
  };
}

/** Waits until all are linked; `false`: not within {@link PATIENCE}. */
async function areLinked(linked: () => Promise<boolean>): Promise<boolean> {
  const end = performance.now() + PATIENCE;
  while (performance.now() < end) {
    if (await linked()) return true;
    await wait(LOOK);
  }
  return false;
}

/**
 * The browsers of a room, in order: `4` is four Chromiums, `3+1` three and a Firefox. The Firefox joins before the last Chromium,
 * so that each kind has to make an offer to the other. `undefined`: not a valid room.
 */
export function peopleOf(room: string): BrowserName[] | undefined {
  const [chromiums = 0, firefoxes = 0, ...more] = room.split('+').map(Number);
  const counts = [chromiums, firefoxes, ...more];
  const counted = counts.length === 2 && counts.every((count) => Number.isInteger(count) && count >= 0);
  if (!counted || chromiums + firefoxes < 2) return undefined;
  const people = Array<BrowserName>(chromiums).fill('chromium');
  people.splice(-1, 0, ...Array<BrowserName>(firefoxes).fill('firefox'));
  return people;
}

const wait = (ms: number) => new Promise((done) => setTimeout(done, ms));
