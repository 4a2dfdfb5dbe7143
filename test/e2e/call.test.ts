/** Three participants in two browsers, on a page that only embeds the script from another origin, with the real party. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { allMeet, Person } from '../support/person.js';
import {
  CALL_LIMIT,
  CALL_OF_THREE_LIMIT,
  filesFor,
  gzippedSize,
  OF_BACKGROUND,
  OF_NOTICES,
  OF_PRELOAD,
} from '../support/sizes.js';
import { PATIENCE, SUITE_TIMEOUT, until } from '../support/until.js';
import { openVenue, type Venue } from '../support/venue.js';

describe('a call of three, Chromium and Firefox', { timeout: SUITE_TIMEOUT }, () => {
  let venue: Venue;
  let url: string;
  let ada: Person;
  let ben: Person;
  let eve: Person;

  before(async () => {
    venue = await openVenue();
    const { server, pages, chromium, firefox } = venue;
    url = pages.publish(
      `<script type="module" src="${server.origin}/video-room.js"></script>
       <video-room room="standup"></video-room>`,
    );
    ada = new Person('Ada', await chromium.newTab());
    ben = new Person('Ben', await chromium.newTab());
    eve = new Person('Eve', await firefox.newTab());
  });

  after(() => venue?.close());

  /** All ordered pairs. */
  const pairsOf = (people: Person[]) =>
    people.flatMap((one) =>
      [ada, ben, eve].filter((other) => other !== one).map((other) => [one, other] as const),
    );

  /** What the page of a person has fetched of the script, except the files for some modules, in bytes after gzip. */
  const fetchedBy = ({ tab }: Person, except: readonly string[]) => {
    const left = filesFor(except);
    const files = new Set(
      tab.fetched
        .map((address) => new URL(address))
        .filter(({ origin, pathname }) => origin === venue.server.origin && pathname.endsWith('.js'))
        .map(({ pathname }) => pathname.slice(1))
        .filter((file) => !left.includes(file)),
    );
    assert.ok(files.has('video-room.js'), 'the script is among what was fetched');
    return { files: [...files], bytes: [...files].reduce((sum, file) => sum + gzippedSize(file), 0) };
  };

  it('of two with a chat loads no more than a call may load', async () => {
    for (const person of [ada, ben]) await person.enter(url);
    await allMeet([ada, ben]);
    const text = await ada.tab.evaluate(
      async () => (await document.querySelector('video-room')!.sendMessage('Hello')).text,
    );
    assert.equal(text, 'Hello');
    // On a slow machine, more than 5 or 15 s have passed since they joined.
    for (const person of [ada, ben]) {
      const { files, bytes } = fetchedBy(person, [...OF_NOTICES, ...OF_BACKGROUND, ...OF_PRELOAD]);
      assert.ok(bytes <= CALL_LIMIT, `${person.name} fetched ${bytes} bytes, gzipped: ${files.join()}`);
    }
  });

  it('shows everyone to everyone, and plays their sound', async () => {
    await eve.enter(url);
    await allMeet([ada, ben, eve]);
  });

  it('shows who is muted, sends only silence for them, and lets them be heard again', async () => {
    const pairs = pairsOf([ada, eve]);
    for (const one of [ada, eve]) assert.equal(await one.switch('toggleMicrophone', false), false);
    await Promise.all(pairs.map(([one, other]) => other.sees(one.name, { microphone: 'off' })));
    await Promise.all(pairs.map(([one, other]) => other.hearsNothingOf(one.name)));
    for (const one of [ada, eve]) assert.equal(await one.switch('toggleMicrophone', true), true);
    await Promise.all(pairs.map(([one, other]) => other.sees(one.name, { microphone: 'on' })));
    await Promise.all(pairs.map(([one, other]) => other.hears(one.name)));
  });

  it('never restarts a picture or a voice because of other drawing', async () => {
    const everybody = [ada, ben, eve];
    for (const { tab } of everybody) {
      await tab.evaluate(() => {
        const begun: string[] = [];
        Object.assign(globalThis, { begun });
        for (const media of document
          .querySelector('video-room')!
          .shadowRoot!.querySelectorAll('video,audio')) {
          media.addEventListener('emptied', () => begun.push(media.localName));
        }
      });
    }
    for (const up of [true, false]) {
      await ada.switch('toggleHand', up);
      await Promise.all([ben.sees('Ada', { hand: up }), eve.sees('Ada', { hand: up })]);
    }
    for (const { name, tab } of everybody) {
      const begun = await tab.evaluate(() => (globalThis as unknown as { begun: string[] }).begun);
      assert.deepEqual(begun, [], `begun afresh at ${name}`);
    }
  });

  it('shows whose camera is off, sends no picture of it, and shows them again', async () => {
    const pairs = pairsOf([ada, eve]);
    for (const one of [ada, eve]) assert.equal(await one.switch('toggleCamera', false), false);
    await Promise.all(pairs.map(([one, other]) => other.sees(one.name, { camera: 'off' })));
    await Promise.all(
      pairs.map(([one, other]) =>
        one.tab.browser === 'firefox' ? other.seesStillOf(one.name) : other.seesNothingOf(one.name),
      ),
    );
    for (const one of [ada, eve]) assert.equal(await one.switch('toggleCamera', true), true);
    await Promise.all(pairs.map(([one, other]) => other.sees(one.name, { camera: 'on' })));
    await Promise.all(pairs.map(([one, other]) => other.watches(one.name)));
  });

  it('shows a shared screen beside the camera', async () => {
    assert.equal(await ada.switch('toggleScreenShare', true), true);
    for (const person of [ben, eve]) {
      await person.sees('Ada', { screen: 'on', camera: 'on' });
      await person.watchesScreenOf('Ada');
      await person.watches('Ada');
    }
    assert.equal(await ada.switch('toggleScreenShare', false), false);
    await Promise.all([ben.sees('Ada', { screen: 'off' }), eve.sees('Ada', { screen: 'off' })]);
  });

  it('has loaded little more than a call of two', () => {
    for (const person of [ada, eve]) {
      const { files, bytes } = fetchedBy(person, [...OF_NOTICES, ...OF_PRELOAD]);
      assert.ok(
        bytes <= CALL_OF_THREE_LIMIT,
        `${person.name} fetched ${bytes} bytes, gzipped: ${files.join()}`,
      );
    }
  });

  it('switches to another language at once, and shows everyone on the way', async () => {
    await ada.tab.evaluate(() => {
      const begun: string[] = [];
      Object.assign(globalThis, { begun });
      for (const media of document.querySelector('video-room')!.shadowRoot!.querySelectorAll('video,audio'))
        media.addEventListener('emptied', () => begun.push(media.localName));
    });
    const speak = (lang: string) =>
      ada.tab.evaluate((lang: string) => {
        document.documentElement.lang = lang;
      }, lang);
    const labels = () =>
      ada.tab.evaluate(() => {
        const root = document.querySelector('video-room')!.shadowRoot!;
        return [
          root.querySelector<HTMLElement>('.frame')!.dir,
          root.querySelector('[part~=control-leave]')!.ariaLabel,
        ].join();
      });
    await speak('ar-EG');
    await until(async () => (await labels()) === 'rtl,مغادرة');
    await ada.watches('Eve');
    await speak('en');
    await until(async () => (await labels()) === ',Leave');
    const begun = await ada.tab.evaluate(() => (globalThis as unknown as { begun: string[] }).begun);
    assert.deepEqual(begun, [], 'no picture has begun afresh');
  });

  it('tells the others about a leave, and lets that participant come back', async () => {
    await ben.leave();
    assert.equal(await ben.state(), 'left');
    await Promise.all([ada.isWith(['Eve']), eve.isWith(['Ada'])]);
    await ben.join();
    await allMeet([ada, ben, eve]);
  });

  it('recognises a participant who reloads, without a ghost', async () => {
    await ben.tab.reload();
    await ben.join();
    await allMeet([ada, ben, eve]);
    await eve.tab.reload();
    await eve.join();
    await allMeet([ada, ben, eve]);
  });

  it('wrote no error to the console', () => {
    for (const { name, tab } of [ada, ben, eve]) assert.deepEqual(tab.errors, [], `the console of ${name}`);
  });

  it('removes a participant whose tab has crashed', async () => {
    await ben.tab.kill();
    // There is no leave beacon, so the membership is held for a minute.
    await Promise.all([ada.isWith(['Eve'], 3 * PATIENCE), eve.isWith(['Ada'], 3 * PATIENCE)]);
    await ada.watches('Eve');
    await eve.hears('Ada');
  });

  it('ends for the others when a page is closed', async () => {
    await eve.tab.close();
    await ada.isWith([]);
    assert.equal(await ada.state(), 'joined');
  });
});
