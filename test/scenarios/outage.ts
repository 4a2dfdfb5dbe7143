/**
 * The party dies during a call, and comes back, with or without its storage. The duration is a parameter: `npm test` runs a short
 * outage, `npm run test:long` a long one.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { openConnectionsOf, rememberConnections } from '../support/connections.js';
import type { Driver } from '../support/drivers.js';
import { refuses, type Server, startServer } from '../support/party-process.js';
import { allMeet, Person } from '../support/person.js';
import { RawSocket } from '../support/raw-socket.js';
import { filesFor } from '../support/sizes.js';
import { smallCameras } from '../support/small-cameras.js';
import { PATIENCE, until } from '../support/until.js';
import { openVenue, type Venue } from '../support/venue.js';

/** What is used without the server, beside the call itself. */
const USED_WITHOUT_SERVER = [
  'src/media/screen-share.ts',
  'src/features/reactions/ui/bar.ts',
  'src/features/reactions/reactions.ts',
  'src/features/invite/ui/dialog.ts',
  'src/features/view/ui/menu.ts',
  'src/features/settings/ui/dialog.ts',
  'src/features/people/ui/list.ts',
];

/** Interval of the counting of everything that arrives (ms). */
const COUNTED_EVERY = 10_000;
/** Limit of the suite beyond the outage (ms), for what hangs: each wait has a limit of its own. */
const SUITE_LASTS = 900_000;

/** Counts what each participant receives from each other one, and records gaps. */
class Watch {
  readonly #people: readonly Person[];
  readonly #gaps: string[] = [];
  #rounds = 0;
  #ended = false;
  readonly #done: Promise<void>;

  constructor(people: readonly Person[]) {
    this.#people = people;
    this.#done = this.#run();
  }

  /** Ends it; fails with the list of gaps. */
  async end(): Promise<number> {
    this.#ended = true;
    await this.#done;
    assert.deepEqual(this.#gaps, []);
    return this.#rounds;
  }

  async #run(): Promise<void> {
    let last = await this.#count();
    while (!this.#ended) {
      await new Promise((done) => setTimeout(done, COUNTED_EVERY));
      const next = await this.#count();
      this.#rounds += 1;
      for (const { name: at } of this.#people) {
        for (const [of, { pictures, packets, sound }] of Object.entries(last[at]!)) {
          const now = next[at]![of];
          // A participant who has left sends nothing.
          if (!now) continue;
          // Firefox sometimes restarts its counters at 0 after an ICE restart.
          if (pictures === now.pictures)
            this.#gaps.push(
              `round ${this.#rounds}: ${at} got no picture of ${of}: ${pictures}, ${now.pictures}; packets ${packets}, ${now.packets}`,
            );
          if (sound === now.sound) this.#gaps.push(`round ${this.#rounds}: ${at} heard nothing of ${of}`);
        }
      }
      last = next;
    }
  }

  async #count() {
    const counts = await Promise.all(
      this.#people.map(async (one) => [one.name, await one.counts()] as const),
    );
    return Object.fromEntries(counts);
  }
}

/**
 * Limit of consecutive checks, two per second, without a new picture or sound from a participant. Fake microphones beep once a
 * second; four participants on two busy cores lose half a second now and then. Checks are counted instead of time: while a page
 * could not check, pictures may have arrived. A check counts only if something else has arrived since the last one: a machine that
 * brings nothing to a page for a moment is slow, and {@link Watch} notices if that lasts.
 */
const MOST_IN_VAIN = 5;
/** Minimum duration of that watch (ms). */
const WATCHED_CLOSELY = 10_000;

/** Watches in these pages for gaps from any participant; `end()` reports from whom, and for how long. */
async function watchClosely(people: readonly Person[]): Promise<{ end(): Promise<void> }> {
  type Gap = { value: number; inVain: number; most: number; checks: number };
  type Watched = { gaps: Map<string, Gap>; timer: number };
  for (const { tab } of people)
    await tab.evaluate(() => {
      const gaps: Watched['gaps'] = new Map();
      const element = document.querySelector('video-room')!;
      let isLooking = false;
      const look = async () => {
        // On a busy machine the statistics of one check may take longer than the time to the next.
        if (isLooking) return;
        isLooking = true;
        const stats = await element.getStats().finally(() => {
          isLooking = false;
        });
        const values = element.participants.flatMap(({ id, name }) => {
          const { camera, microphone } = stats[id]?.sources ?? {};
          const pairs = [
            [`picture of ${name}`, camera?.framesDecoded],
            [`sound of ${name}`, microphone?.totalAudioEnergy],
          ] as const;
          // Without statistics nothing is known.
          return pairs.flatMap(([what, value]) => (value === undefined ? [] : [{ what, value }]));
        });
        const hasMoved = values.some(({ what, value }) => gaps.get(what)?.value !== value);
        if (!hasMoved) return;
        for (const { what, value } of values) {
          const seen = gaps.get(what) ?? { value: -1, inVain: 0, most: 0, checks: 0 };
          gaps.set(what, seen);
          seen.inVain = value === seen.value ? seen.inVain + 1 : 0;
          seen.most = Math.max(seen.most, seen.inVain);
          seen.value = value;
          seen.checks += 1;
        }
      };
      Object.assign(globalThis, { watched: { gaps, timer: setInterval(() => void look(), 500) } });
    });
  const end = async () => {
    for (const { name, tab } of people) {
      const checks = () =>
        tab.evaluate(() => {
          const { gaps } = (globalThis as unknown as { watched: Watched }).watched;
          return [...gaps.values()].map(({ checks }) => checks);
        });
      await until(
        async () => {
          const counts = await checks();
          if (counts.length >= 4 && counts.every((count) => count > MOST_IN_VAIN)) return true;
          throw new Error(`checked ${counts} times`);
        },
        `for ${name} to have checked everything often enough`,
        PATIENCE,
      );
      const gaps = await tab.evaluate(() => {
        const { gaps, timer } = (globalThis as unknown as { watched: Watched }).watched;
        clearInterval(timer);
        return [...gaps].map(([what, { most }]) => [what, most] as const);
      });
      assert.deepEqual(
        gaps.filter(([, most]) => most > MOST_IN_VAIN),
        [],
        `looks in vain at ${name}`,
      );
    }
  };
  return { end };
}

/** The members with their join numbers, as the party tells a visitor. */
async function seats({ origin }: Server): Promise<[id: string, seq: number][]> {
  const visitor = await RawSocket.dial(`${origin}/parties/main/standup`);
  const { roster } = await visitor.send({ type: 'hello', v: 2, sid: 'a-visitor' }).first('welcome');
  visitor.lose();
  return roster.map(({ id, seq }): [string, number] => [id, seq]).sort(([, one], [, other]) => one - other);
}

const id = ({ tab }: Person) =>
  tab.evaluate(() => document.querySelector('video-room')!.localParticipant!.id);
const signaling = ({ tab }: Person) => tab.evaluate(() => document.querySelector('video-room')!.signaling);

/** Presses a control of the bar. */
const press = ({ tab }: Person, control: string) =>
  tab.evaluate((control) => {
    const { shadowRoot } = document.querySelector('video-room')!;
    shadowRoot!.querySelector<HTMLElement>(`[part~="control-${control}"]`)!.click();
  }, control);

/** Menus and dialogs. */
const POPOVER = '[part~="popover"]';

/** Opens the chat panel. */
const openChat = (person: Person) => press(person, 'chat');

/** Finds this selector in the element; returns its text, or `undefined` if it is missing or hidden. */
const textAt = ({ tab }: Person, selector: string) =>
  tab.evaluate((selector) => {
    const { shadowRoot } = document.querySelector('video-room')!;
    const found = shadowRoot!.querySelector(selector);
    return found?.checkVisibility() ? found.textContent!.trim() : undefined;
  }, selector);

/** Types into the open chat, and presses Enter. */
async function write({ name, tab }: Person, text: string): Promise<void> {
  await until(
    () =>
      tab.evaluate((text) => {
        const { shadowRoot } = document.querySelector('video-room')!;
        const field = shadowRoot!.querySelector<HTMLTextAreaElement>('[part~="chat__input"]');
        if (!field) return false;
        field.value = text;
        field.dispatchEvent(new InputEvent('input', { bubbles: true }));
        field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
        return true;
      }, text),
    `for the chat of ${name}`,
    PATIENCE,
  );
}

/** Waits until the open chat has exactly these texts. */
async function reads({ name, tab }: Person, texts: string[]): Promise<void> {
  const shown = () =>
    tab.evaluate(() => {
      const { shadowRoot } = document.querySelector('video-room')!;
      return Array.from(shadowRoot!.querySelectorAll('[part~="chat__text"]'), (one) => one.textContent);
    });
  await until(
    async () => (await shown()).join('\n') === texts.join('\n'),
    `for ${name} to read ${texts}`,
    PATIENCE,
  );
}

/** Waits until each has one connection with each other and is idle, and returns them, to compare later. */
async function atRest(people: readonly Person[]): Promise<number[][]> {
  const open = () => Promise.all(people.map(({ tab }) => openConnectionsOf(tab)));
  await until(
    async () => {
      const states = (await open()).map((list) =>
        list.map(({ state, signaling }) => `${state} ${signaling}`),
      );
      const expected = people.map(() => people.slice(1).map(() => 'connected stable'));
      assert.deepEqual(states, expected);
      return true;
    },
    'for a call at rest',
    2 * PATIENCE,
  );
  return indices(people);
}

/** The connections that are not closed, by participant. */
const indices = (people: readonly Person[]) =>
  Promise.all(people.map(async ({ tab }) => (await openConnectionsOf(tab)).map(({ index }) => index)));

/** The same, with the number of negotiations. */
const negotiations = (people: readonly Person[]) =>
  Promise.all(
    people.map(async ({ tab }) =>
      (await openConnectionsOf(tab)).map(({ index, negotiations }) => ({ index, negotiations })),
    ),
  );

/**
 * Records in these pages which links are not live at some time; the returned function lists them. A page that hears nothing for a
 * second restarts ICE, as it should: only links that stayed live must not have been negotiated.
 */
async function watchLinks(people: readonly Person[]): Promise<() => Promise<string[]>> {
  type Watched = { unsteady: Set<string> };
  for (const { tab } of people)
    await tab.evaluate(() => {
      const element = document.querySelector('video-room')!;
      const unsteady: Watched['unsteady'] = new Set();
      const look = () => {
        for (const { name, link } of element.participants) if (link !== 'live') unsteady.add(name);
      };
      for (const name of ['participant-joined', 'participant-updated']) element.addEventListener(name, look);
      look();
      Object.assign(globalThis, { unsteady });
    });
  return async () => {
    const lists = people.map(async ({ name, tab }) => {
      const others = await tab.evaluate(() => [...(globalThis as unknown as Watched).unsteady]);
      return others.map((other) => `${name} and ${other}`);
    });
    return (await Promise.all(lists)).flat();
  };
}

/** Records in these pages why somebody leaves; the returned function gives the last reason in each page. */
async function recordLeave(people: readonly Person[], name: string): Promise<() => Promise<unknown[]>> {
  for (const { tab } of people)
    await tab.evaluate((name) => {
      document.querySelector('video-room')!.addEventListener('participant-left', ({ detail }) => {
        if (detail.participant.name === name) Object.assign(globalThis, { reason: detail.reason });
      });
    }, name);
  const reasonAt = ({ tab }: Person) =>
    tab.evaluate(() => (globalThis as unknown as { reason: unknown }).reason);
  return () => Promise.all(people.map(reasonAt));
}

/** Declares the tests; `outage`: how long the party is down (ms). */
export const testOutage = (outage: number) =>
  describe('a call whose party dies', { timeout: outage + SUITE_LASTS }, () => {
    const storage = mkdtempSync(join(tmpdir(), 'video-room-'));
    let venue: Venue;
    /** Started again after it has died. */
    let server: Server;
    let url: string;
    let ada: Person;
    let ben: Person;
    let cleo: Person;
    let eve: Person;
    let all: Person[];
    let ids: string[];
    let numbers: [id: string, seq: number][];
    let watch: Watch;
    let killedAt: number;

    const enter = async (driver: Driver, name: string) => {
      const tab = await driver.newTab();
      await tab.before(smallCameras);
      await rememberConnections(tab);
      const person = new Person(name, tab);
      await person.enter(url);
      return person;
    };

    before(async () => {
      venue = await openVenue({
        server: { persist: storage },
        chromium: {
          without: ['--use-fake-device-for-media-stream'],
          args: ['--use-fake-device-for-media-stream=device-count=3'],
        },
      });
      const { pages, chromium, firefox } = venue;
      server = venue.server;
      url = pages.publish(
        `<!doctype html><script type="module" src="${server.origin}/video-room.js"></script>
       <video-room room="standup"></video-room>`,
      );
      ada = await enter(chromium, 'Ada');
      ben = await enter(chromium, 'Ben');
      // In the middle, so that she made the first offer to some, and others to her.
      eve = await enter(firefox, 'Eve');
      cleo = await enter(chromium, 'Cleo');
      all = [ada, ben, cleo, eve];
      await allMeet(all);
      ids = await Promise.all(all.map(id));
      numbers = await seats(server);
      assert.deepEqual(numbers.map(([id]) => id).sort(), [...ids].sort());
    });

    after(async () => {
      await Promise.allSettled([venue?.close(), server?.stop()]);
      rmSync(storage, { recursive: true, force: true });
    });

    describe(`for ${outage / 1_000} seconds`, () => {
      let untouched: number[][];

      before(async () => {
        untouched = await atRest(all);
        // The element loads these files 5 s and 15 s after joining, and the tests below use them without the server.
        const needed = filesFor(USED_WITHOUT_SERVER);
        for (const { name, tab } of all) {
          const missing = () => needed.filter((file) => !tab.fetched.some((url) => url.endsWith(`/${file}`)));
          await until(
            () => {
              assert.deepEqual(missing(), []);
              return true;
            },
            `for ${name} to have the code of a call`,
            PATIENCE,
          );
        }
        await server.crash();
        killedAt = performance.now();
        assert.ok(await refuses(server.port), 'nobody answers at the port');
        watch = new Watch(all);
      });

      it('shows unobtrusively that it reconnects', async () => {
        for (const person of all) {
          await until(
            async () => (await signaling(person)) === 'reconnecting',
            `for ${person.name} to miss the party`,
            PATIENCE,
          );
          assert.equal(await person.state(), 'joined');
          // What people and style sheets see is drawn a moment later.
          const isShown = () =>
            person.tab.evaluate(() => {
              const element = document.querySelector('video-room')!;
              const notice = element.shadowRoot!.textContent ?? '';
              return element.matches(':state(reconnecting)') && /Your call continues/.test(notice);
            });
          await until(isShown, `for ${person.name} to be told of it`, PATIENCE);
        }
      });

      it('still shows who is muted and whose camera is off', async () => {
        assert.equal(await ada.switch('toggleMicrophone', false), false);
        await Promise.all([ben, cleo, eve].map((one) => one.sees('Ada', { microphone: 'off' })));
        assert.equal(await ada.switch('toggleMicrophone', true), true);
        await Promise.all([ben, cleo, eve].map((one) => one.sees('Ada', { microphone: 'on' })));
        assert.equal(await eve.switch('toggleCamera', false), false);
        await Promise.all([ada, ben, cleo].map((one) => one.sees('Eve', { camera: 'off' })));
        assert.equal(await eve.switch('toggleCamera', true), true);
        await Promise.all([ada, ben, cleo].map((one) => one.sees('Eve', { camera: 'on' })));
        await Promise.all([ada, ben, cleo].map((one) => one.watches('Eve')));
      });

      it('still delivers messages and app data', async () => {
        await Promise.all(all.map(openChat));
        await write(ada, 'Is the server gone?');
        await Promise.all(all.map((one) => reads(one, ['Is the server gone?'])));
        await write(eve, 'It is!');
        await Promise.all(all.map((one) => reads(one, ['Is the server gone?', 'It is!'])));
        await cleo.tab.evaluate(() => {
          document.querySelector('video-room')!.addEventListener('data-received', ({ detail }) => {
            document.title = JSON.stringify(detail.value);
          });
        });
        await eve.tab.evaluate(() => document.querySelector('video-room')!.sendData({ slide: 3 }));
        await until(
          async () => (await cleo.tab.evaluate(() => document.title)) === '{"slide":3}',
          'for Cleo’s page to be told',
          PATIENCE,
        );
      });

      it('still opens what controls open, and shows reactions', async () => {
        for (const [control, opened, has] of [
          ['reactions', POPOVER, /👏/],
          ['invite', POPOVER, /Copy link/],
          ['view', POPOVER, /Grid/],
          ['settings', POPOVER, /Data saver/],
          ['people', '[part~="people"]', /Cleo/],
        ] as const) {
          await press(eve, control);
          await until(
            async () => {
              assert.match((await textAt(eve, opened)) ?? 'nothing', has);
              return true;
            },
            `for what ${control} opens`,
            PATIENCE,
          );
          if (opened === POPOVER) await eve.tab.page.keyboard.press('Escape');
          else await press(eve, control);
          await until(
            async () => (await textAt(eve, opened)) === undefined,
            `for ${control} to close`,
            PATIENCE,
          );
        }
        await ben.tab.evaluate(() => document.querySelector('video-room')!.react('👏'));
        await Promise.all(
          [ada, cleo, eve].map((one) =>
            until(
              async () => (await textAt(one, '[part~="tile__reaction"]')) === '👏',
              `for ${one.name} to see a reaction`,
              PATIENCE,
            ),
          ),
        );
      });

      it('still shares a screen, and stops', async () => {
        assert.equal(await ben.switch('toggleScreenShare', true), true);
        for (const one of [ada, cleo, eve]) {
          await one.sees('Ben', { screen: 'on', camera: 'on' });
          await one.watchesScreenOf('Ben');
        }
        assert.equal(await ben.switch('toggleScreenShare', false), false);
        await Promise.all([ada, cleo, eve].map((one) => one.sees('Ben', { screen: 'off' })));
      });

      it('still changes to another camera', async () => {
        const camera = () =>
          cleo.tab.evaluate(
            () =>
              document
                .querySelector('video-room')!
                .localParticipant!.streams.camera!.getVideoTracks()[0]!
                .getSettings().deviceId!,
          );
        const before = await camera();
        await cleo.tab.evaluate(async (used) => {
          // The last one: Chromium's second fake camera gives 16-bit grey, which it cannot send.
          const other = (await navigator.mediaDevices.enumerateDevices()).findLast(
            ({ kind, deviceId }) => kind === 'videoinput' && deviceId !== used,
          );
          await document.querySelector('video-room')!.setDevice('camera', other!.deviceId);
        }, before);
        assert.notEqual(await camera(), before);
        await Promise.all([ada, ben, eve].map((one) => one.watches('Cleo')));
      });

      for (const browser of ['Chromium', 'Firefox']) {
        it(`still finds new paths over the links themselves, when ${browser} reports another network`, async () => {
          const one = browser === 'Firefox' ? eve : ada;
          const others = all.filter((other) => other !== one);
          const generations = async ({ tab }: Person) =>
            new Map((await openConnectionsOf(tab)).map(({ index, ufrag }) => [index, ufrag]));
          // A living path is kept where a Chromium made the first offer to a Firefox, as Cleo did: their restarts may fail.
          const kept = browser === 'Firefox' ? 1 : 0;
          const unsteady = await watchLinks(all);
          await atRest(all);
          const [before, cleos] = [await generations(one), await generations(cleo)];
          const same = async () => {
            const now = await generations(one);
            return [...before].filter(([index, ufrag]) => now.get(index) === ufrag);
          };
          await one.tab.evaluate(() => void dispatchEvent(new Event('online')));
          await until(
            async () => (await same()).length <= kept,
            `for each of ${one.name}’s links to begin anew`,
            PATIENCE,
          );
          const now = await generations(cleo);
          // A link that falls silent is restarted in any case.
          const isSteady = !(await unsteady()).some((ends) => ends.includes('Cleo'));
          if (kept && isSteady) assert.deepEqual(now, cleos);
          for (const other of others) await other.sees(one.name, { link: 'live' });
          await Promise.all(others.flatMap((other) => [other.watches(one.name), other.hears(one.name)]));
          await Promise.all(others.flatMap(({ name }) => [one.watches(name), one.hears(name)]));
        });
      }

      it('goes on all the time, over the very same connections', async () => {
        const close = await watchClosely([ada, ben, cleo]);
        const over = Math.max(killedAt + outage, performance.now() + WATCHED_CLOSELY);
        await until(() => performance.now() > over, 'for time to pass', outage + WATCHED_CLOSELY);
        await close.end();
        assert.deepEqual(await indices(all), untouched);
        const rounds = await watch.end();
        assert.ok(rounds > 0, 'something was counted');
        assert.ok(await refuses(server.port), 'nobody answers at the port');
        for (const person of all) {
          assert.equal(await person.state(), 'joined');
          assert.equal(await signaling(person), 'reconnecting');
        }
      });

      it('lets a participant leave at once', async () => {
        const reasons = await recordLeave([ada, cleo, eve], 'Ben');
        await ben.leave();
        await Promise.all([
          ada.isWith(['Cleo', 'Eve']),
          cleo.isWith(['Ada', 'Eve']),
          eve.isWith(['Ada', 'Cleo']),
        ]);
        // Those who only fall silent are lost, after 12.3 s.
        assert.deepEqual(await reasons(), ['left', 'left', 'left']);
      });
    });

    describe('and comes back with its storage', () => {
      let remaining: Person[];
      let untouched: Awaited<ReturnType<typeof negotiations>>;
      let unsteady: Awaited<ReturnType<typeof watchLinks>>;
      let close: Awaited<ReturnType<typeof watchClosely>>;

      before(async () => {
        remaining = [ada, cleo, eve];
        unsteady = await watchLinks(remaining);
        await atRest(remaining);
        untouched = await negotiations(remaining);
        assert.ok(performance.now() - killedAt >= outage, 'it was away for long enough');
        watch = new Watch(remaining);
        close = await watchClosely([ada, cleo]);
        server = await startServer({}, { port: server.port, persist: storage });
      });

      it('knows everyone again, under the same id and join number', async () => {
        for (const person of remaining) {
          await until(
            async () => (await signaling(person)) === 'connected',
            `for ${person.name} to be back at the party`,
            PATIENCE,
          );
        }
        assert.deepEqual(await Promise.all(remaining.map(id)), [ids[0], ids[2], ids[3]]);
        for (const person of remaining) {
          assert.equal(await person.state(), 'joined');
          const seen = (await person.others()).map(({ id }) => id).sort();
          const own = await id(person);
          assert.deepEqual(seen, [ids[0], ids[2], ids[3]].filter((other) => other !== own).sort());
        }
        // Ben left while it was down: it may hold his membership for a while.
        const now = (await seats(server)).filter(([id]) => id !== ids[1]);
        assert.deepEqual(
          now,
          numbers.filter(([id]) => id !== ids[1]),
        );
      });

      it('touches no link', async () => {
        const isTheSame = async () => {
          const connections = untouched.map((list) => list.map(({ index }) => index));
          assert.deepEqual(await indices(remaining), connections);
          const now = await negotiations(remaining);
          // Read after the negotiations: a link stops being live before it is restarted.
          if (!(await unsteady()).length) assert.deepEqual(now, untouched);
        };
        await isTheSame();
        await allMeet(remaining);
        await Promise.all([watch.end(), close.end()]);
        await isTheSame();
        await atRest(remaining);
      });

      it('lets a newcomer in, who sees everyone present and nobody else', async () => {
        const finn = await enter(venue.chromium, 'Finn');
        try {
          await allMeet([...remaining, finn]);
          const now = await indices(remaining);
          // The links among them are the same ones, and each has one more, with Finn. A machine that opens a page for him may be so busy
          // that no packet comes for a second: an ICE restart then keeps the link.
          assert.deepEqual(
            now.map((list) => list.slice(0, 2)),
            untouched.map((list) => list.map(({ index }) => index)),
          );
          await atRest([...remaining, finn]);
        } finally {
          await finn.tab.close();
        }
        await Promise.all(remaining.map((one) => one.isWith(names(remaining, one), PATIENCE)));
      });
    });

    describe('and comes back without its storage', () => {
      let remaining: Person[];

      before(async () => {
        remaining = [ada, cleo, eve];
        await server.crash();
        for (const person of remaining) {
          await until(
            async () => (await signaling(person)) === 'reconnecting',
            `for ${person.name} to miss the party`,
            PATIENCE,
          );
        }
        rmSync(storage, { recursive: true, force: true });
        server = await startServer({}, { port: server.port, persist: storage });
      });

      it('finds everyone together again, each of them once', async () => {
        for (const person of remaining) {
          await until(
            async () => (await signaling(person)) === 'connected' && (await person.state()) === 'joined',
            `for ${person.name} to be back in the call`,
            PATIENCE,
          );
        }
        await allMeet(remaining);
      });

      it('lets a newcomer in', async () => {
        const gus = await enter(venue.chromium, 'Gus');
        await allMeet([...remaining, gus]);
      });
    });

    it('threw nothing', () => {
      for (const { name, tab } of [ada, cleo, eve]) {
        // Browsers log what they cannot load from a dead server, as they should: refused, or reset when it died while answering.
        const logged = /ws:\/\/localhost|Failed to load resource: net::ERR_|Cross-Origin Request Blocked/;
        const thrown = tab.errors.filter((line) => !logged.test(line));
        assert.deepEqual(thrown, [], `the console of ${name}`);
      }
    });
  });

const names = (people: readonly Person[], but: Person) =>
  people.filter((one) => one !== but).map(({ name }) => name);
