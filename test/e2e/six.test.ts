/** Six participants, as many as a mesh can reasonably have, with small pictures so that one machine can run them all. */
import { after, before, describe, it } from 'node:test';
import { type Driver, openChromium } from '../support/drivers.js';
import { type Pages, startPages } from '../support/pages.js';
import { type Server, startServer } from '../support/party-process.js';
import { allMeet, Person } from '../support/person.js';
import { SUITE_TIMEOUT } from '../support/until.js';
import { allOf } from '../support/venue.js';

const NAMES = ['Ada', 'Ben', 'Cleo', 'Dan', 'Eve', 'Finn'];

/** A page with a stream of its own: 160×90 at 10 frames a second, and a tone. */
const page = (origin: string) => `<!doctype html>
<video-room room="six"></video-room>
<script type="module">
  import '${origin}/video-room.js';
  const canvas = Object.assign(document.createElement('canvas'), { width: 160, height: 90 });
  const pen = canvas.getContext('2d');
  let frame = 0;
  setInterval(() => {
    pen.fillStyle = 'hsl(' + (frame++ * 3) % 360 + ' 70% 50%)';
    pen.fillRect(0, 0, 160, 90);
  }, 100);
  const sound = new AudioContext();
  const tone = new OscillatorNode(sound, { frequency: 300 });
  const out = new MediaStreamAudioDestinationNode(sound);
  tone.connect(out);
  tone.start();
  document.querySelector('video-room').stream =
    new MediaStream([...canvas.captureStream(10).getTracks(), ...out.stream.getTracks()]);
</script>`;

describe('a call of six', { timeout: SUITE_TIMEOUT }, () => {
  let server: Server;
  let pages: Pages;
  let chromium: Driver;

  before(async () => {
    [server, pages, chromium] = await allOf([startServer(), startPages(), openChromium()]);
  });

  after(async () => {
    await Promise.allSettled([chromium?.close(), pages?.close(), server?.stop()]);
  });

  it('shows everyone to everyone and plays their sound, even if all join at once', async () => {
    const url = pages.publish(page(server.origin));
    const people: Person[] = [];
    for (const name of NAMES) {
      const tab = await chromium.newTab();
      // All tiles on one page: nobody sends a picture that is not visible.
      await tab.page.setViewport({ width: 640, height: 480 });
      people.push(new Person(name, tab));
    }
    await Promise.all(people.map((person) => person.enter(url)));
    // Thirty ends of links come up at once, on two cores.
    await allMeet(people, 180_000);
  });
});
