/**
 * `npm run bench -- polling`: what it costs that the element collects statistics in a call of eight people, all with camera and microphone.
 * The element collects them so seldom that a measurement of the whole call does not show their cost. The benchmark therefore collects
 * them some hundred times a second, in turns with the call alone.
 */
import { openChromium, type Tab } from '../support/drivers.js';
import { startPages } from '../support/pages.js';
import { smallCameras } from '../support/small-cameras.js';
import { joinFullPage } from './element-page.js';
import { runModule, startModules } from './modules.js';
import { CAN_READ_PROCESSES, readProcessorTime } from './processes.js';
import { startBenchServer } from './server.js';
import { withStarted } from './started.js';
import { median, rounded } from './statistics.js';
import { openTabs } from './tabs.js';

const PEOPLE = 8;
/** Time after which sizes and estimates have settled (ms). */
const SETTLE = 15_000;

/** What a page collects: the statistics of a link with what we make of them, or those of one sender for the level of our voice. */
const KINDS = ['link', 'sender'] as const;
type Kind = (typeof KINDS)[number];
type Counts = Record<Kind, number>;

export async function benchPolling(seconds: number, rounds: number): Promise<void> {
  if (!CAN_READ_PROCESSES) return console.log('The processor time of a browser can only be read on Linux.');
  await withStarted(async (started) => {
    const [party, pages, modules] = await Promise.all([
      started.add(startBenchServer()),
      started.add(startPages()),
      started.add(startModules()),
    ]);
    const [chromium, beside] = await Promise.all([
      started.add(openChromium({ protocolTimeout: 0 })),
      started.add(openChromium({ protocolTimeout: 0 })),
    ]);
    const [tab, light] = (await openTabs([chromium, beside])) as [Tab, Tab];
    await tab.before(smallCameras);
    await tab.before(countPolls);
    await joinFullPage(tab, pages, party.origin, 'polling');
    await light.open(modules.page);
    await runModule<typeof import('./large-page.js'), 'joinLightPeople'>(
      light,
      'large-page.ts',
      'joinLightPeople',
      { server: party.origin, room: 'polling', count: PEOPLE - 1, cameras: PEOPLE - 1 },
    );
    await new Promise((done) => setTimeout(done, SETTLE));

    /** Cores of the page's browser, and how much was collected per second, while more is collected or not. */
    const measure = async (more?: Kind) => {
      const time = () =>
        Object.values(readProcessorTime([chromium.browser.process()!.pid!]).processes).reduce(
          (a, b) => a + b,
          0,
        );
      const [from, at] = [time(), performance.now()];
      const counts = await tab.evaluate(collect, { seconds, more });
      const took = (performance.now() - at) / 1_000;
      const rate = (kind: Kind) => counts[kind] / took;
      return { cores: (time() - from) / took, rates: { link: rate('link'), sender: rate('sender') } };
    };
    const calm: Awaited<ReturnType<typeof measure>>[] = [];
    const costs: Record<Kind, number[]> = { link: [], sender: [] };
    for (let round = 1; round <= rounds; round += 1) {
      const rest = await measure();
      calm.push(rest);
      for (const kind of KINDS) {
        const { cores, rates } = await measure(kind);
        costs[kind].push((cores - rest.cores) / (rates[kind] - rest.rates[kind]));
      }
    }
    const rateOf = (kind: Kind) => median(calm.map(({ rates }) => rates[kind]));
    const share = (kind: Kind) => rateOf(kind) * median(costs[kind]);
    console.log(
      `${PEOPLE} people with camera and voice, the page of one of them, all processes of its browser:`,
    );
    console.table({
      'the call, cores': rounded(median(calm.map(({ cores }) => cores)), 3),
      'statistics of a link, per second': rounded(rateOf('link'), 1),
      'each, ms': rounded(median(costs.link) * 1_000, 2),
      'level of the voice, per second': rounded(rateOf('sender'), 1),
      'each of them, ms': rounded(median(costs.sender) * 1_000, 2),
      'all of it, share of a core': rounded(share('link') + share('sender'), 4),
    });
    console.log(
      `In each round, ms: ${JSON.stringify(costs, (_, value) => (typeof value === 'number' ? rounded(value * 1_000, 2) : value))}`,
    );
  });
}

declare global {
  var polls: Counts;
}

/** For `Tab.before`. */
function countPolls(): void {
  globalThis.polls = { link: 0, sender: 0 };
  const count = (prototype: { getStats(...args: never[]): unknown }, kind: 'link' | 'sender') => {
    const original = prototype.getStats;
    prototype.getStats = function (...args) {
      globalThis.polls[kind] += 1;
      return original.apply(this, args);
    };
  };
  count(RTCPeerConnection.prototype, 'link');
  count(RTCRtpSender.prototype, 'sender');
}

/** Runs inside the page: returns how much was collected meanwhile. */
async function collect({ seconds, more }: { seconds: number; more: Kind | undefined }): Promise<Counts> {
  const before = { ...globalThis.polls };
  const element = document.querySelector('video-room')!;
  const sender = globalThis.watched.connections
    .find(({ connectionState }) => connectionState === 'connected')!
    .getSenders()
    .find(({ track }) => track?.kind === 'audio')!;
  const end = performance.now() + seconds * 1_000;
  while (performance.now() < end) {
    if (more === 'link') await element.getStats();
    if (more === 'sender')
      for (let time = 0; time < 7; time += 1) [...(await sender.getStats()).values()].length;
    await new Promise((done) => setTimeout(done, more ? 50 : 500));
  }
  const { link, sender: senders } = globalThis.polls;
  return { link: link - before.link, sender: senders - before.sender };
}
