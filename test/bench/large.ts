/**
 * `npm run bench -- large`: sixteen participants, twelve of them without video, and how responsive the page of one of them is: the built
 * element in a tab of its own. The other fifteen are light participants in one page beside it, so all of them are on this machine.
 */
import { openChromium, type Tab } from '../support/drivers.js';
import { startPages } from '../support/pages.js';
import { smallCameras } from '../support/small-cameras.js';
import { joinFullPage } from './element-page.js';
import { runModule, startModules } from './modules.js';
import { CAN_READ_PROCESSES, cores, readProcessorTime } from './processes.js';
import { startBenchServer } from './server.js';
import { withStarted } from './started.js';
import { quantile, rounded } from './statistics.js';
import { openTabs } from './tabs.js';

/** All participants, and those of them with a camera: the element, and so many others. */
const PEOPLE = 16;
const CAMERAS = 4;
/** Time after which sizes and estimates have settled (ms). */
const SETTLE = 15_000;
/** How often the hand is raised or lowered, to see how soon the page shows it. */
const HANDS = 6;

/** What happened in a page. Times are in milliseconds. */
interface Responsiveness {
  /** Tasks of the main thread that took more than 50 ms. */
  longTasks: number[];
  /** Times between two frames. */
  frames: number[];
  /** From raising or lowering the hand until the page shows it. */
  hands: number[];
  tiles: number;
  pictures: number;
  heard: number;
}

export async function benchLarge(seconds: number): Promise<void> {
  await withStarted(async (started) => {
    const [party, pages, modules] = await Promise.all([
      started.add(startBenchServer({ VR_CAPACITY: `${PEOPLE}` })),
      started.add(startPages()),
      started.add(startModules()),
    ]);
    const chromium = await started.add(openChromium({ protocolTimeout: 0 }));
    const [tab, light] = (await openTabs([chromium, chromium])) as [Tab, Tab];
    await tab.before(smallCameras);
    await joinFullPage(tab, pages, party.origin, 'large');
    await light.open(modules.page);
    const began = performance.now();
    await runModule<typeof import('./large-page.js'), 'joinLightPeople'>(
      light,
      'large-page.ts',
      'joinLightPeople',
      {
        server: party.origin,
        room: 'large',
        count: PEOPLE - 1,
        cameras: CAMERAS - 1,
      },
    );
    console.log(
      `${PEOPLE} people, ${CAMERAS} with video: linked after ${((performance.now() - began) / 1_000).toFixed(1)} s`,
    );
    await new Promise((done) => setTimeout(done, SETTLE));

    const session = await tab.page.createCDPSession();
    await session.send('Performance.enable');
    const busy = async () => {
      const { metrics } = await session.send('Performance.getMetrics');
      return metrics.find(({ name }) => name === 'TaskDuration')!.value;
    };
    const pids = [chromium.browser.process()!.pid!];
    const before = { busy: await busy(), time: readProcessorTime(pids), at: performance.now() };
    const found = await tab.evaluate(watchResponses, { seconds, hands: HANDS });
    const after = { time: readProcessorTime(pids), at: performance.now(), busy: await busy() };
    const measured = (after.at - before.at) / 1_000;
    const used = Object.values(cores(before.time.processes, after.time.processes, measured));
    console.log(`The page of one of them, for ${seconds} s in a steady call:`);
    console.table({
      'tiles drawn': found.tiles,
      'others with pictures': found.pictures,
      'others with sound packets': found.heard,
      'tasks over 50 ms': found.longTasks.length,
      'longest of them, ms': Math.round(Math.max(0, ...found.longTasks)),
      'main thread, share': rounded((after.busy - before.busy) / measured, 3),
      'frames per second': rounded(found.frames.length / seconds, 1),
      'time between frames, p95, ms': Math.round(quantile(found.frames, 0.95)),
      'time between frames, most, ms': Math.round(Math.max(...found.frames)),
      'hand shown after, median, ms': Math.round(quantile(found.hands, 0.5)),
      'hand shown after, most, ms': Math.round(Math.max(...found.hands)),
      ...(CAN_READ_PROCESSES && {
        'cores, all sixteen together': rounded(
          used.reduce((a, b) => a + b, 0),
          2,
        ),
      }),
    });
  });
}

/** Runs inside the page. */
async function watchResponses({
  seconds,
  hands,
}: {
  seconds: number;
  hands: number;
}): Promise<Responsiveness> {
  const element = document.querySelector('video-room')!;
  const longTasks: number[] = [];
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longTasks.push(duration);
  });
  const received = async () => {
    const all = Object.entries(await element.getStats());
    return new Map(
      all.map(([id, { sources }]) => [
        id,
        {
          pictures: sources.camera?.framesDecoded ?? 0,
          packets: sources.microphone?.packetsReceived ?? 0,
        },
      ]),
    );
  };
  const start = await received();
  observer.observe({ type: 'longtask' });
  const end = performance.now() + seconds * 1_000;
  const frames: number[] = [];
  const raised: number[] = [];
  const nextFrame = () => new Promise<number>(requestAnimationFrame);
  const watchFrames = async () => {
    let last = await nextFrame();
    while (performance.now() < end) {
      const now = await nextFrame();
      frames.push(now - last);
      last = now;
    }
  };
  const watchHands = async () => {
    for (let time = 0; time < hands; time += 1) {
      await new Promise((done) => setTimeout(done, (seconds * 1_000) / (hands + 1)));
      const asked = performance.now();
      await element.toggleHand();
      await nextFrame();
      await nextFrame();
      raised.push(performance.now() - asked);
    }
  };
  await Promise.all([watchFrames(), watchHands()]);
  for (const { duration } of observer.takeRecords()) longTasks.push(duration);
  observer.disconnect();
  const now = await received();
  const grown = (key: 'pictures' | 'packets') =>
    [...now].filter(([id, counts]) => counts[key] > (start.get(id)?.[key] ?? 0)).length;
  const tiles = [...element.shadowRoot!.querySelectorAll<HTMLElement>('[part~=tile]')];
  return {
    longTasks,
    frames,
    hands: raised,
    tiles: tiles.filter((tile) => tile.offsetWidth > 0).length,
    pictures: grown('pictures'),
    heard: grown('packets'),
  };
}
