/**
 * `npm run soak`: a call of four that participants keep leaving and rejoining, for 30 minutes (`-- --minutes 3`), in Chromium on
 * Linux. Samples the resources of the pages, the browser and the party once a minute, prints them, and fails if something grows.
 */
import { parseArgs } from 'node:util';
import { type Driver, openChromium } from '../support/drivers.js';
import { startPages } from '../support/pages.js';
import { startServer } from '../support/party-process.js';
import { allMeet, Person } from '../support/person.js';
import { tinyCameras } from '../support/small-cameras.js';
import { allOf } from '../support/venue.js';
import { groupOf, PageMeter, treeOf } from './samples.js';
import { growth } from './trend.js';

const NAMES = ['Ada', 'Ben', 'Cleo', 'Dan'];
/** A participant leaves and comes back this often (ms). */
const CHURN = 20_000;
const SAMPLE = 60_000;
/** Share of the samples during which caches fill and code is compiled. */
const WARM_UP = 0.2;

/**
 * The measured values, and their maximum growth from the end of the warm-up to the end: a constant, because numbers fluctuate,
 * plus an amount per minute. A leaked link means 6 listeners and 40 kB, and each minute ends 18 links.
 */
const BOUNDS = {
  'heap, MB': { slack: 1.5, perMinute: 0.05 },
  listeners: { slack: 30, perMinute: 0.5 },
  nodes: { slack: 60, perMinute: 1 },
  connections: { slack: 2, perMinute: 0 },
  channels: { slack: 2, perMinute: 0 },
  tracks: { slack: 8, perMinute: 0 },
  streams: { slack: 8, perMinute: 0 },
  sockets: { slack: 2, perMinute: 0 },
  'audio contexts': { slack: 2, perMinute: 0 },
  'CPU, cores': { slack: 0.4, perMinute: 0 },
  'browser, MB': { slack: 60, perMinute: 3 },
  'party, MB': { slack: 25, perMinute: 0.5 },
} as const;
type Row = Record<keyof typeof BOUNDS, number>;

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '30' } } });
const minutes = Number(values.minutes);
if (process.platform !== 'linux' || !(minutes >= 2)) {
  console.error('Say npm run soak [-- --minutes 30], on Linux; two minutes are the least.');
  process.exit(1);
}

const [server, pages, chromium] = await allOf([startServer(), startPages(), openChromium()]);
const people: Person[] = [];
try {
  const url = pages.publish(
    `<!doctype html><script type="module" src="${server.origin}/video-room.js"></script>
     <video-room room="soak"></video-room>`,
  );
  for (const name of NAMES) {
    const tab = await chromium.newTab();
    await tab.before(tinyCameras);
    await tab.page.setViewport({ width: 480, height: 360 });
    const person = new Person(name, tab);
    people.push(person);
    await person.enter(url);
  }
  await allMeet(people);
  const rows = await soak(chromium);
  const problems = [
    ...judge(rows),
    ...people.flatMap(({ name, tab }) => tab.errors.map((e) => `${name}: ${e}`)),
  ];
  for (const problem of problems) console.error(problem);
  console.log(problems.length ? 'It does not hold.' : 'Nothing grows.');
  process.exitCode = problems.length ? 1 : 0;
} finally {
  await Promise.allSettled([chromium.close(), pages.close(), server.stop()]);
}

/** Alternates churn and samples, so that each sample sees the same call: four participants, all linked. */
async function soak({ browser }: Driver): Promise<Row[]> {
  const meters = await Promise.all(people.map(({ tab }) => PageMeter.of(tab)));
  const pid = browser.process()!.pid!;
  const rows: Row[] = [];
  const start = performance.now();
  let turn = 0;
  while (performance.now() - start < minutes * 60_000) {
    const began = performance.now();
    const cpu = treeOf(pid).cpu;
    while (performance.now() - began < SAMPLE - CHURN / 2) {
      const next = performance.now() + CHURN;
      await churn(people[turn % people.length]!, turn);
      turn += 1;
      await new Promise((done) => setTimeout(done, Math.max(0, next - performance.now())));
    }
    const used = (treeOf(pid).cpu - cpu) / ((performance.now() - began) / 1_000);
    const samples = await Promise.all(meters.map((meter) => meter.read()));
    const total = (key: string) => samples.reduce((sum, sample) => sum + sample[key]!, 0);
    const row: Row = {
      'heap, MB': total('heap') / 2 ** 20,
      listeners: total('listeners'),
      nodes: total('nodes'),
      connections: total('RTCPeerConnection'),
      channels: total('RTCDataChannel'),
      tracks: total('MediaStreamTrack'),
      streams: total('MediaStream'),
      sockets: total('WebSocket'),
      'audio contexts': total('AudioContext'),
      'CPU, cores': used,
      'browser, MB': treeOf(pid).resident / 2 ** 20,
      'party, MB': groupOf(server.pid).resident / 2 ** 20,
    };
    rows.push(row);
    if (rows.length === 1) console.log(`min\t${Object.keys(row).join('\t')}`);
    const cells = Object.values(row).map((value) => (Number.isInteger(value) ? value : value.toFixed(2)));
    console.log([Math.round((performance.now() - start) / 60_000), ...cells].join('\t'));
  }
  console.log(`${turn} times somebody left and came back.`);
  return rows;
}

/** A participant uses the call, leaves, and comes back. */
async function churn(person: Person, turn: number): Promise<void> {
  await person.switch('toggleMicrophone', false);
  await person.switch('toggleCamera', false);
  await person.switch('toggleHand', true);
  await person.switch('toggleCamera', true);
  await person.switch('toggleMicrophone', true);
  if (turn % 3 === 0) {
    await person.switch('toggleScreenShare', true);
    await person.switch('toggleScreenShare', false);
  }
  await person.leave();
  const others = people.filter((one) => one !== person);
  await Promise.all(
    others.map((one) => one.isWith(others.filter((other) => other !== one).map(({ name }) => name))),
  );
  await person.join();
  await allMeet(people);
}

/** One sentence for each value that grows. */
function judge(rows: readonly Row[]): string[] {
  const warm = rows.slice(Math.ceil(rows.length * WARM_UP));
  return (Object.keys(BOUNDS) as (keyof Row)[]).flatMap((key) => {
    const { slack, perMinute } = BOUNDS[key];
    const grown = growth(warm.map((row) => row[key]));
    const allowed = slack + perMinute * (warm.length - 1);
    return grown > allowed
      ? [`${key} grew by ${grown.toFixed(2)}; up to ${allowed.toFixed(2)} is allowed.`]
      : [];
  });
}
