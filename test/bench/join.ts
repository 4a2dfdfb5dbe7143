/**
 * `npm run bench -- join` and `-- cold`: the time until one participant sees the other, with the built element on a page of
 * another origin, in turns with two bare pages (the lower limit) and with PeerJS.
 */
import { randomUUID } from 'node:crypto';
import { type Driver, openChromium, type Tab } from '../support/drivers.js';
import { type Pages, startPages } from '../support/pages.js';
import { until } from '../support/until.js';
import { startHop } from './hop.js';
import { bareWay, elementWay, type JoinWay, peerJsWay, type Shape } from './join-ways.js';
import { startPeerServer } from './peer-server.js';
import { startRelay } from './relay.js';
import { startBenchServer } from './server.js';
import { type Started, withStarted } from './started.js';
import { median, quantile, rounded } from './statistics.js';
import { openTabs } from './tabs.js';

/** One signaling hop from person to person, in milliseconds. */
const HOPS = [0, 50];
/** Pause in the lobby before the button is pressed (ms). The newcomer always finds a member. */
const PAUSE = 1_000;
/** When to give up waiting for a picture. */
const PATIENCE = 30_000;

/** Milliseconds. */
interface Measured {
  picture: number;
  /** Until the camera was open; in the lobby that is before the click. */
  camera?: number;
}

/** Prints the times from a click on Join to the first picture. The first round of each way is a warm-up, in addition to the `rounds`. */
export async function benchJoin(rounds: number): Promise<void> {
  await withStarted(async (started) => {
    const { pages, chromium, servers } = await prepare(started);
    for (const hop of HOPS) {
      await withStarted(async (ends) => {
        const behind = async (port: number) => (await ends.add(startHop(port, hop))).port;
        const element = elementWay(
          pages,
          servers.party.origin,
          `http://localhost:${await behind(servers.party.port)}`,
        );
        const shape = await shapeOf(chromium, element);
        const ways = [
          bareWay(pages, await behind(servers.relay.port), shape),
          peerJsWay(pages, await behind(servers.peerServer.port)),
          element,
        ];
        const times = await inTurns(ways, rounds, (way, room) => join(chromium, way, room));
        console.log(
          `\nClick on Join → first picture of the other, ms; lobby prepared, signaling hop ${hop} ms, ${rounds} rounds`,
        );
        console.log(`(element and bare: ${shape.mLines.length} m-lines, ${shape.codec})`);
        print(times);
      });
    }
  });
}

/** Prints the times from opening the address, with an empty cache, to the first picture. */
export async function benchCold(rounds: number): Promise<void> {
  await withStarted(async (started) => {
    const { pages, chromium, servers } = await prepare(started);
    const ways = [
      peerJsWay(pages, servers.peerServer.port),
      elementWay(pages, servers.party.origin, servers.party.origin),
    ];
    const times = await inTurns(ways, rounds, (way, room) => enter(chromium, way, room));
    console.log(
      `\nAddress → first picture of the other, ms; nothing cached, without a lobby, ${rounds} rounds`,
    );
    print(times);
  });
}

interface Venue {
  pages: Pages;
  chromium: Driver;
  servers: { party: { port: number; origin: string }; relay: { port: number }; peerServer: { port: number } };
}

async function prepare(started: Started): Promise<Venue> {
  const [pages, chromium, party, relay, peerServer] = await Promise.all([
    started.add(startPages()),
    started.add(openChromium()),
    started.add(startBenchServer()),
    started.add(startRelay()),
    started.add(startPeerServer()),
  ]);
  return { pages, chromium, servers: { party, relay, peerServer } };
}

/** In turns, so that other work of the machine affects all ways. */
async function inTurns(
  ways: JoinWay[],
  rounds: number,
  measure: (way: JoinWay, room: string) => Promise<Measured>,
): Promise<Map<string, Measured[]>> {
  const times = new Map<string, Measured[]>(ways.map(({ name }) => [name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const way of ways) {
      const measured = await measure(way, roomName());
      if (round > 0) times.get(way.name)!.push(measured);
    }
  }
  return times;
}

/** A member is there; a newcomer with a prepared lobby presses the button. */
function join(chromium: Driver, way: JoinWay, room: string): Promise<Measured> {
  return withTabs(chromium, way, room, async (newcomer) => {
    await way.lobby(newcomer, room);
    await new Promise((done) => setTimeout(done, PAUSE));
    await newcomer.page.click(way.joinButton);
    const picture = await firstPicture(newcomer);
    const clicked = await newcomer.evaluate(() => watched.clicked!);
    return { picture: picture - clicked };
  });
}

/** A member is there; a newcomer opens the address. Pages measure from the request of their address. */
function enter(chromium: Driver, way: JoinWay, room: string): Promise<Measured> {
  return withTabs(chromium, way, room, async (newcomer) => {
    await new Promise((done) => setTimeout(done, PAUSE));
    await newcomer.open(way.cold!(room));
    const picture = await firstPicture(newcomer);
    return { picture, camera: await newcomer.evaluate(() => watched.camera) };
  });
}

/** The negotiated parameters of the element, from a join that is not measured. */
function shapeOf(chromium: Driver, element: JoinWay): Promise<Shape> {
  const room = roomName();
  return withTabs(chromium, element, room, async (newcomer) => {
    await element.lobby(newcomer, room);
    await newcomer.page.click(element.joinButton);
    await firstPicture(newcomer);
    // Statistics may be slightly older than the picture.
    return until(() => newcomer.evaluate(agreed), 'for statistics of the picture', PATIENCE);
  });
}

/** Runs inside the page; `undefined` until the statistics have it. */
async function agreed(): Promise<Shape | undefined> {
  for (const connection of watched.connections) {
    if (connection.connectionState !== 'connected') continue;
    const report = await connection.getStats();
    for (const { type, kind, codecId } of report.values()) {
      if (type !== 'inbound-rtp' || kind !== 'video' || !report.has(codecId)) continue;
      const mLines = [...connection.localDescription!.sdp.matchAll(/^m=(\w+)/gm)].map((line) => line[1]!);
      return { mLines, codec: report.get(codecId).mimeType };
    }
  }
  return undefined;
}

/** Two of them; nothing is cached. */
async function withTabs<T>(
  chromium: Driver,
  way: JoinWay,
  room: string,
  work: (newcomer: Tab) => Promise<T>,
): Promise<T> {
  return withStarted(async (started) => {
    const [member, newcomer] = (await openTabs([chromium, chromium])) as [Tab, Tab];
    await started.add(member);
    await started.add(newcomer);
    await way.member(member, room);
    return work(newcomer);
  });
}

/** A missing picture counts as the longest time. */
async function firstPicture(tab: Tab): Promise<number> {
  const picture = await tab.evaluate(
    (patience) =>
      Promise.race([watched.picture, new Promise<undefined>((done) => setTimeout(done, patience))]),
    PATIENCE,
  );
  return picture ?? Number.POSITIVE_INFINITY;
}

/** A new name each time, because rooms remember their members. */
const roomName = () => `bench-${randomUUID()}`;

function print(times: Map<string, Measured[]>): void {
  const pictures = new Map([...times].map(([name, all]) => [name, all.map(({ picture }) => picture)]));
  const ours = median(pictures.get('element')!);
  console.table(
    Object.fromEntries(
      [...pictures].map(([name, all]) => [
        name,
        {
          median: rounded(median(all)),
          p90: rounded(quantile(all, 0.9)),
          least: rounded(Math.min(...all)),
          ...(times.get(name)!.some(({ camera }) => camera !== undefined)
            ? { 'camera open': rounded(median(times.get(name)!.map(({ camera }) => camera ?? Number.NaN))) }
            : {}),
          'element to it': rounded(ours / median(all), 2),
        },
      ]),
    ),
  );
}
