/** Measures the time from a usable path to the next picture, compared with bare connections. */
import type { BrowserName } from '../support/browsers.js';
import { openChromium, openFirefox, type Tab } from '../support/drivers.js';
import { UdpNetwork } from '../support/udp-network.js';
import { runModule, startModules } from './modules.js';
import type { Recovery } from './recovery-page.js';
import { withStarted } from './started.js';
import { median, quantile } from './statistics.js';

/** One way from person to person, in milliseconds. */
const PATH = 25;
/** How long the path is lost, in milliseconds. */
const OUTAGES = [3_000, 10_000];
/** What is usable afterwards. */
const PATHS = [
  { name: 'the same path', elsewhere: false, told: false },
  { name: 'a new path', elsewhere: true, told: false },
  { name: 'a new path, `online`', elsewhere: true, told: true },
];
/** When to give up waiting for pictures, in milliseconds. */
const PATIENCE = 40_000;

const OPEN = { chromium: openChromium, firefox: openFirefox };

type Page = typeof import('./recovery-page.js');

/** Prints a table. `rounds`: outages of each kind; each gives two times, one per participant. */
export async function benchRecoveries(rounds: number, browsers: BrowserName[]): Promise<void> {
  console.log(
    `Path lost → first picture after a path is usable again, medians in ms, two people, ${rounds} outages each`,
  );
  console.log(HEADING);
  for (const browser of browsers) {
    await withStarted(async (started) => {
      const { page } = await started.add(startModules());
      const driver = await started.add(OPEN[browser]({ protocolTimeout: 0 }));
      await benchRecovery(page, await driver.newTab(), rounds);
    });
  }
}

async function benchRecovery(address: string, tab: Tab, rounds: number): Promise<void> {
  const network = new UdpNetwork(PATH);
  await tab.page.exposeFunction('frontOf', (address: string, port: number) => network.front(address, port));
  await tab.page.exposeFunction('healPath', (elsewhere: boolean) => network.heal({ elsewhere }));
  await tab.open(address);
  const run = <Name extends keyof Page>(name: Name, input?: Parameters<Page[Name]>[0]) =>
    runModule<Page, Name>(tab, 'recovery-page.ts', name, input);
  try {
    await run('meet');
    for (const { name, elsewhere, told } of PATHS) {
      for (const outage of OUTAGES) {
        const times: Record<'ours' | 'bare', Recovery[]> = { ours: [], bare: [] };
        for (let round = 0; round < rounds; round += 1) {
          await run('settle');
          network.cut();
          await new Promise((done) => setTimeout(done, outage));
          const { ours, bare } = await run('recover', { elsewhere, told, patience: PATIENCE });
          times.ours.push(...ours);
          times.bare.push(...bare);
        }
        console.log(row(tab.browser, `${outage / 1_000} s, then ${name}`, times));
      }
    }
  } finally {
    await network.close();
  }
}

const HEADING = [
  '| browser | path lost for | ours: picture | worst | of it: packet | last offer | bare: picture | worst | ratio |',
  '| --- | --- | --: | --: | --: | --: | --: | --: | --: |',
].join('\n');

/** Milliseconds after the path was usable. A time that never came counts as the longest. */
function row(browser: string, what: string, { ours, bare }: Record<'ours' | 'bare', Recovery[]>): string {
  const of = (list: Recovery[], key: keyof Recovery) =>
    list.map((one) => (Number.isNaN(one[key]) ? Number.POSITIVE_INFINITY : one[key]));
  const mine = of(ours, 'picture');
  const theirs = of(bare, 'picture');
  return `| ${[
    browser,
    what,
    Math.round(median(mine)),
    Math.round(quantile(mine, 1)),
    Math.round(median(of(ours, 'packet'))),
    Math.round(median(of(ours, 'offer'))),
    Math.round(median(theirs)),
    Math.round(quantile(theirs, 1)),
    (median(mine) / median(theirs)).toFixed(2),
  ].join(' | ')} |`;
}
