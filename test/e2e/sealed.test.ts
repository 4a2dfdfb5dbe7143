/** A private room on the real `partykit dev`: people with the link in two browsers, one with another key and one without. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createSecret } from '../../src/base/secret.js';
import { allMeet, Person } from '../support/person.js';
import { openVenue, type Venue } from '../support/venue.js';

describe('a private room', { timeout: 180_000 }, () => {
  let venue: Venue;

  before(async () => {
    venue = await openVenue();
  });
  after(() => venue?.close());

  const page = (protectedBy = 'secret-from="hash"') =>
    venue.pages.publish(`<!doctype html><title>board</title><body>
      <script type="module" src="${venue.server.origin}/video-room.js"></script>
      <video-room room="board" server="${venue.server.origin}" ${protectedBy} style="block-size: 500px"></video-room>`);
  const person = async (name: string, driver = venue.chromium) => new Person(name, await driver.newTab());
  const refused = (somebody: Person, url: string) =>
    somebody.enter(url).then(
      () => 'joined',
      (error: Error) => error.message,
    );

  it('brings together who has the link, and nobody else', async () => {
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
      const shown = await one.tab.evaluate(() =>
        document.querySelector('video-room')!.matches(':state(verified)'),
      );
      assert.equal(shown, true);
    }

    const wrong = await person('Mallory');
    assert.match(await refused(wrong, `${page()}#video-room-key=${createSecret()}`), /verification-failed/);
    const plain = await person('Trudy', venue.firefox);
    assert.match(await refused(plain, page('')), /verification-failed/);
    for (const one of people)
      await one.isWith(people.filter((other) => other !== one).map(({ name }) => name));
    const said = await wrong.tab.evaluate(
      () => document.querySelector('video-room')!.shadowRoot!.querySelector('[role=alert]')?.textContent,
    );
    assert.match(`${said}`, /your key is another one/);
    await Promise.all([...people, wrong, plain].map(({ tab }) => tab.close()));
  });
});
