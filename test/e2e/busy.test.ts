/** Four participants on an overloaded machine, with normal cameras. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startBusy } from '../support/busy.js';
import { connectionsOf, rememberConnections } from '../support/connections.js';
import { Person } from '../support/person.js';
import { SUITE_TIMEOUT, until } from '../support/until.js';
import { openVenue, type Venue } from '../support/venue.js';

/** Number of processes that each use a whole processor. */
const BUSY = 3;
/** The test waits this long for every pair (ms): it counts the links and those that are made anew, and does not judge the time. */
const LINKED_WITHIN = 400_000;

describe('a call of four beside busy processes', { timeout: SUITE_TIMEOUT }, () => {
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

  it('links every pair, makes no link anew that the browser has not given up, and considers nobody gone', async () => {
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
    await until(
      async () => {
        for (const person of people) {
          const links = (await person.others()).map(({ name, link }) => `${name} ${link}`);
          if (links.filter((link) => link.endsWith(' live')).length < 3)
            throw new Error(`${person.name} sees ${links}`);
        }
        return true;
      },
      'for every pair to be linked',
      LINKED_WITHIN,
    );
    let [anew, givenUp] = [0, 0];
    for (const { name, tab } of people) {
      const left = await tab.evaluate(() => (globalThis as unknown as { left: string[] }).left);
      assert.deepEqual(left, [], `taken for gone by ${name}`);
      const made = await connectionsOf(tab);
      anew += made.length - (people.length - 1);
      givenUp += made.filter(({ isGivenUp }) => isGivenUp).length;
    }
    console.log(`${anew} connections made anew; browsers gave up ${givenUp}`);
    // Firefox gives up an answer that the other page has not read after 5 s. Both ends make such a link anew.
    assert.ok(anew <= 2 * givenUp, `${anew} connections made anew, but browsers gave up ${givenUp} only`);
  });
});
