/** No ghosts: pages that are closed, reloaded, duplicated, killed or put to sleep, as the remaining participants see it. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'puppeteer-core';
import { testReloads } from '../scenarios/reloads.js';
import { type Driver, openChromium, type Tab } from '../support/drivers.js';
import type { Person } from '../support/person.js';
import { audioOnlyPage, meetingOfTwo, recordPresence } from '../support/presence.js';
import { PATIENCE, SUITE_TIMEOUT } from '../support/until.js';
import { openVenue, type Venue } from '../support/venue.js';

/** One who only falls silent is never removed this early (ms), but after 12.3 s. */
const AT_ONCE = 10_000;
/**
 * Limit for a participant who falls silent (ms), beside {@link TURNS} times the event loop delay: 12.3 s, and time for the browser to
 * end. It is half of the time after which the party ends their membership.
 */
const GONE_WITHIN = 30_000;
/** Factor for the event loop delay: ten in the call itself, and one for the page that looks on. */
const TURNS = 11;

declare global {
  /** How late a timer of the page has been, at most (ms). */
  var latest: number;
  /** Why others have left, in order. */
  var reasons: (string | undefined)[];
}

/** For `Tab.before`: each page tells the other one its own delay, so this measures before they meet. */
function recordDelay(): void {
  const every = 100;
  let due = performance.now() + every;
  globalThis.latest = 0;
  setInterval(() => {
    const now = performance.now();
    globalThis.latest = Math.max(globalThis.latest, now - due);
    due = now + every;
  }, every);
}

/** The same driver, whose pages record their delay. */
const measured = (driver: Driver): Driver => ({
  ...driver,
  newTab: async () => {
    const tab = await driver.newTab();
    await tab.before(recordDelay);
    return tab;
  },
});

const delayOf = ({ tab }: Person) => tab.evaluate(() => globalThis.latest);

/** Milliseconds from the start of `end` until `viewer` is alone, and the reasons that the page was given. */
async function untilAlone(viewer: Person, end: () => unknown) {
  const seen = await recordPresence(viewer.tab);
  await viewer.tab.evaluate(() => {
    globalThis.reasons = [];
    document
      .querySelector('video-room')!
      .addEventListener('participant-left', ({ detail }) => globalThis.reasons.push(detail.reason));
  });
  const since = Date.now();
  await end();
  await viewer.isWith([], 2 * PATIENCE);
  const reasons = await viewer.tab.evaluate(() => globalThis.reasons);
  return { took: (await seen()).aloneAt - since, reasons };
}

/** A page that said goodbye has left; one that only fell silent is lost, and later than {@link AT_ONCE}. */
function assertGoodbye({ took, reasons }: Awaited<ReturnType<typeof untilAlone>>): void {
  assert.ok(reasons.join() === 'left' || took <= AT_ONCE, `it took ${took} ms, for the reasons ${reasons}`);
}

const join = (page: Page, name: string) =>
  page.evaluate(async (name) => {
    await customElements.whenDefined('video-room');
    const element = document.querySelector('video-room')!;
    element.displayName = name;
    await element.join();
    return element.localParticipant?.id;
  }, name);

/** Two members who are silent until the party's memory is lost; returns what the party knows about them afterwards. */
function sleepingParty(tab: Tab, url: string) {
  return tab.evaluate(async (url) => {
    type Frame = {
      type: string;
      self: { id: string; seq?: number };
      roster?: { name: string; away?: true }[];
      resume?: string;
      from?: string;
      alive?: boolean;
      member?: { seq: number };
    };
    const dial = async (sid: string, resume?: string) => {
      const socket = new WebSocket(url);
      const frames: Frame[] = [];
      const send = (frame: object) => socket.send(JSON.stringify(frame));
      socket.onmessage = ({ data }) => {
        const frame: Frame = JSON.parse(data);
        frames.push(frame);
        if (frame.type === 'ping') send({ type: 'ping' });
      };
      /** Waits for the frame of that type with that number, counted from 1. */
      const next = async (type: string, count = 1) => {
        for (;;) {
          const frame = frames.filter((one) => one.type === type)[count - 1];
          if (frame) return frame;
          await new Promise((done) => setTimeout(done, 10));
        }
      };
      await new Promise((done) => socket.addEventListener('open', done));
      send({ type: 'hello', v: 2, sid, resume });
      const { id, seq } = (await next('welcome')).self;
      return { sid, frames, send, next, id, seq };
    };
    const join = async (name: string) => {
      const client = await dial(name);
      client.send({ type: 'join', name, offers: [] });
      const joined = client.frames.length;
      await client.next('joined');
      const { resume, member } = client.frames.slice(joined - 1).find(({ resume }) => resume)!;
      return { ...client, resume, seq: member!.seq };
    };
    const a = await join('a');
    const b = await join('b');
    const names = new Map([a, b].map(({ id, sid }) => [id, sid]));
    // Six of these are accepted at once, then one in 5 s: the count is only in memory.
    const askForIce = async () => {
      for (let n = 0; n < 6; n++) a.send({ type: 'ice' });
      a.send({ type: 'ping' });
    };
    await askForIce();
    await a.next('pong');
    // The memory is lost after 10 s without any event. An alarm 10 s after a socket was opened counts as an event.
    await new Promise((done) => setTimeout(done, 24_000));
    await askForIce();
    await a.next('pong', 2);
    a.send({ type: 'signal', to: b.id, toSid: b.sid, gen: 0, n: 0, payload: 'x' });
    const { from = '' } = await b.next('signal');
    a.send({ type: 'probe', id: b.id });
    await a.next('probe');
    // Their page answers the party after it has answered us, so a later probe has its answer.
    let vouched: boolean | undefined = false;
    for (let count = 2; !vouched && count < 20; count += 1) {
      await new Promise((done) => setTimeout(done, 100));
      a.send({ type: 'probe', id: b.id });
      ({ alive: vouched } = await a.next('probe', count));
    }
    const { roster = [] } = await (await dial('c')).next('welcome');
    const again = await dial('a', a.resume);
    return {
      forgot: a.frames.filter(({ type }) => type === 'ice').length === 12,
      from: names.get(from),
      roster: roster.filter(({ away }) => !away).map(({ name }) => name),
      vouched,
      resumed: [names.get(again.id), again.seq === a.seq],
    };
  }, url);
}

describe('nobody is a ghost', { timeout: SUITE_TIMEOUT }, () => {
  let venue: Venue;
  let slept: ReturnType<typeof sleepingParty>;
  const browsers = { chromium: () => venue.chromium, firefox: () => venue.firefox };

  before(async () => {
    venue = await openVenue();
    const tab = await venue.chromium.newTab();
    await tab.open(venue.pages.publish('Nothing but sockets'));
    // This takes long; the other tests run meanwhile.
    slept = sleepingParty(tab, `${venue.server.origin.replace('http', 'ws')}/parties/main/sleep`);
    slept.catch(() => {});
  });

  after(() => venue?.close());

  /** Ada, who stays, in Chromium, and Ben. */
  const two = (room: string, driver: Driver) => meetingOfTwo(venue, room, driver);

  for (const name of ['chromium', 'firefox'] as const) {
    it(`a closed tab is gone at once (${name})`, async (t) => {
      const [ada, ben] = await two(`closed-${name}`, browsers[name]());
      const gone = await untilAlone(ada, () => ben.tab.page.close({ runBeforeUnload: name === 'firefox' }));
      t.diagnostic(`${name}: a closed tab was gone after ${gone.took} ms`);
      assertGoodbye(gone);
      await ada.tab.close();
    });
  }

  testReloads(() => venue, { chromium: 5, firefox: 3 });

  it('a duplicated tab is a second person, and stays one over reloads', async () => {
    const [ada, ben, url] = await two('twins', venue.chromium);
    const opened = new Promise<Page>((done) => ben.tab.page.once('popup', (page) => done(page!)));
    // A tab opened by script starts with a copy of sessionStorage, like a duplicated one.
    await ben.tab.evaluate((url) => void window.open(url), url);
    const twin = await opened;
    const ids = [ada, ben].map(
      async (person) =>
        await person.tab.evaluate(() => document.querySelector('video-room')!.localParticipant!.id),
    );
    const id = await join(twin, 'Twin');
    await ada.isWith(['Ben', 'Twin']);
    assert.ok(!(await Promise.all(ids)).includes(id!));
    await twin.reload();
    assert.equal(await join(twin, 'Twin'), id);
    await ada.isWith(['Ben', 'Twin']);
    assert.equal(await ben.state(), 'joined');
    await Promise.all([ada.tab.close(), ben.tab.close()]);
  });

  it('two elements in one room keep their own memberships over a reload', async () => {
    const one = audioOnlyPage(venue.server, 'double');
    const tab = await venue.chromium.newTab();
    const both = () =>
      tab.evaluate(async () => {
        await customElements.whenDefined('video-room');
        const elements = [...document.querySelectorAll('video-room')];
        for (const element of elements) await element.join();
        return elements.map(({ localParticipant }) => localParticipant!.id);
      });
    await tab.open(venue.pages.publish(one + one));
    const ids = await both();
    assert.notEqual(ids[0], ids[1]);
    await tab.reload();
    assert.deepEqual(await both(), ids);
    await tab.close();
  });

  it('a sandboxed frame cannot resume, but has a call', async () => {
    const frame = audioOnlyPage(venue.server, 'sandbox').replaceAll('"', '&quot;');
    const tab = await venue.chromium.newTab();
    await tab.open(venue.pages.publish(`<iframe sandbox="allow-scripts" srcdoc="${frame}"></iframe>`));
    const join = () =>
      tab.page.frames()[1]!.evaluate(async () => {
        await customElements.whenDefined('video-room');
        const element = document.querySelector('video-room')!;
        await element.join();
        return element.localParticipant!.id;
      });
    const id = await join();
    await tab.reload();
    assert.notEqual(await join(), id);
    await tab.close();
  });

  it('a frozen tab has not left, and is live again when it wakes', async () => {
    const [ada, ben] = await two('frozen', venue.chromium);
    const seen = await recordPresence(ada.tab);
    const session = await ben.tab.page.createCDPSession();
    await session.send('Page.setWebLifecycleState', { state: 'frozen' });
    await ada.sees('Ben', { link: 'reconnecting' });
    await session.send('Page.setWebLifecycleState', { state: 'active' });
    await Promise.all([ada.sees('Ben', { link: 'live' }), ben.sees('Ada', { link: 'live' })]);
    const { most, ids, aloneAt } = await seen();
    assert.deepEqual([most, ids.length, aloneAt], [1, 1, 0]);
    await Promise.all([ada.tab.close(), ben.tab.close()]);
  });

  it('a party that lost its memory while idle knows everyone who kept their socket', async () => {
    assert.deepEqual(await slept, {
      forgot: true,
      from: 'a',
      roster: ['a', 'b'],
      vouched: true,
      resumed: ['a', true],
    });
  });

  it('a leave beacon gets the same answer for any content; other requests are refused', async () => {
    const room = `${venue.server.origin}/parties/main/standup`;
    const ask = async (url: string, init?: RequestInit) => (await fetch(url, init)).status;
    const statuses = await Promise.all([
      ask(room, { method: 'POST', body: 'x' }),
      ask(room),
      ask(room, { method: 'POST', body: 'x'.repeat(1_000) }),
      ask(room, { method: 'PUT', body: 'x' }),
      ask(`${venue.server.origin}/parties/main/No%20room`, { method: 'POST', body: 'x' }),
    ]);
    assert.deepEqual(statuses, [204, 404, 404, 404, 404]);
  });

  it('a killed browser is gone long before its membership ends', async (t) => {
    const doomed = await openChromium();
    const around = { ...venue, chromium: measured(venue.chromium) };
    const [ada, ben] = await meetingOfTwo(around, 'killed', measured(doomed));
    const theirs = await delayOf(ben);
    const { took } = await untilAlone(ada, () => doomed.browser.process()!.kill('SIGKILL'));
    const delay = Math.max(theirs, await delayOf(ada));
    t.diagnostic(
      `a killed browser was gone after ${took} ms, with timers up to ${Math.round(delay)} ms late`,
    );
    assert.ok(took <= GONE_WITHIN + TURNS * delay, `it took ${took} ms, with a delay of ${delay} ms`);
    await ada.tab.close();
  });

  it('a page that enters the back/forward cache is gone at once, and shows its lobby when it is back', async (t) => {
    const [ada, ben] = await two('memory', venue.chromium);
    const id = await ben.tab.evaluate(() => {
      Object.assign(globalThis, { kept: true });
      return document.querySelector('video-room')!.localParticipant!.id;
    });
    const gone = await untilAlone(ada, () => ben.tab.open(venue.pages.publish('Another page')));
    t.diagnostic(`a page that was left was gone after ${gone.took} ms`);
    assertGoodbye(gone);
    await ben.tab.page.goBack();
    assert.equal(await ben.tab.evaluate(() => 'kept' in globalThis), true, 'the page is in bfcache');
    assert.ok(['idle', 'lobby'].includes(await ben.state()));
    await ben.join();
    assert.equal(
      await ben.tab.evaluate(() => document.querySelector('video-room')!.localParticipant!.id),
      id,
    );
    await ada.sees('Ben', { link: 'live' });
    await Promise.all([ada.tab.close(), ben.tab.close()]);
  });
});
