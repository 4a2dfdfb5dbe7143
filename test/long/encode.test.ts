/** `encode="shared"`: one encoder for several viewers, and the way back to one encoder for each. Four people in Chromium. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Driver, openChromium } from '../support/drivers.js';
import { type Pages, startPages } from '../support/pages.js';
import { type Server, startServer } from '../support/party-process.js';
import { allMeet, Person } from '../support/person.js';
import { smallCameras } from '../support/small-cameras.js';
import { until } from '../support/until.js';

const NAMES = ['Ada', 'Ben', 'Eve', 'Joe'];
/** Sharing begins within this time, and so does everything else that one waits for (ms). */
const PATIENCE = 60_000;
/** Lines of the own encoder of a link that sends shared frames, at most. */
const TINY = 20;
/** The way back (ms). One of three tries must do it: other tests use the machine, too. */
const PROMISED = 2_000;
const TRIES = 3;

interface Recorded {
  readonly connections: RTCPeerConnection[];
  /** Workers that were not terminated. */
  readonly workers: Set<Worker>;
}

/** For `Tab.before`. */
function record(): void {
  const recorded: Recorded = { connections: [], workers: new Set() };
  Object.assign(globalThis, { recorded });
  const Connection = globalThis.RTCPeerConnection;
  globalThis.RTCPeerConnection = class RTCPeerConnection extends Connection {
    constructor(...options: ConstructorParameters<typeof Connection>) {
      super(...options);
      recorded.connections.push(this);
    }
  };
  globalThis.Worker = class extends Worker {
    constructor(...options: ConstructorParameters<typeof Worker>) {
      super(...options);
      recorded.workers.add(this);
    }
    override terminate(): void {
      recorded.workers.delete(this);
      super.terminate();
    }
  };
}

interface Encoder {
  frames: number;
  lines: number;
  bytes: number;
}

/** What a page encodes of its camera: for each link, and in the shared encoders. */
interface Encoders {
  links: Encoder[];
  shared: Encoder[];
}

function encoders({ tab }: Person): Promise<Encoders> {
  return tab.evaluate(async () => {
    const { connections } = (globalThis as unknown as { recorded: Recorded }).recorded;
    const all: Encoders = { links: [], shared: [] };
    for (const connection of connections.filter((one) => one.signalingState !== 'closed')) {
      const transceivers = connection.getTransceivers();
      const isLink = transceivers.length === 4;
      if (!isLink && transceivers[0]?.direction !== 'sendonly') continue;
      for (const { sender } of isLink ? transceivers.slice(1, 2) : transceivers) {
        for (const row of (await sender.getStats()).values()) {
          if (row.type !== 'outbound-rtp') continue;
          const { framesEncoded = 0, frameHeight = 0, bytesSent = 0 } = row;
          const encoder = { frames: framesEncoded, lines: frameHeight, bytes: bytesSent };
          (isLink ? all.links : all.shared).push(encoder);
        }
      }
    }
    return all;
  });
}

const isSharing = ({ links }: Encoders) =>
  links.length === NAMES.length - 1 && links.every(({ lines }) => lines > 0 && lines <= TINY);

const shares = (person: Person) =>
  until(
    async () => {
      const now = await encoders(person);
      if (isSharing(now)) return now;
      throw new Error(JSON.stringify(now));
    },
    `for ${person.name} to share one encoder`,
    PATIENCE,
  );

/** Waits until this many more pictures of the sender have arrived at each viewer. */
async function arrive(sender: Person, viewers: Person[], pictures = 10): Promise<void> {
  const count = async (viewer: Person) => (await viewer.counts())[sender.name]?.pictures ?? 0;
  await Promise.all(
    viewers.map(async (viewer) => {
      const start = await count(viewer);
      await until(
        async () => (await count(viewer)) >= start + pictures,
        `for pictures of ${sender.name} at ${viewer.name}`,
        PATIENCE,
      );
    }),
  );
}

describe('one encoder for several viewers', { timeout: 600_000 }, () => {
  let server: Server;
  let pages: Pages;
  let chromium: Driver;
  let people: Person[];
  let ada: Person;
  let others: Person[];

  before(async () => {
    [server, pages, chromium] = await Promise.all([startServer(), startPages(), openChromium()]);
    const url = pages.publish(
      `<!doctype html><script type="module" src="${server.origin}/video-room.js"></script>
       <body style="margin: 0"><video-room room="shared" encode="shared" style="height: 500px"></video-room>
       <div style="height: 5000px"></div>`,
    );
    people = [];
    for (const name of NAMES) {
      const tab = await chromium.newTab();
      await tab.before(smallCameras);
      await tab.before(record);
      people.push(new Person(name, tab));
    }
    for (const person of people) await person.enter(url);
    await allMeet(people);
    [ada, ...others] = people as [Person, ...Person[]];
  });

  after(async () => {
    await Promise.allSettled([chromium?.close(), pages?.close(), server?.stop()]);
  });

  it('makes all pictures, and the encoders of the links hardly any', async () => {
    await shares(ada);
    const start = await encoders(ada);
    await arrive(ada, others, 40);
    const end = await encoders(ada);
    const more = (now: Encoder[], then: Encoder[]) =>
      now.map(({ frames }, index) => frames - (then[index]?.frames ?? 0));
    const shared = Math.max(...more(end.shared, start.shared));
    const own = more(end.links, start.links);
    assert.ok(shared >= 35, `the shared encoder made ${shared}`);
    for (const frames of own)
      assert.ok(frames < shared / 2, `the links made ${own}, the shared encoder ${shared}`);
  });

  it('makes the sizes that the viewers get', async () => {
    await shares(ada);
    await until(
      async () => {
        const { shared } = await encoders(ada);
        const made = shared.map(({ lines }) => lines);
        const got = await Promise.all(
          others.map(async (viewer) => (await viewer.statsOf('Ada'))?.sources.camera?.frameHeight ?? 0),
        );
        if (got.every((lines) => lines >= 90 && made.includes(lines))) return true;
        throw new Error(`made ${made}, got ${got}`);
      },
      'for the viewers to get what is made',
      PATIENCE,
    );
  });

  it('sends nothing to a viewer who sees nothing, and pictures again when they do', async () => {
    const [ben] = others as [Person];
    await ben.tab.evaluate(() => scrollTo(0, 4_000));
    const bytes = async () => (await ada.statsOf('Ben'))?.sources.camera?.bytesSent ?? 0;
    let last = await bytes();
    let since = Date.now();
    await until(
      async () => {
        const now = await bytes();
        if (now !== last) [last, since] = [now, Date.now()];
        return Date.now() - since > 1_500;
      },
      'for nothing to be sent to Ben',
      PATIENCE,
    );
    await ben.tab.evaluate(() => scrollTo(0, 0));
    await arrive(ada, others);
    await shares(ada);
  });

  it('goes on after the camera was off', async () => {
    await ada.switch('toggleCamera', false);
    await ada.switch('toggleCamera', true);
    await arrive(ada, others);
    await shares(ada);
    await arrive(ada, others);
  });

  it('is left within two seconds when it fails, and the pictures go on', async () => {
    const times: number[] = [];
    const takers = [...people];
    while (!times.some((time) => time <= PROMISED) && times.length < TRIES) {
      const person = takers.shift()!;
      await shares(person);
      const time = await person.tab.evaluate(async (tiny) => {
        const { connections } = (globalThis as unknown as { recorded: Recorded }).recorded;
        const open = connections.filter((one) => one.signalingState !== 'closed');
        const shared = open.find((one) => one.getTransceivers()[0]?.direction === 'sendonly')!;
        const links = open.filter((one) => one.getTransceivers().length === 4);
        const lines = async (link: RTCPeerConnection) => {
          const rows = [...(await link.getTransceivers()[1]!.sender.getStats()).values()];
          return rows.find(({ type }) => type === 'outbound-rtp')?.frameHeight ?? 0;
        };
        const start = performance.now();
        shared.close();
        while (performance.now() - start < 20_000) {
          if ((await Promise.all(links.map(lines))).every((one) => one > tiny)) break;
          await new Promise((done) => setTimeout(done, 50));
        }
        return performance.now() - start;
      }, TINY);
      times.push(time);
      await arrive(
        person,
        people.filter((one) => one !== person),
      );
    }
    assert.ok(
      times.some((time) => time <= PROMISED),
      `took ${times} ms`,
    );
  });

  it('leaves nothing behind', async () => {
    const joe = others.at(-1)!;
    await joe.leave();
    await until(
      () =>
        joe.tab.evaluate(() => {
          const { connections, workers } = (globalThis as unknown as { recorded: Recorded }).recorded;
          return workers.size === 0 && connections.every(({ signalingState }) => signalingState === 'closed');
        }),
      'for connections and worker to end',
      PATIENCE,
    );
  });
});
