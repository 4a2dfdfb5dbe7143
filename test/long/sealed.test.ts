/** A private room on the real `partykit dev`: participants with the link in two browsers, one with another key and one without. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createSecret } from '../../src/room/secret.js';
import { allMeet, Person } from '../support/person.js';
import { PATIENCE, SUITE_TIMEOUT, until } from '../support/until.js';
import { openVenue, type Venue } from '../support/venue.js';

describe('a private room', { timeout: SUITE_TIMEOUT }, () => {
  let venue: Venue;

  before(async () => {
    venue = await openVenue();
  });
  after(() => venue?.close());

  const page = (protectedBy = 'secret-from="hash"', room = 'board') =>
    venue.pages.publish(`<!doctype html><title>board</title><body>
      <script type="module" src="${venue.server.origin}/video-room.js"></script>
      <video-room room="${room}" server="${venue.server.origin}" ${protectedBy} style="block-size: 500px"></video-room>`);
  const person = async (name: string, driver = venue.chromium) => new Person(name, await driver.newTab());
  const refused = (somebody: Person, url: string) =>
    somebody.enter(url).then(
      () => 'joined',
      (error: Error) => error.message,
    );

  /** Waits until the element shows this to a participant who cannot join. */
  const isTold = (somebody: Person, sentence: RegExp) =>
    until(
      async () => {
        const said = await somebody.tab.evaluate(
          () =>
            document.querySelector('video-room')!.shadowRoot!.querySelector('[role=alert]')?.textContent ??
            '',
        );
        assert.match(said, sentence);
        return true;
      },
      `for ${somebody.name} to be told why`,
      PATIENCE,
    );

  it('connects the participants who have the link, and nobody else', async () => {
    const ada = await person('Ada');
    await ada.enter(page());
    const link = await ada.tab.evaluate(() => location.href);
    assert.match(link, /#video-room-key=[\w-]{22}$/);
    const hash = new URL(link).hash;

    const grace = await person('Grace');
    const kate = await person('Kate', venue.firefox);
    await grace.enter(`${page()}${hash}`);
    await kate.enter(`${page()}${hash}`);
    const people = [ada, grace, kate];
    await allMeet(people);
    for (const one of people) {
      for (const { verification } of await one.others()) assert.equal(verification, 'verified');
      // Style sheets see it with the next drawing, which comes after the links.
      await until(
        () => one.tab.evaluate(() => document.querySelector('video-room')!.matches(':state(verified)')),
        `for the element of ${one.name} to be in the state "verified"`,
        PATIENCE,
      );
    }

    const wrong = await person('Mallory');
    assert.match(await refused(wrong, `${page()}#video-room-key=${createSecret()}`), /verification-failed/);
    const plain = await person('Trudy', venue.firefox);
    assert.match(await refused(plain, page('')), /verification-failed/);
    for (const one of people)
      await one.isWith(people.filter((other) => other !== one).map(({ name }) => name));
    await isTold(wrong, /Your link has a different key/);
    await isTold(plain, /needs a key that your link doesn’t have/);
    await Promise.all([...people, wrong, plain].map(({ tab }) => tab.close()));
  });

  for (const browser of ['chromium', 'firefox'] as const) {
    it(`does not become an open room because of participants without the key, in ${browser}`, async () => {
      const trudy = await person('Trudy');
      const room = `open-${browser}`;
      await trudy.enter(page('', room));
      const ada = await person('Ada', venue[browser]);
      assert.match(
        await refused(ada, `${page(undefined, room)}#video-room-key=${createSecret()}`),
        /verification-failed/,
      );
      await isTold(ada, /the others joined without it/);
      assert.deepEqual(await trudy.others(), []);
      await Promise.all([trudy, ada].map(({ tab }) => tab.close()));
    });

    it(`is entered with "Try again" when its code could not be loaded at first, in ${browser}`, async () => {
      const ada = await person('Ada', venue[browser]);
      let failures = 0;
      await ada.tab.page.setRequestInterception(true);
      ada.tab.page.on('request', (request) => {
        const fails = request.url().includes('/secret-') && !failures++;
        void (fails ? request.abort() : request.continue());
      });
      assert.match(await refused(ada, page(undefined, browser)), /server-unreachable/);
      const press = () =>
        ada.tab.evaluate(() => {
          const { shadowRoot } = document.querySelector('video-room')!;
          const again = shadowRoot!.querySelector<HTMLElement>('[part=problem__again]');
          again?.click();
          return !!again;
        });
      // The page reloads, and the answer may get lost.
      await until(() => press().catch(() => true));
      await until(() => ada.join().then(() => true), 'for the way in', PATIENCE);
      assert.match(await ada.tab.evaluate(() => location.hash), /^#video-room-key=/);
      await ada.tab.close();
    });
  }
});
