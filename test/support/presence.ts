/** Two participants in a room without cameras, and a record of the others that a page has seen: for tests of the roster. */
import type { Driver, Tab } from './drivers.js';
import type { Server } from './party-process.js';
import { Person } from './person.js';
import type { Venue } from './venue.js';

/** A page with the element, without camera and with the microphone off. */
export const audioOnlyPage = (server: Server, room: string) =>
  `<script type="module" src="${server.origin}/video-room.js"></script>
   <video-room room="${room}" audio-only start-audio-off></video-room>`;

/** The others that a page has seen since the record began. */
export interface Presence {
  /** The largest number of others at one time. */
  most: number;
  /** The ids of everyone who was there. */
  ids: string[];
  /** Since when the page has been alone, as a time stamp; 0 while it is not. */
  aloneAt: number;
}

/** Records the others in the page itself, without a driver in between; the returned function reads the record. */
export async function recordPresence(tab: Tab): Promise<() => Promise<Presence>> {
  await tab.evaluate(() => {
    const element = document.querySelector('video-room')!;
    const presence: Presence = { most: 0, ids: [], aloneAt: 0 };
    Object.assign(globalThis, { presence });
    const look = () => {
      const { participants } = element;
      presence.most = Math.max(presence.most, participants.length);
      for (const { id } of participants) if (!presence.ids.includes(id)) presence.ids.push(id);
      if (participants.length) presence.aloneAt = 0;
      else presence.aloneAt ||= Date.now();
    };
    for (const name of ['participant-joined', 'participant-left']) element.addEventListener(name, look);
    look();
  });
  return () => tab.evaluate(() => (globalThis as unknown as { presence: Presence }).presence);
}

/** Ada, in Chromium, and Ben, in the browser of `driver`, once they have a live link; and the address of their page. */
export async function meetingOfTwo(
  venue: Venue,
  room: string,
  driver: Driver,
): Promise<[ada: Person, ben: Person, url: string]> {
  const url = venue.pages.publish(audioOnlyPage(venue.server, room));
  const ada = new Person('Ada', await venue.chromium.newTab());
  const ben = new Person('Ben', await driver.newTab());
  await ada.enter(url);
  await ben.enter(url);
  try {
    await Promise.all([ada.sees('Ben', { link: 'live' }), ben.sees('Ada', { link: 'live' })]);
  } catch (error) {
    const reports = [ada, ben].map(({ tab }) =>
      tab.evaluate(() => document.querySelector('video-room')!.report()),
    );
    console.error(JSON.stringify(await Promise.all(reports), null, 1), ada.tab.errors, ben.tab.errors);
    throw error;
  }
  return [ada, ben, url];
}
