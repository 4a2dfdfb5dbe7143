/**
 * Nothing remains after a call: devices, connections, sockets, timers and listeners of the real element in real browsers. And
 * moving the element ends nothing.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Driver, Tab } from '../support/drivers.js';
import { allMeet, Person } from '../support/person.js';
import { smallCameras } from '../support/small-cameras.js';
import { PATIENCE, SUITE_TIMEOUT, until } from '../support/until.js';
import { openVenue, type Venue } from '../support/venue.js';

/** The resources of a page, as counted by {@link rememberEverything}. */
interface Held {
  /** Open devices. */
  tracks: number;
  /** Connections and sockets that are not closed or closing. */
  connections: number;
  sockets: number;
  timers: number;
  /** On targets that live as long as the page: window, document, media devices, permissions. */
  listeners: number;
}

/** For `Tab.before`: counts the resources that scripts of the page hold. */
function rememberEverything(): void {
  const tracks: MediaStreamTrack[] = [];
  const connections: RTCPeerConnection[] = [];
  const sockets: WebSocket[] = [];
  const timers = new Set<unknown>();
  /** Long timers (ms) that end by themselves while the test waits for them to be canceled stay counted: they have leaked. */
  const long = 10_000;
  let isEnding = false;
  const devices = navigator.mediaDevices;
  for (const name of ['getUserMedia', 'getDisplayMedia'] as const) {
    const ask = devices[name].bind(devices) as (asked?: object) => Promise<MediaStream>;
    devices[name] = async (asked?: object) => {
      const stream = await ask(asked);
      tracks.push(...stream.getTracks());
      return stream;
    };
  }
  const Connection = RTCPeerConnection;
  globalThis.RTCPeerConnection = class extends Connection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      connections.push(this);
    }
  };
  const Socket = WebSocket;
  globalThis.WebSocket = class extends Socket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      sockets.push(this);
    }
  };
  const { setTimeout: later, setInterval: often, clearTimeout: forget } = globalThis;
  const begin =
    (start: typeof later, ends: boolean) =>
    (work: (...args: unknown[]) => void, ms?: number, ...args: unknown[]) => {
      const id = start(
        (...given: unknown[]) => {
          if (ends && !(isEnding && (ms ?? 0) >= long)) timers.delete(id);
          work(...given);
        },
        ms,
        ...args,
      );
      timers.add(id);
      return id;
    };
  const end = (id: unknown) => {
    timers.delete(id);
    forget(id as number);
  };
  Object.assign(globalThis, {
    setTimeout: begin(later, true),
    setInterval: begin(often as never, false),
    clearTimeout: end,
    clearInterval: end,
  });
  const listening = new Map<EventTarget, Map<unknown, Set<string>>>();
  const { addEventListener: add, removeEventListener: remove } = EventTarget.prototype;
  const lasts = (target: EventTarget) =>
    target === window || target === document || target === devices || target instanceof PermissionStatus;
  EventTarget.prototype.addEventListener = function (type, listener, options) {
    add.call(this, type, listener, options);
    const target = this ?? window;
    const { signal, once } = typeof options === 'object' ? options : {};
    if (!listener || !lasts(target) || signal?.aborted) return;
    const mine = listening.get(target) ?? new Map<unknown, Set<string>>();
    listening.set(target, mine);
    const types = mine.get(listener) ?? new Set();
    mine.set(listener, types.add(type));
    const gone = () => types.delete(type);
    if (signal) add.call(signal, 'abort', gone);
    if (once) add.call(target, type, gone, { once: true });
  };
  EventTarget.prototype.removeEventListener = function (type, listener, options) {
    remove.call(this, type, listener, options);
    listening
      .get(this ?? window)
      ?.get(listener)
      ?.delete(type);
  };
  const held = (): Held => ({
    tracks: tracks.filter(({ readyState }) => readyState !== 'ended').length,
    connections: connections.filter(({ connectionState }) => connectionState !== 'closed').length,
    sockets: sockets.filter(({ readyState }) => readyState < Socket.CLOSING).length,
    timers: timers.size,
    listeners: [...listening.values()]
      .flatMap((mine) => [...mine.values()])
      .reduce((sum, types) => sum + types.size, 0),
  });
  const ending = (is: boolean) => {
    isEnding = is;
  };
  Object.assign(globalThis, { held, ending });
}

const held = (tab: Tab) => tab.evaluate(() => (globalThis as unknown as { held(): Held }).held());
const NOTHING = { tracks: 0, connections: 0, sockets: 0 };

/** Waits until the page holds no device, connection or socket, and at most so many timers and listeners. */
async function lets({ name, tab }: Person, most: Pick<Held, 'timers' | 'listeners'>): Promise<Held> {
  const ending = (is: boolean) =>
    tab.evaluate((is) => (globalThis as unknown as { ending(is: boolean): void }).ending(is), is);
  await ending(true);
  const now = await until(async () => {
    const now = await held(tab);
    const { timers, listeners, ...rest } = now;
    assert.deepEqual(rest, NOTHING);
    assert.ok(timers <= most.timers, `${timers} timers, ${most.timers} before`);
    assert.ok(listeners <= most.listeners, `${listeners} listeners, ${most.listeners} before`);
    return now;
  }, `for ${name} to hold nothing`);
  await ending(false);
  return now;
}

describe('the life of a call', { timeout: SUITE_TIMEOUT }, () => {
  let venue: Venue;
  let url: string;
  let ada: Person;

  const newcomer = async (driver: Driver, name: string) => {
    const tab = await driver.newTab();
    await tab.before(smallCameras);
    await tab.before(rememberEverything);
    return new Person(name, tab);
  };

  before(async () => {
    venue = await openVenue();
    url = venue.pages.publish(
      `<script type="module" src="${venue.server.origin}/video-room.js"></script>
       <video-room room="standup"></video-room><div id="elsewhere"></div>`,
    );
    ada = await newcomer(venue.chromium, 'Ada');
    await ada.enter(url);
  });
  after(() => venue?.close());

  for (const browser of ['chromium', 'firefox'] as const) {
    describe(`in ${browser}`, () => {
      let ben: Person;
      before(async () => {
        ben = await newcomer(venue[browser], 'Ben');
        await ben.tab.open(url);
        await ben.tab.evaluate(() => customElements.whenDefined('video-room').then(() => {}));
      });
      after(() => ben?.tab.close());

      /** A call that uses everything. */
      const call = async () => {
        await ben.join();
        await allMeet([ada, ben]);
        if (browser === 'chromium') {
          assert.equal(await ben.switch('toggleScreenShare', true), true);
          await ada.watchesScreenOf('Ben');
        }
        const { tracks, connections, sockets, timers, listeners } = await held(ben.tab);
        assert.ok(tracks >= 2 && connections >= 1 && sockets >= 1, 'it is seen what is held');
        assert.ok(timers > 0 && listeners > 0, 'and what runs');
      };

      it('goes on when the element is moved within the page, including the picture', async () => {
        await call();
        const before = await ben.tab.evaluate(() => {
          const element = document.querySelector('video-room')!;
          const video = [...element.shadowRoot!.querySelectorAll('video')].find(
            (one) => one.srcObject === element.participants[0]!.streams.camera,
          )!;
          const seen = { video, stream: video.srcObject, loads: 0 };
          video.addEventListener('loadstart', () => seen.loads++);
          Object.assign(globalThis, { seen });
          const at = video.currentTime;
          document.querySelector('#elsewhere')!.append(element);
          return { at, id: element.localParticipant!.id };
        });
        type Seen = { seen: { video: HTMLVideoElement; stream: MediaProvider; loads: number } };
        const now = () =>
          ben.tab.evaluate(() => {
            const { video, stream, loads } = (globalThis as unknown as Seen).seen;
            const element = document.querySelector('video-room')!;
            return {
              at: video.currentTime,
              same: video.srcObject === stream && element.shadowRoot!.contains(video) && loads === 0,
              id: element.localParticipant!.id,
            };
          });
        await until(async () => (await now()).at > before.at + 1, 'for the picture to play on', PATIENCE);
        const { same, id } = await now();
        assert.deepEqual({ same, id }, { same: true, id: before.id });
        await allMeet([ada, ben]);
        await ben.leave();
      });

      it('leaves no device, connection, socket, timer or listener behind, after any number of calls', async () => {
        // The rest belongs to the element, and ends with it.
        const after = await lets(ben, { timers: 0, listeners: 99 });
        for (let stay = 0; stay < 2; stay++) {
          await call();
          await ben.leave();
          await ada.isWith([]);
          await lets(ben, after);
        }
      });

      it('leaves nothing behind when the element is removed from the page', async () => {
        await call();
        await ben.tab.evaluate(() => document.querySelector('video-room')!.remove());
        await ada.isWith([]);
        await lets(ben, { timers: 0, listeners: 0 });
      });
    });
  }
});
