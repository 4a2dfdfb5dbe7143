/** What can go wrong with `encode="shared"`: a bad line, a viewer who asks too much, a worker that dies, a page that allows none, Firefox. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Driver, openChromium, openFirefox } from '../support/drivers.js';
import {
  arrive,
  encoders,
  encodes,
  hasOwn,
  type Recorded,
  record,
  shares,
  TINY,
} from '../support/encoders.js';
import { type Pages, startPages } from '../support/pages.js';
import { type Server, startServer } from '../support/party-process.js';
import { allMeet, Person } from '../support/person.js';
import { smallCameras } from '../support/small-cameras.js';
import { UdpNetwork } from '../support/udp-network.js';
import { PATIENCE, until } from '../support/until.js';
import { allOf } from '../support/venue.js';

/** The way back (ms), beside {@link TURNS} times the event loop delay. */
const PROMISED = 2_000;
/** Factor for the event loop delay: the page notices, changes its senders, and a viewer shows what comes. */
const TURNS = 4;
/** One of so many tries must do what takes time or is compared: other tests use the machine, too. */
const TRIES = 3;
/** Bytes and pictures of the others may differ this much while one link is bad, because of the machine. */
const SIMILAR = 1.5;
/** What is compared: so many pictures. */
const PICTURES = 80;
/** Share of the packets that the bad line loses. */
const LOST = 0.1;
/** Key frames that a shared encoder makes in ten seconds or less, at most, for a viewer who asks for one all the time. */
const MOST_KEYS = 16;
/** The same while that viewer has an encoder alone. */
const FEW_KEYS = 3;

let server: Server;
let pages: Pages;
let chromium: Driver;
let firefox: Driver;

before(async () => {
  [server, pages, chromium, firefox] = await allOf([
    startServer(),
    startPages(),
    openChromium(),
    openFirefox(),
  ]);
});

after(async () => {
  await Promise.allSettled([chromium?.close(), firefox?.close(), pages?.close(), server?.stop()]);
});

interface Surroundings {
  /** Who is in Firefox; all others are in Chromium. */
  inFirefox?: readonly string[];
  headers?: Record<string, string>;
  /** Carries everything between them. */
  network?: UdpNetwork;
}

/** People of these names in a room of their own, who have met. */
async function enter(
  room: string,
  names: readonly string[],
  { inFirefox = [], headers, network }: Surroundings = {},
): Promise<Person[]> {
  const url = pages.publish(
    `<!doctype html><script type="module" src="${server.origin}/video-room.js"></script>
     <video-room room="${room}" encode="shared" style="height: 500px"></video-room>`,
    headers,
  );
  const people: Person[] = [];
  for (const name of names) {
    const tab = await (inFirefox.includes(name) ? firefox : chromium).newTab();
    await tab.before(smallCameras);
    await tab.before(record);
    if (network) {
      await tab.page.exposeFunction('frontOf', (address: string, port: number) =>
        network.front(address, port),
      );
      await tab.before(frontConnections);
    }
    people.push(new Person(name, tab));
  }
  for (const person of people) await person.enter(url);
  await allMeet(people);
  return people;
}

async function leave(people: readonly Person[]): Promise<void> {
  await Promise.allSettled(people.map(({ tab }) => tab.close()));
}

interface Flow {
  /** Per second. */
  readonly pictures: number;
  readonly bytes: number;
  /** Key frames of all shared encoders meanwhile. */
  readonly keyFrames: number;
  readonly seconds: number;
}

/** What is wrong with `now`, compared with what usually arrives. */
function worse(now: Flow, usual: readonly Flow[]): string[] {
  const least = Math.min(...usual.map(({ pictures }) => pictures));
  const most = Math.max(...usual.map(({ bytes }) => bytes));
  return [
    ...(now.pictures >= least / SIMILAR ? [] : [`${now.pictures} instead of ${least} pictures/s`]),
    ...(now.bytes <= most * SIMILAR ? [] : [`${now.bytes} instead of ${most} bytes/s`]),
  ];
}

/** Tries until nothing is wrong, {@link TRIES} times at most; fails with everything that was. */
async function succeeds(wrong: () => Promise<string[]>): Promise<void> {
  const found: string[] = [];
  for (let n = 0; n < TRIES; n += 1) {
    const problems = await wrong();
    if (!problems.length) return;
    found.push(problems.join(', '));
  }
  assert.fail(found.join('; '));
}

/** A longer time has more of them; a shorter one may have all of a burst. */
function assertFewKeyFrames(flows: readonly Flow[]): void {
  for (const { keyFrames, seconds } of flows)
    assert.ok(
      keyFrames <= MOST_KEYS * Math.max(1, seconds / 10),
      `${keyFrames} key frames in ${seconds} seconds`,
    );
}

/** What arrives of Ada's camera at a viewer, until there are {@link PICTURES} more. */
async function flow(ada: Person, viewer: Person): Promise<Flow> {
  const read = async () => ({
    at: performance.now(),
    pictures: (await viewer.counts())[ada.name]?.pictures ?? 0,
    bytes: (await ada.statsOf(viewer.name))?.sources.camera?.bytesSent ?? 0,
    keyFrames: (await encoders(ada)).shared.reduce((sum, { keyFrames }) => sum + keyFrames, 0),
  });
  const start = await read();
  await arrive(ada, [viewer], PICTURES);
  const end = await read();
  const seconds = (end.at - start.at) / 1_000;
  return {
    pictures: (end.pictures - start.pictures) / seconds,
    bytes: (end.bytes - start.bytes) / seconds,
    keyFrames: end.keyFrames - start.keyFrames,
    seconds,
  };
}

/** Asks everyone for a key frame of their camera ten times a second, while `asks(true)` was called last. */
async function keyFrameRequests({ tab }: Person): Promise<{ asks(now: boolean): Promise<void> }> {
  await tab.evaluate(() => {
    const text = `let asks = false;
    onmessage = ({ data }) => { asks = data; };
    onrtctransform = ({ transformer }) => {
      transformer.readable.pipeTo(transformer.writable);
      setInterval(() => { if (asks) transformer.sendKeyFrameRequest().catch(() => {}); }, 100);
    }`;
    const worker = new Worker(URL.createObjectURL(new Blob([text])));
    Object.assign(globalThis, { asking: worker });
    const { connections } = (globalThis as unknown as { recorded: Recorded }).recorded;
    for (const connection of connections) {
      if (connection.signalingState === 'closed' || connection.getTransceivers().length !== 4) continue;
      connection.getTransceivers()[1]!.receiver.transform = new RTCRtpScriptTransform(worker);
    }
  });
  const asks = (now: boolean) =>
    tab.evaluate((now) => (globalThis as unknown as { asking: Worker }).asking.postMessage(now), now);
  return { asks };
}

/** The UDP ports of a page's links. */
const portsOf = ({ tab }: Person) =>
  tab.evaluate(async () => {
    const { connections } = (globalThis as unknown as { recorded: Recorded }).recorded;
    const found: { address: string; port: number }[] = [];
    for (const connection of connections) {
      if (connection.signalingState === 'closed' || connection.getTransceivers().length !== 4) continue;
      for (const row of (await connection.getStats()).values())
        if (row.type === 'local-candidate') found.push({ address: row.address, port: row.port });
    }
    return found;
  });

declare const frontOf: (address: string, port: number) => Promise<number>;

/** For `Tab.before`: everyone is only reached through the network of the test, `frontOf`. */
function frontConnections(): void {
  const fronted = async (line: string): Promise<string | undefined> => {
    const fields = line.split(' ');
    const [, component, protocol, , address = '', port, , type] = fields;
    if (component !== '1' || protocol?.toLowerCase() !== 'udp' || type !== 'host') return undefined;
    if (!/^[\d.]+$/.test(address)) return undefined;
    fields[5] = String(await frontOf(address, Number(port)));
    return fields.join(' ');
  };
  const Connection = globalThis.RTCPeerConnection;
  globalThis.RTCPeerConnection = class RTCPeerConnection extends Connection {
    override async addIceCandidate(candidate?: RTCIceCandidateInit | null): Promise<void> {
      const line = candidate?.candidate && (await fronted(candidate.candidate));
      const { sdpMid = null, sdpMLineIndex = null, usernameFragment = null } = candidate ?? {};
      if (line) await super.addIceCandidate({ candidate: line, sdpMid, sdpMLineIndex, usernameFragment });
    }
    override async setRemoteDescription({ type, sdp = '' }: RTCSessionDescriptionInit): Promise<void> {
      const lines: string[] = [];
      for (const line of sdp.split('\r\n')) {
        const isCandidate = line.startsWith('a=candidate:');
        const front = isCandidate ? await fronted(line.slice(2)) : undefined;
        if (front) lines.push(`a=${front}`);
        else if (!isCandidate) lines.push(line);
      }
      await super.setRemoteDescription({ type, sdp: lines.join('\r\n') });
    }
  };
}

/**
 * The longest time without a new picture of someone's camera at a viewer, over the next so many pictures, and how late timers of the
 * viewer's page were meanwhile, at most (ms).
 */
function longestGap(
  viewer: Person,
  name: string,
  pictures: number,
): Promise<{ longest: number; late: number }> {
  return viewer.tab.evaluate(
    async ({ name, pictures }) => {
      const element = document.querySelector('video-room')!;
      const decoded = async () => {
        const one = element.participants.find((participant) => participant.name === name);
        return one && (await element.getStats())[one.id]?.sources.camera?.framesDecoded;
      };
      const pause = 20;
      const start = performance.now();
      let [last, at, longest, seen, late] = [await decoded(), start, 0, 0, 0];
      while (seen < pictures && performance.now() - start < 60_000) {
        const due = performance.now() + pause;
        await new Promise((done) => setTimeout(done, pause));
        late = Math.max(late, performance.now() - due);
        const now = await decoded();
        // A new connection counts from the beginning.
        if (now === last || !now) continue;
        seen += Math.max(1, now - (last ?? 0));
        last = now;
        longest = Math.max(longest, performance.now() - at);
        at = performance.now();
      }
      return { longest: Math.max(longest, performance.now() - at), late };
    },
    { name, pictures },
  );
}

describe('with one encoder for several viewers', { timeout: 900_000 }, () => {
  describe('a bad line', () => {
    let people: Person[];
    let ada: Person;
    let ben: Person;
    let others: Person[];
    const network = new UdpNetwork(0);

    before(async () => {
      people = await enter('bad-line', ['Ada', 'Ben', 'Eve', 'Joe'], { network });
      [ada, ben, ...others] = people as [Person, Person, ...Person[]];
      await shares(ada, 3);
    });
    after(async () => {
      await leave(people);
      await network.close();
    });

    it('of one viewer is not noticed by the others', async () => {
      const flows = () => Promise.all(others.map((viewer) => flow(ada, viewer)));
      let calm = await flows();
      const line = await portsOf(ben);
      const lose = (share: number) => {
        for (const { address, port } of line) network.lose(address, port, share);
      };
      await succeeds(async () => {
        lose(LOST);
        await until(
          async () => ((await ada.statsOf('Ben'))?.fractionLost ?? 0) > LOST / 2,
          'for Ben to lose packets',
          PATIENCE,
        );
        const bad = await flows();
        lose(0);
        assertFewKeyFrames(bad);
        await arrive(ada, [ben, ...others]);
        // A new call still sends larger and larger pictures, so the test also measures a good line afterwards.
        const [before, after] = [calm, await flows()];
        calm = after;
        return bad.flatMap((now, index) => worse(now, [before[index]!, after[index]!]));
      });
    });

    it('or a viewer who asks for key frames all the time costs them nothing, and gets an encoder alone', async () => {
      // After the bad line his link may have had its own encoder twice: it is tried again after 60 s.
      await shares(ada, 3).catch(() => shares(ada, 3));
      const flows = () => Promise.all(others.map((viewer) => flow(ada, viewer)));
      const requests = await keyFrameRequests(ben);
      await succeeds(async () => {
        await requests.asks(false);
        const calm = await flows();
        await requests.asks(true);
        const [asked] = await Promise.all([
          flows(),
          encodes(
            ada,
            ({ links }) =>
              links.filter(({ lines }) => lines > TINY).length === 1 &&
              links.filter(({ lines }) => lines > 0 && lines <= TINY).length === 2,
            'to have an encoder for Ben',
          ),
        ]);
        assertFewKeyFrames(asked);
        return asked.flatMap((now, index) => worse(now, [calm[index]!]));
      });
      // After a while his link is tried again, and a new size makes a key frame.
      await succeeds(async () => {
        const { keyFrames } = await flow(ada, others[0]!);
        return keyFrames <= FEW_KEYS ? [] : [`${keyFrames} key frames when Ben has an encoder alone`];
      });
    });
  });

  describe('the worker', () => {
    let people: Person[];
    before(async () => {
      people = await enter('worker', ['Ada', 'Ben', 'Eve']);
    });
    after(() => leave(people));

    it('may end without a word, or fail: within two seconds there are pictures again', async () => {
      let calls = 1;
      // A page whose worker has failed does not share again.
      let whole = [...people];
      for (const fault of ['error', 'end'] as const) {
        await succeeds(async () => {
          if (!whole.length) {
            await leave(people);
            calls += 1;
            people = await enter(`worker-${calls}`, ['Ada', 'Ben', 'Eve']);
            whole = [...people];
          }
          const person = whole.shift()!;
          const viewers = people.filter((one) => one !== person);
          await shares(person, 2);
          const watching = viewers.map((viewer) => longestGap(viewer, person.name, 60));
          await person.tab.evaluate((fault) => {
            const { workers, kill } = (globalThis as unknown as { recorded: Recorded }).recorded;
            for (const worker of workers) {
              if (fault === 'end') kill(worker);
              else worker.postMessage(null);
            }
          }, fault);
          const gaps = await Promise.all(watching);
          const gap = Math.max(...gaps.map(({ longest }) => longest));
          const delay = Math.max(...gaps.map(({ late }) => late));
          await hasOwn(person, 2);
          await arrive(person, viewers);
          return gap <= PROMISED + TURNS * delay
            ? []
            : [`${fault}: ${gap} ms without a picture, with timers up to ${delay} ms late`];
        });
      }
      // Links made anew are linked and heard as before.
      await allMeet(people);
    });
  });

  describe('a page that allows no worker from a blob', () => {
    let people: Person[];
    after(() => leave(people));

    it('encodes for each, and its console has only what the browser says', async () => {
      people = await enter('no-worker', ['Ada', 'Ben', 'Eve'], {
        headers: { 'content-security-policy': "worker-src 'none'" },
      });
      const [ada] = people as [Person];
      await arrive(ada, people.slice(1), PICTURES);
      const { shared } = await hasOwn(ada, 2);
      assert.equal(shared.length, 0);
      for (const { tab } of people) {
        const ours = tab.errors.filter((error) => !/Content Security Policy/.test(error));
        assert.deepEqual(ours, []);
      }
    });
  });

  describe('Firefox', () => {
    let people: Person[];
    after(() => leave(people));

    it('shows shared frames as fluently as Chromium does, also after the camera was off', async () => {
      // Who comes later makes the first offer, and that of Chromium has the payload types of the shared encoders.
      people = await enter('firefox', ['Eve', 'Ada', 'Ben'], { inFirefox: ['Eve'] });
      const [eve, ada, ben] = people as [Person, Person, Person];
      await shares(ada, 2);
      await succeeds(async () => {
        const [inChromium, inFirefox] = await Promise.all([flow(ada, ben), flow(ada, eve)]);
        return inFirefox.pictures >= inChromium.pictures / SIMILAR
          ? []
          : [`${inFirefox.pictures} beside ${inChromium.pictures} pictures/s`];
      });
      await until(async () => {
        const { shared } = await shares(ada, 2);
        const lines = (await eve.statsOf('Ada'))?.sources.camera?.frameHeight;
        if (shared.some((encoder) => encoder.lines === lines)) return true;
        throw new Error(`Eve gets ${lines} of ${JSON.stringify(shared)}`);
      }, 'for Eve to get what is made');
      await ada.switch('toggleCamera', false);
      await ada.switch('toggleCamera', true);
      await arrive(ada, [ben, eve]);
      await shares(ada, 2);
      await arrive(ada, [ben, eve], PICTURES);
    });

    it('gets an encoder alone where it made the first offer', async () => {
      await leave(people);
      people = await enter('firefox-later', ['Ada', 'Ben', 'Joe', 'Eve'], { inFirefox: ['Eve'] });
      const [ada, ...others] = people as [Person, ...Person[]];
      await encodes(
        ada,
        ({ links }) => links.map(({ lines }) => lines > 0 && lines <= TINY).join() === 'true,true,false',
        'to share one encoder with two of three',
      );
      await arrive(ada, others, PICTURES);
    });
  });
});
