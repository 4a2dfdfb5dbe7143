/** Four participants on an overloaded machine, with normal cameras. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startBusy } from '../support/busy.js';
import { connectionsOf, rememberConnections } from '../support/connections.js';
import { Person } from '../support/person.js';
import { until } from '../support/until.js';
import { openVenue, type Venue } from '../support/venue.js';

/** Number of processes that each use a whole processor. */
const BUSY = 3;

describe('a call of four beside busy processes', { timeout: 300_000 }, () => {
  let venue: Venue;
  let busy: ReturnType<typeof startBusy>;

  before(async () => {
    venue = await openVenue();
    busy = startBusy(BUSY);
  });

  after(async () => {
    busy?.close();
    await venue?.close();
  });

  it('links every pair once, and considers nobody gone', async () => {
    const url = venue.pages.publish(
      `<!doctype html><video-room room="busy"></video-room><script type="module" src="${venue.server.origin}/video-room.js"></script>`,
    );
    const people: Person[] = [];
    for (const name of ['Ada', 'Ben', 'Eve', 'Cleo']) {
      const tab = await (name === 'Eve' ? venue.firefox : venue.chromium).newTab();
      await rememberConnections(tab);
      await tab.before(() => {
        const left: string[] = [];
        Object.assign(globalThis, { left });
        addEventListener(
          'participant-left',
          (event) => left.push((event as CustomEvent).detail.participant.name),
          true,
        );
      });
      people.push(new Person(name, tab));
    }
    for (const person of people) await person.enter(url);
    await until(async () => {
      for (const person of people) {
        const links = (await person.others()).map(({ name, link }) => `${name} ${link}`);
        if (links.filter((link) => link.endsWith(' live')).length < 3)
          throw new Error(`${person.name} sees ${links}`);
      }
      return true;
    }, 'for every pair to be linked');
    for (const { name, tab } of people) {
      assert.equal((await connectionsOf(tab)).length, 3, `connections that ${name} has made`);
      const left = await tab.evaluate(() => (globalThis as unknown as { left: string[] }).left);
      assert.deepEqual(left, [], `taken for gone by ${name}`);
    }
  });
});
