/** The cost of a `Room` without a user interface, in one page over a network in memory, so that only our own work differs. */
import { openChromium, type Tab } from '../support/drivers.js';
import { runModule, startModules } from './modules.js';
import { withStarted } from './started.js';
import { quantile } from './statistics.js';

/** One signaling hop from person to person, in milliseconds. */
const HOPS = [0, 50];
/** People in a steady call. */
const PEOPLE = 4;

type RoomPage = typeof import('./room-page.js');

/** Prints the join times; the first join of each kind is a warm-up, in addition to the `rounds`. */
export function benchJoinRoom(rounds: number): Promise<void> {
  return inPage(async (tab) => {
    console.log('Room.join() → first picture of the other, ms (Chromium, camera of 160 × 90, loopback)');
    const rows: Record<string, unknown>[] = [];
    for (const hop of HOPS) {
      const times = { joinBare: [] as number[], joinRoom: [] as number[] };
      for (let round = 0; round <= rounds; round += 1) {
        // In turns, so that other work of the machine affects both.
        for (const name of ['joinBare', 'joinRoom'] as const) {
          const time = await runModule<RoomPage, typeof name>(tab, 'room-page.ts', name, hop);
          if (round > 0) times[name].push(time);
        }
      }
      const [bare, ours] = [times.joinBare, times.joinRoom];
      rows.push({
        'signaling hop': hop,
        'bare, median': Math.round(quantile(bare, 0.5)),
        'bare, p90': Math.round(quantile(bare, 0.9)),
        'ours, median': Math.round(quantile(ours, 0.5)),
        'ours, p90': Math.round(quantile(ours, 0.9)),
        'ratio of medians': Number((quantile(ours, 0.5) / quantile(bare, 0.5)).toFixed(2)),
      });
    }
    console.table(rows);
  });
}

/** Prints the signaling cost of one more participant. */
export function benchSignaling(): Promise<void> {
  return inPage(async (tab) => {
    console.log('Signaling for one more person, until everyone is linked with everyone');
    console.table(await runModule<RoomPage, 'joinCosts'>(tab, 'room-page.ts', 'joinCosts', 8));
  });
}

/** Prints the frames that an idle call sends to the party. */
export function benchSteady(minutes: number): Promise<void> {
  return inPage(async (tab) => {
    const counts = await runModule<RoomPage, 'steadyCosts'>(tab, 'room-page.ts', 'steadyCosts', {
      people: PEOPLE,
      minutes,
    });
    const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
    console.log(`Frames that a steady call of ${PEOPLE} sends the party in ${minutes} min`);
    console.table({
      ...counts,
      total,
      'per minute and person': Number((total / minutes / PEOPLE).toFixed(2)),
    });
  });
}

function inPage(work: (tab: Tab) => Promise<void>): Promise<void> {
  return withStarted(async (started) => {
    const { page } = await started.add(startModules());
    const chromium = await started.add(openChromium({ protocolTimeout: 0 }));
    const tab = await chromium.newTab();
    await tab.open(page);
    await work(tab);
  });
}
