/**
 * Voices on an overloaded machine: four pages whose cameras are noise, so that their encoders alone need more than two processors, and
 * a busy process beside them. Pictures become smaller and fewer; voices stay whole.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { rates, readMedia } from '../bench/media.js';
import { noisyCameras } from '../bench/noisy-cameras.js';
import { watch } from '../bench/watch.js';
import { startBusy } from '../support/busy.js';
import { allMeet, Person } from '../support/person.js';
import { SUITE_TIMEOUT, until } from '../support/until.js';
import { openVenue, type Venue } from '../support/venue.js';

/** Design: the share of a voice that is made up because packets are missing, 0 to 1, under every overload. */
const MOST_CONCEALED = 0.02;
/** The voices are measured for this long (ms), after pictures have settled. */
const MEASURED_FOR = 20_000;

describe('voices on an overloaded machine', { timeout: SUITE_TIMEOUT }, () => {
  let venue: Venue;
  const people: Person[] = [];

  before(async () => {
    venue = await openVenue();
    const url = venue.pages.publish(
      `<!doctype html><video-room room="overload"></video-room><script type="module" src="${venue.server.origin}/video-room.js"></script>`,
    );
    for (const name of ['Ada', 'Ben', 'Eve', 'Cleo']) {
      const tab = await venue.chromium.newTab();
      await tab.before(watch);
      await tab.before(noisyCameras);
      people.push(new Person(name, tab));
    }
    for (const person of people) await person.enter(url);
    await allMeet(people);
  });
  after(() => venue?.close());

  /** Each page's share of made-up voice, and the pictures per second that it gets of each other one, over a while. */
  async function measure() {
    const read = () => Promise.all(people.map(({ tab }) => readMedia(tab)));
    const first = await read();
    await until(
      async () => (await readMedia(people[0]!.tab)).at - first[0]!.at > MEASURED_FOR,
      'for the end of the measurement',
    );
    const last = await read();
    return last.map((sample, index) => {
      const { concealed, pictures } = rates(first[index]!, sample);
      return { name: people[index]!.name, concealed, pictures: pictures / (people.length - 1) };
    });
  }

  for (const busy of [0, 1]) {
    it(`are whole beside ${busy} busy processes`, async () => {
      const work = startBusy(busy);
      try {
        await measure();
        const pages = await measure();
        for (const { name, concealed, pictures } of pages) {
          console.log(
            `${name}: ${(concealed * 100).toFixed(2)} % made up, ${pictures.toFixed(1)} pictures/s per link`,
          );
        }
        for (const { name, concealed } of pages)
          assert.ok(concealed < MOST_CONCEALED, `${name}: ${(concealed * 100).toFixed(2)} % were made up`);
      } finally {
        work.close();
      }
    });
  }
});
